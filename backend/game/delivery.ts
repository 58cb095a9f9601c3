import type { EventId, TableEvent, TableId } from '../contract/index.ts'
import { type Database, type DatabaseClient, refusal } from '../platform/index.ts'
import type { Announcer } from './announcer.ts'
import { afterEvent, type TableState } from './round.ts'
import { readTable, writeTable } from './table-record.ts'

export interface Delivered {
  readonly acknowledged: number
  readonly ignored: { id: EventId; why: string }[]
}

/** Takes the studio's events: each recorded once, in order, and applied unless it is late or impossible. */
export class Delivery {
  readonly #database: Database
  readonly #announcer: Announcer
  readonly #onDecided: () => void

  /** @param onDecided called after a round was confirmed or voided */
  constructor(database: Database, announcer: Announcer, onDecided: () => void) {
    this.#database = database
    this.#announcer = announcer
    this.#onDecided = onDecided
  }

  /** @throws a refusal EVENT_OUT_OF_ORDER when one before these has not arrived, or other events stand under their numbers. */
  async deliver(tableId: TableId, events: readonly TableEvent[]): Promise<Delivered> {
    if (events.some((event) => event.tableId !== tableId)) throw refusal('BAD_REQUEST')
    const now = Date.now()
    const { state, ignored } = await this.#database.transaction(async (client) => {
      const before = await readTable(client, tableId, 'FOR UPDATE')
      const ignored = await recordedBefore(client, tableId, events, before.sequence)
      let state = before
      for (const event of events) {
        if (event.sequence <= before.sequence) continue
        if (event.sequence !== state.sequence + 1) throw refusal('EVENT_OUT_OF_ORDER')
        const next = await apply(client, state, event, now)
        if (next.ignored !== undefined) ignored.push({ id: event.id, why: next.ignored })
        state = next.state
      }
      if (state !== before) {
        await writeTable(client, tableId, state)
        await this.#announcer.table(client, tableId, state, now)
      }
      return { state, ignored }
    })
    this.#announcer.watchPhases(tableId, state)
    if (events.some(({ body }) => body.type === 'result_confirmed' || body.type === 'round_voided')) this.#onDecided()
    return { acknowledged: state.sequence, ignored }
  }
}

/** A repeat of recorded events is answered as it was the first time. */
async function recordedBefore(
  client: DatabaseClient,
  tableId: TableId,
  events: readonly TableEvent[],
  sequence: number,
): Promise<Delivered['ignored']> {
  const repeated = events.filter((event) => event.sequence <= sequence)
  if (repeated.length === 0) return []
  const { rows } = await client.query<{ id: EventId; ignored: string | null }>(
    'SELECT id, ignored FROM events WHERE table_id = $1 AND (sequence, id) IN (SELECT * FROM unnest($2::bigint[], $3::uuid[]))',
    [tableId, repeated.map((event) => event.sequence), repeated.map(({ id }) => id)],
  )
  if (rows.length !== repeated.length) throw refusal('EVENT_OUT_OF_ORDER')
  return rows.flatMap(({ id, ignored }) => (ignored === null ? [] : [{ id, why: ignored }]))
}

async function apply(client: DatabaseClient, state: TableState, event: TableEvent, now: number) {
  const { tableId, body } = event
  let next: { state: TableState; ignored?: string } = afterEvent(state, event, now)
  if (next.ignored === undefined && body.type === 'round_opened') {
    const { rowCount } = await client.query(
      'INSERT INTO rounds (round_id, table_id, number) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING',
      [body.roundId, tableId, body.number],
    )
    if (rowCount === 0)
      next = { state: { ...state, sequence: event.sequence }, ignored: 'this round was played before' }
  }
  const { rowCount } = await client.query(
    'INSERT INTO events (table_id, sequence, id, at, body, ignored) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING',
    [tableId, event.sequence, event.id, event.at, JSON.stringify(body), next.ignored ?? null],
  )
  if (rowCount === 0) throw refusal('EVENT_OUT_OF_ORDER')
  if (next.ignored === undefined) await decide(client, body)
  return next
}

/** What settlement works from; slips that are still waiting for their hold come too late. */
async function decide(client: DatabaseClient, body: TableEvent['body']): Promise<void> {
  if (body.type !== 'result_confirmed' && body.type !== 'round_voided') return
  const [outcome, pocket] = body.type === 'result_confirmed' ? ['confirmed', body.pocket] : ['voided', null]
  await client.query('UPDATE rounds SET outcome = $2, pocket = $3 WHERE round_id = $1', [body.roundId, outcome, pocket])
  await client.query(
    `UPDATE slips SET state = 'rejected', code = 'ROUND_NOT_OPEN', release_owed = true
     WHERE round_id = $1 AND state = 'placing'`,
    [body.roundId],
  )
}
