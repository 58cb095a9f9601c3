import { setTimeout as delay } from 'node:timers/promises'
import type { Amount, Pocket, Resolution, RoundId, SlipId, TableId, walletContract } from '../contract/index.ts'
import { resolutionsPerCallMax, toAmount } from '../contract/index.ts'
import { type Database, isRefusal, type Log, type ServiceClient } from '../platform/index.ts'
import type { Announcer } from './announcer.ts'
import { afterSettlement } from './round.ts'
import { returnOf } from './rules.ts'
import { type SlipRow, slipOf } from './slip-record.ts'
import { readTable, writeTable } from './table-record.ts'

/** A slip that waits for its hold longer than this is given up: the wallet has answered or timed out long before. */
const placingMsMax = 20_000
/** How often it looks without having been woken. */
const lookMs = 5000
const backOffMsMin = 200
const backOffMsMax = 5000
/** Rounds looked at in one go. */
const roundsMax = 50

interface DecidedRound {
  readonly round_id: RoundId
  readonly table_id: TableId
  readonly outcome: 'confirmed' | 'voided'
  readonly pocket: Pocket | null
}

/** How a slip ends: its resolution at the wallet, and the row that stands for it afterwards. */
interface Ending {
  readonly row: SlipRow
  readonly resolution: Resolution
  readonly after: Partial<Pick<SlipRow, 'state' | 'returned' | 'pocket'>>
}

/**
 * Ends what placing and the studio's results leave to be ended, until the wallet has answered for every slip: stakes of
 * rejected slips go back, slips of decided rounds are paid or refunded. Everything it does may be repeated, so it goes on
 * after any crash from what the database says.
 */
export class Settlement implements AsyncDisposable {
  readonly #database: Database
  readonly #wallet: ServiceClient<typeof walletContract>
  readonly #announcer: Announcer
  readonly #log: Log
  readonly #startedAt = Date.now()
  readonly #closing = new AbortController()
  #wake = new AbortController()
  #running: Promise<void> = Promise.resolve()

  constructor(database: Database, wallet: ServiceClient<typeof walletContract>, announcer: Announcer, log: Log) {
    this.#database = database
    this.#wallet = wallet
    this.#announcer = announcer
    this.#log = log
  }

  /** Call it once the database is prepared. */
  start(): void {
    this.#running = this.#run()
  }

  wake(): void {
    this.#wake.abort()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closing.abort()
    await this.#running
  }

  async #run(): Promise<void> {
    let backOffMs = backOffMsMin
    while (!this.#closing.signal.aborted) {
      this.#wake = new AbortController()
      const done = await this.#pass()
      const waitMs = done ? lookMs : backOffMs
      backOffMs = done ? backOffMsMin : Math.min(backOffMs * 2, backOffMsMax)
      // While the wallet is away, being woken does not hammer it.
      const signal = done ? AbortSignal.any([this.#closing.signal, this.#wake.signal]) : this.#closing.signal
      await delay(waitMs, undefined, { signal }).catch(() => {})
    }
  }

  /** One look at all that is open. Returns whether it was all ended. */
  async #pass(): Promise<boolean> {
    try {
      await this.#giveUpStale()
      let done = await this.#releaseOwed()
      const rounds = await this.#database.query<DecidedRound & Record<string, unknown>>(
        'SELECT round_id, table_id, outcome, pocket FROM rounds WHERE outcome IS NOT NULL AND NOT settled LIMIT $1',
        [roundsMax],
      )
      for (const round of rounds) done = (await this.#settle(round)) && done
      return done
    } catch (error) {
      if (isRefusal(error, 'UNAVAILABLE')) this.#log.warn({ err: error }, 'settlement waits')
      else this.#log.error({ err: error }, 'settlement has failed and is tried again')
      return false
    }
  }

  /** Slips whose process died, or lost its database, between the hold and its answer. */
  async #giveUpStale(): Promise<void> {
    await this.#database.query(
      `UPDATE slips SET state = 'rejected', code = 'UNAVAILABLE', release_owed = true
       WHERE state = 'placing' AND placed_at < $1`,
      [Math.max(this.#startedAt, Date.now() - placingMsMax)],
    )
  }

  #releaseOwed(): Promise<boolean> {
    return this.#endAll(
      'SELECT * FROM slips WHERE release_owed AND slip_id > $1 ORDER BY slip_id LIMIT $2',
      [],
      (row) => ({ row, resolution: { action: 'release', holdId: row.slip_id as SlipId }, after: {} }),
    )
  }

  async #settle({ round_id: roundId, table_id: tableId, outcome, pocket }: DecidedRound): Promise<boolean> {
    const ended = await this.#endAll(
      `SELECT * FROM slips WHERE state = 'accepted' AND slip_id > $1 AND round_id = $3 ORDER BY slip_id LIMIT $2`,
      [roundId],
      (row) => (outcome === 'confirmed' && pocket !== null ? paid(row, pocket) : refunded(row)),
    )
    await this.#database.transaction(async (client) => {
      const before = await readTable(client, tableId, 'FOR UPDATE')
      const open = await client.query(
        `SELECT FROM slips WHERE round_id = $1 AND (state IN ('placing', 'accepted') OR release_owed) LIMIT 1`,
        [roundId],
      )
      if (open.rowCount !== 0) return
      await client.query('UPDATE rounds SET settled = true WHERE round_id = $1', [roundId])
      const state = afterSettlement(before, roundId)
      if (state === before) return
      await writeTable(client, tableId, state)
      await this.#announcer.table(client, tableId, state, Date.now())
    })
    return ended
  }

  /**
   * Goes through slips in the order of their ids, as many at once as the wallet takes. Returns whether it ended them all:
   * one on which wallet and game disagree must not keep the others from their money.
   */
  async #endAll(select: string, values: readonly unknown[], endingOf: (row: SlipRow) => Ending): Promise<boolean> {
    let behind = '00000000-0000-0000-0000-000000000000'
    let all = true
    for (;;) {
      const rows = await this.#database.query<SlipRow>(select, [behind, resolutionsPerCallMax, ...values])
      const last = rows.at(-1)
      if (!last) return all
      behind = last.slip_id
      const endings = rows.map(endingOf)
      if (await this.#areEnded(endings)) continue
      for (const ending of endings) {
        if (await this.#areEnded([ending])) continue
        all = false
        this.#log.error(
          { slipId: ending.row.slip_id, resolution: ending.resolution },
          'the wallet refuses how a slip ends',
        )
      }
    }
  }

  /** False when the wallet refuses; nothing has happened then. */
  async #areEnded(endings: readonly Ending[]): Promise<boolean> {
    try {
      await this.#end(endings)
      return true
    } catch (error) {
      if (isRefusal(error, 'HOLD_CONFLICT') || isRefusal(error, 'HOLD_UNKNOWN')) return false
      throw error
    }
  }

  async #end(endings: readonly Ending[]): Promise<void> {
    const { balances } = await this.#wallet.resolve({ resolutions: endings.map(({ resolution }) => resolution) })
    const balanceOf = new Map<string, Amount>(balances.map(({ playerId, balance }) => [playerId, balance]))
    const rows = endings.map(({ row, after }) => ({ ...row, ...after }))
    await this.#database.transaction(async (client) => {
      await client.query(
        `UPDATE slips SET state = e.state, returned = e.returned, pocket = e.pocket, release_owed = false
         FROM unnest($1::uuid[], $2::text[], $3::bigint[], $4::int[]) AS e (slip_id, state, returned, pocket)
         WHERE slips.slip_id = e.slip_id`,
        [
          rows.map(({ slip_id }) => slip_id),
          rows.map(({ state }) => state),
          rows.map(({ returned }) => returned),
          rows.map(({ pocket }) => pocket),
        ],
      )
      // Without a balance nothing was held, so nothing has changed for the player.
      const changes = rows.flatMap((row) => {
        const balance = balanceOf.get(row.player_id)
        return balance === undefined ? [] : [{ playerId: row.player_id, slip: slipOf(row), balance }]
      })
      await this.#announcer.slips(client, changes)
    })
  }
}

function paid(row: SlipRow, pocket: Pocket): Ending {
  const returned = returnOf(slipOf(row).bets, pocket)
  const resolution = { action: 'capture', holdId: row.slip_id as SlipId, payout: toAmount(returned) } as const
  return { row, resolution, after: { state: 'settled', returned, pocket } }
}

function refunded(row: SlipRow): Ending {
  const resolution = { action: 'release', holdId: row.slip_id as SlipId } as const
  return { row, resolution, after: { state: 'refunded', returned: row.staked } }
}
