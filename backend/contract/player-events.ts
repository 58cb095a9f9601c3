import { z } from 'zod'
import { playerIdSchema } from './identity.ts'
import { amountSchema } from './money.ts'
import { slipSchema, tableViewSchema } from './table-view.ts'

/** What the game puts on the bus; the gateway pushes it on: `table` to everyone at the table, the rest to one player. */
export const playerEventSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('table'), table: tableViewSchema }),
  z.object({ type: z.literal('slip'), playerId: playerIdSchema, slip: slipSchema, balance: amountSchema }),
])
export type PlayerEvent = z.infer<typeof playerEventSchema>
