import { type RoundId, type TableId, type TableView, toAmount, type UtcMs } from '../contract/index.ts'
import type { DatabaseClient } from '../platform/index.ts'
import { newTable, phaseAt, type TableState, tableStateSchema } from './round.ts'
import type { Limits } from './rules.ts'

/** Locks of a table's row: `UPDATE` for who changes it, `SHARE` for who relies on it until the commit. */
type Lock = 'FOR UPDATE' | 'FOR SHARE' | ''

/** A table's state as it is stored; a table without events is new. */
export async function readTable(client: DatabaseClient, tableId: TableId, lock: Lock): Promise<TableState> {
  if (lock !== '') {
    const make = 'INSERT INTO tables (table_id, state) VALUES ($1, $2) ON CONFLICT DO NOTHING'
    const known = await client.query('SELECT FROM tables WHERE table_id = $1', [tableId])
    if (known.rowCount === 0) await client.query(make, [tableId, JSON.stringify(newTable)])
  }
  const { rows } = await client.query<{ state: unknown }>(`SELECT state FROM tables WHERE table_id = $1 ${lock}`, [
    tableId,
  ])
  return rows[0] ? tableStateSchema.parse(rows[0].state) : newTable
}

export async function writeTable(client: DatabaseClient, tableId: TableId, state: TableState): Promise<void> {
  await client.query('UPDATE tables SET state = $2 WHERE table_id = $1', [tableId, JSON.stringify(state)])
}

/** The table as its players see it at `now`. */
export async function viewTable(
  client: DatabaseClient,
  tableId: TableId,
  state: TableState,
  limits: Limits,
  now: UtcMs,
): Promise<TableView> {
  const { round, suspendedReason, results, sequence } = state
  return {
    tableId,
    currency: 'EUR',
    minimum: toAmount(limits.spotMin),
    maximum: toAmount(limits.spotMax),
    phase: phaseAt(state, now),
    ...(round && { round: { ...publicRound(round), ...(await crowd(client, round.roundId)) } }),
    ...(suspendedReason !== undefined && { suspendedReason }),
    results,
    sequence,
  }
}

function publicRound({ stage: _, lastBetsAt: __, ...round }: NonNullable<TableState['round']>) {
  return round
}

async function crowd(client: DatabaseClient, roundId: RoundId) {
  const { rows } = await client.query<{ slips: bigint; staked: bigint }>(
    `SELECT count(*) AS slips, coalesce(sum(staked), 0)::bigint AS staked FROM slips
     WHERE round_id = $1 AND state IN ('accepted', 'settled', 'refunded')`,
    [roundId],
  )
  return { slips: Number(rows[0]?.slips ?? 0n), staked: toAmount(rows[0]?.staked ?? 0n) }
}
