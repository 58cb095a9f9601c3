import { type PlayerId, type Resolution, type RoundId, refusalCodes, type SlipId } from '../contract/index.ts'
import { type Database, refusal } from '../platform/index.ts'

/** What a new player gets, in minor units: €1,000.00 to try the tables with. */
const demoGrant = 1_000_00n

/** The SQL state with which the ledger's functions refuse; the message is the code. */
const refusedState = 'TC001'

/** Where a round's money went, in minor units. */
export interface RoundTotals {
  readonly held: bigint
  readonly captured: bigint
  readonly released: bigint
  readonly paid: bigint
}

export interface LedgerAudit {
  readonly sum: bigint
  readonly held: bigint
  readonly entries: bigint
  readonly transfers: bigint
  readonly unbalanced: bigint
  readonly house: bigint
}

/** The ledger's functions and views, with the arithmetic left to the database. Amounts are minor units. */
export class Ledger {
  static readonly migrations = new URL('./migrations/', import.meta.url)
  readonly #database: Database

  constructor(database: Database) {
    this.#database = database
  }

  open(player: PlayerId): Promise<bigint> {
    return this.#balance('open_player($1, $2)', [player, demoGrant])
  }

  balance(player: PlayerId): Promise<bigint> {
    return this.#balance('balance_of($1)', [player])
  }

  hold(id: SlipId, player: PlayerId, round: RoundId, amount: bigint): Promise<bigint> {
    return this.#balance('hold($1, $2, $3, $4)', [id, player, round, amount])
  }

  async resolve(resolutions: readonly Resolution[]): Promise<{ player: PlayerId; balance: bigint }[]> {
    const payouts = resolutions.map((resolution) => (resolution.action === 'capture' ? resolution.payout : null))
    const holds = resolutions.map(({ holdId }) => holdId)
    return this.#run('SELECT player, player_balance AS balance FROM resolve($1, $2)', [holds, payouts])
  }

  async round(round: RoundId): Promise<RoundTotals> {
    const [totals] = await this.#database.query<RoundTotals>('SELECT * FROM round_totals WHERE round_id = $1', [round])
    return totals ?? { held: 0n, captured: 0n, released: 0n, paid: 0n }
  }

  async audit(): Promise<LedgerAudit> {
    const [audit] = await this.#database.query<LedgerAudit>('SELECT * FROM ledger_audit')
    if (!audit) throw new Error('The audit view is empty')
    return audit
  }

  async #balance(call: string, values: readonly unknown[]): Promise<bigint> {
    const [row] = await this.#run<{ balance: bigint }>(`SELECT ${call} AS balance`, values)
    if (!row) throw new Error('The ledger has answered nothing')
    return row.balance
  }

  async #run<Row extends object>(text: string, values: readonly unknown[]): Promise<Row[]> {
    try {
      return await this.#database.query<Row>(text, values)
    } catch (error) {
      const code = refusalCodes.find((known) => error instanceof Error && error.message === known)
      if (code && error instanceof Error && 'code' in error && error.code === refusedState) throw refusal(code)
      throw error
    }
  }
}
