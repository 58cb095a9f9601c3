import { oc } from '@orpc/contract'
import { z } from 'zod'
import { eventIdSchema, playerIdSchema, roundIdSchema, slipIdSchema, tableIdSchema, utcMsSchema } from './identity.ts'
import { amountSchema } from './money.ts'
import { refusable } from './refusable.ts'
import { tableEventSchema } from './table-events.ts'
import { betSchema, betsPerSlipMax, slipSchema, tableViewSchema } from './table-view.ts'

/** Events in one delivery of the outbox. */
export const eventsPerDeliveryMax = 100

/** An event that was recorded but changed nothing: late, or impossible in the table's state. */
const ignoredEventSchema = z.object({ id: eventIdSchema, why: z.string() })

const table = z.object({ tableId: tableIdSchema })

export const gameContract = {
  /** Applies events in order, each once. Answers the last sequence that is recorded: the outbox goes on behind it. */
  deliver: refusable
    .route({ method: 'POST', path: '/tables/{tableId}/events' })
    .input(table.extend({ events: z.array(tableEventSchema).min(1).max(eventsPerDeliveryMax) }))
    .output(z.object({ acknowledged: z.number().int().nonnegative(), ignored: z.array(ignoredEventSchema) })),
  /** The backend's clock, UTC in ms: it decides when bets close. */
  clock: oc.route({ method: 'GET', path: '/clock' }).output(z.object({ at: utcMsSchema })),
  table: refusable.route({ method: 'GET', path: '/tables/{tableId}' }).input(table).output(tableViewSchema),
  /** Accepts or rejects a slip; a repeat of the same slip gets the same answer. The answer's `slip.state` is never `placing`. */
  place: refusable
    .route({ method: 'POST', path: '/tables/{tableId}/slips' })
    .input(
      table.extend({
        slipId: slipIdSchema,
        playerId: playerIdSchema,
        roundId: roundIdSchema,
        bets: z.array(betSchema).min(1).max(betsPerSlipMax),
      }),
    )
    .output(z.object({ slip: slipSchema, balance: amountSchema })),
  /** A player's slips, newest first. */
  slips: refusable
    .route({ method: 'GET', path: '/players/{playerId}/slips' })
    .input(z.object({ playerId: playerIdSchema, limit: z.coerce.number().int().min(1).max(200).default(50) }))
    .output(z.array(slipSchema)),
  /** How the slips of one round, or of all rounds, stand; for audits and tests. */
  tally: oc
    .route({ method: 'GET', path: '/tally' })
    .input(z.object({ roundId: roundIdSchema.optional() }))
    .output(
      z.object({
        placing: z.number().int(),
        accepted: z.number().int(),
        rejected: z.number().int(),
        settled: z.number().int(),
        refunded: z.number().int(),
        staked: amountSchema,
        returned: amountSchema,
      }),
    ),
}
