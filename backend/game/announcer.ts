import type { Amount, PlayerEvent, PlayerId, Slip, TableId, TableView } from '../contract/index.ts'
import type { Bus, Database, DatabaseClient, Log } from '../platform/index.ts'
import { nextPhaseAt, type TableState } from './round.ts'
import type { Limits } from './rules.ts'
import { readTable, viewTable } from './table-record.ts'

/** Slips change how many bets a table's view counts; the view is told at most this often for that. */
const crowdMsMin = 250
const retryMs = 1000

/** Tells the bus what changed: with the change, in its transaction; and by itself when time alone changes a phase. */
export class Announcer {
  readonly #database: Database
  readonly #bus: Bus
  readonly #limits: Limits
  readonly #log: Log
  readonly #phases = new Map<TableId, NodeJS.Timeout>()
  readonly #crowds = new Map<TableId, NodeJS.Timeout>()
  #closed = false

  constructor(database: Database, bus: Bus, limits: Limits, log: Log) {
    this.#database = database
    this.#bus = bus
    this.#limits = limits
    this.#log = log
  }

  view(client: DatabaseClient, tableId: TableId, state: TableState, now: number): Promise<TableView> {
    return viewTable(client, tableId, state, this.#limits, now)
  }

  /** Call it last in the transaction that changed the table. */
  async table(client: DatabaseClient, tableId: TableId, state: TableState, now: number): Promise<void> {
    const event: PlayerEvent = { type: 'table', table: await this.view(client, tableId, state, now) }
    await this.#bus.publish(client, [{ topic: `table.${tableId}`, body: event }])
  }

  /** Call it last in the transaction that changed the slips. */
  async slips(
    client: DatabaseClient,
    changes: readonly { playerId: PlayerId; slip: Slip; balance: Amount }[],
  ): Promise<void> {
    const events = changes.map((change): PlayerEvent => ({ type: 'slip', ...change }))
    await this.#bus.publish(
      client,
      events.map((body, index) => ({ topic: `player.${changes[index]?.playerId}`, body })),
    )
  }

  /** At the start: tells how the table is, and from then on its phases. */
  resume(tableId: TableId): void {
    this.#later(this.#phases, tableId, 0, 0)
  }

  /** After a commit: tells the phases to come when their time is there. */
  watchPhases(tableId: TableId, state: TableState): void {
    const at = nextPhaseAt(state, Date.now())
    clearTimeout(this.#phases.get(tableId))
    if (at !== undefined) this.#later(this.#phases, tableId, at - Date.now(), at)
  }

  /** After a commit: how many bets there are, soon. */
  crowdChanged(tableId: TableId): void {
    if (!this.#crowds.has(tableId)) this.#later(this.#crowds, tableId, crowdMsMin, 0)
  }

  /** Timers may fire a little early: the view is that of `at`, at the least. */
  #later(timers: Map<TableId, NodeJS.Timeout>, tableId: TableId, waitMs: number, at: number): void {
    if (this.#closed) return
    const tell = async () => {
      timers.delete(tableId)
      try {
        const state = await this.#database.transaction(async (client) => {
          const current = await readTable(client, tableId, 'FOR SHARE')
          await this.table(client, tableId, current, Math.max(Date.now(), at))
          return current
        })
        if (timers === this.#phases) this.watchPhases(tableId, state)
      } catch (error) {
        this.#log.warn({ err: error, tableId }, 'a change of the table could not be told yet')
        if (!timers.has(tableId)) this.#later(timers, tableId, retryMs, at)
      }
    }
    timers.set(tableId, setTimeout(tell, waitMs))
  }

  close(): void {
    this.#closed = true
    for (const timer of [...this.#phases.values(), ...this.#crowds.values()]) clearTimeout(timer)
  }
}
