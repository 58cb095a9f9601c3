import type pg from 'pg'
import type { PlayerId, Slip } from '../contract/index.ts'
import { slipSchema } from '../contract/index.ts'

/** A slip as it is stored. */
export interface SlipRow extends pg.QueryResultRow {
  readonly slip_id: string
  readonly player_id: PlayerId
  readonly table_id: string
  readonly round_id: string
  readonly round_number: number
  readonly state: Slip['state']
  readonly bets: unknown
  readonly staked: bigint
  readonly returned: bigint | null
  readonly pocket: number | null
  readonly code: string | null
  readonly placed_at: bigint
}

/** The slip as its player sees it. */
export function slipOf(row: SlipRow): Slip {
  return slipSchema.parse({
    slipId: row.slip_id,
    tableId: row.table_id,
    roundId: row.round_id,
    roundNumber: row.round_number,
    state: row.state,
    bets: row.bets,
    staked: row.staked.toString(),
    returned: row.returned?.toString(),
    pocket: row.pocket ?? undefined,
    code: row.code ?? undefined,
    placedAt: Number(row.placed_at),
  })
}
