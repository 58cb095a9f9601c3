import type {
  Amount,
  Bet,
  PlayerId,
  RefusalCode,
  RoundId,
  Slip,
  SlipId,
  TableId,
  walletContract,
} from '../contract/index.ts'
import { toAmount } from '../contract/index.ts'
import {
  type Database,
  type DatabaseClient,
  isRefusal,
  type Log,
  refusal,
  type ServiceClient,
} from '../platform/index.ts'
import type { Announcer } from './announcer.ts'
import { whyNotTake } from './round.ts'
import { type Limits, stakeOf, whyNotStake } from './rules.ts'
import { type SlipRow, slipOf } from './slip-record.ts'
import { readTable } from './table-record.ts'

/** Slips that wait for their hold at the same time. */
const placingMax = 500

export interface SlipRequest {
  readonly tableId: TableId
  readonly slipId: SlipId
  readonly playerId: PlayerId
  readonly roundId: RoundId
  readonly bets: readonly Bet[]
}

/** With these the wallet says for certain that it holds nothing under the slip's id. */
const heldNothing: readonly RefusalCode[] = ['NOT_ENOUGH_MONEY', 'PLAYER_UNKNOWN']

/** Accepts or rejects slips: recorded, then held, then accepted if the round still takes them. */
export class Placing {
  readonly #database: Database
  readonly #wallet: ServiceClient<typeof walletContract>
  readonly #announcer: Announcer
  readonly #limits: Limits
  readonly #log: Log
  readonly #onReleaseOwed: () => void
  /** Slips that this process is deciding. */
  readonly #deciding = new Map<SlipId, Promise<Slip>>()

  constructor(parts: {
    database: Database
    wallet: ServiceClient<typeof walletContract>
    announcer: Announcer
    limits: Limits
    log: Log
    onReleaseOwed: () => void
  }) {
    this.#database = parts.database
    this.#wallet = parts.wallet
    this.#announcer = parts.announcer
    this.#limits = parts.limits
    this.#log = parts.log
    this.#onReleaseOwed = parts.onReleaseOwed
  }

  /**
   * @param arrivedAt when the slip arrived here, by our clock: that decides whether it is in time
   * @throws UNAVAILABLE while it cannot be said how the slip stands; asked again, the answer is there.
   */
  async place(request: SlipRequest, arrivedAt: number): Promise<{ slip: Slip; balance: Amount }> {
    if (this.#deciding.size >= placingMax) throw refusal('TOO_MANY')
    const { row, isNew } = await this.#begin(request, arrivedAt)
    if (row.state !== 'placing') return this.#answer(slipOf(row), request.playerId)
    if (!isNew) {
      const deciding = this.#deciding.get(request.slipId)
      if (!deciding) throw refusal('UNAVAILABLE')
      return this.#answer(await deciding, request.playerId)
    }
    const decision = this.#hold(request, arrivedAt)
    const deciding = decision.then(({ slip }) => slip)
    deciding.catch(() => {}) // The first request hears of it.
    this.#deciding.set(request.slipId, deciding)
    try {
      const { slip, balance } = await decision
      return balance === undefined ? await this.#answer(slip, request.playerId) : { slip, balance }
    } finally {
      this.#deciding.delete(request.slipId)
    }
  }

  async #answer(slip: Slip, playerId: PlayerId): Promise<{ slip: Slip; balance: Amount }> {
    return { slip, balance: (await this.#wallet.balance({ playerId })).balance }
  }

  /** Records the slip before anything is asked of the wallet, or finds it. */
  #begin(request: SlipRequest, arrivedAt: number): Promise<{ row: SlipRow; isNew: boolean }> {
    const { tableId, slipId, playerId, roundId, bets } = request
    return this.#database.transaction(async (client) => {
      const state = await readTable(client, tableId, 'FOR SHARE')
      const rounds = await client.query<{ number: number }>(
        'SELECT number FROM rounds WHERE round_id = $1 AND table_id = $2',
        [roundId, tableId],
      )
      const number = rounds.rows[0]?.number
      if (number === undefined) throw refusal('ROUND_UNKNOWN')
      const code = whyNotTake(state, roundId, arrivedAt) ?? whyNotStake(bets, this.#limits)
      const made = await client.query<SlipRow>(
        `INSERT INTO slips (slip_id, player_id, table_id, round_id, round_number, state, bets, staked, code, placed_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT DO NOTHING RETURNING *`,
        [
          slipId,
          playerId,
          tableId,
          roundId,
          number,
          code ? 'rejected' : 'placing',
          JSON.stringify(bets),
          stakeOf(bets),
          code,
          arrivedAt,
        ],
      )
      if (made.rows[0]) return { row: made.rows[0], isNew: true }
      const same = await client.query<SlipRow>(
        'SELECT * FROM slips WHERE (slip_id, player_id, table_id, round_id, bets) = ($1, $2, $3, $4, $5::jsonb)',
        [slipId, playerId, tableId, roundId, JSON.stringify(bets)],
      )
      if (!same.rows[0]) throw refusal('SLIP_CONFLICT')
      return { row: same.rows[0], isNew: false }
    })
  }

  async #hold(request: SlipRequest, arrivedAt: number): Promise<{ slip: Slip; balance?: Amount }> {
    const { slipId, playerId, roundId, bets } = request
    let balance: Amount
    try {
      const amount = toAmount(stakeOf(bets))
      balance = (await this.#wallet.hold({ holdId: slipId, playerId, roundId, amount })).balance
    } catch (error) {
      if (isRefusal(error) && heldNothing.includes(error.code))
        return { slip: await this.#reject(slipId, error.code, false) }
      if (!isRefusal(error, 'UNAVAILABLE'))
        this.#log.error({ err: error, slipId }, 'the wallet did not hold as it should')
      // After a conflict nothing of ours is held: what stands there is the release of this slip, or somebody else's hold.
      return { slip: await this.#reject(slipId, 'UNAVAILABLE', !isRefusal(error, 'HOLD_CONFLICT')) }
    }
    const slip = await this.#accept(request, arrivedAt, balance)
    return slip.state === 'accepted' ? { slip, balance } : { slip }
  }

  /** Once the stake is held; the table's lock keeps the round from being decided meanwhile. */
  async #accept(
    { tableId, slipId, playerId, roundId }: SlipRequest,
    arrivedAt: number,
    balance: Amount,
  ): Promise<Slip> {
    const slip = await this.#database.transaction(async (client) => {
      const code = whyNotTake(await readTable(client, tableId, 'FOR SHARE'), roundId, arrivedAt)
      const slip = await decide(client, slipId, code, code !== undefined)
      if (slip.state === 'accepted') await this.#announcer.slips(client, [{ playerId, slip, balance }])
      return slip
    })
    if (slip.state === 'accepted') this.#announcer.crowdChanged(tableId)
    else this.#onReleaseOwed()
    return slip
  }

  async #reject(slipId: SlipId, code: RefusalCode, releaseOwed: boolean): Promise<Slip> {
    const slip = await this.#database.transaction((client) => decide(client, slipId, code, releaseOwed))
    if (releaseOwed) this.#onReleaseOwed()
    return slip
  }
}

/** Accepts, or rejects with a code; a slip that was decided meanwhile stays as it is. */
async function decide(
  client: DatabaseClient,
  slipId: SlipId,
  code: RefusalCode | undefined,
  releaseOwed: boolean,
): Promise<Slip> {
  await client.query(
    `UPDATE slips SET state = $2, code = $3, release_owed = $4 WHERE slip_id = $1 AND state = 'placing'`,
    [slipId, code === undefined ? 'accepted' : 'rejected', code, releaseOwed],
  )
  const { rows } = await client.query<SlipRow>('SELECT * FROM slips WHERE slip_id = $1', [slipId])
  if (!rows[0]) throw new Error(`The slip ${slipId} has vanished`)
  return slipOf(rows[0])
}
