import { z } from 'zod'
import { eventIdSchema, roundIdSchema, tableIdSchema, utcMsSchema } from './identity.ts'
import { pocketSchema } from './roulette.ts'

/** Who made a result official: the witnesses by agreeing, or a named person. */
export const authoritySchema = z.discriminatedUnion('by', [
  z.object({ by: z.literal('witnesses') }),
  z.object({ by: z.literal('operator'), operator: z.string().min(1).max(60), reason: z.string().max(500) }),
])
export type Authority = z.infer<typeof authoritySchema>

const bodies = [
  /** A new round; bets are taken from `opensAt` for `windowMs`. The server closes at `opensAt + windowMs` by its own clock. */
  z.object({
    type: z.literal('round_opened'),
    roundId: roundIdSchema,
    number: z.number().int().positive(),
    opensAt: utcMsSchema,
    windowMs: z.number().int().min(500).max(600_000),
  }),
  /** The wheel or a person closed the bets before the window ended. */
  z.object({ type: z.literal('no_more_bets'), roundId: roundIdSchema }),
  /** The ball has landed; the witnesses speak. */
  z.object({ type: z.literal('resulting'), roundId: roundIdSchema }),
  /** The result is official. `standing` is `corrected` when a person overruled the proposal. */
  z.object({
    type: z.literal('result_confirmed'),
    roundId: roundIdSchema,
    pocket: pocketSchema,
    standing: z.enum(['confirmed', 'corrected']),
    authority: authoritySchema,
    /** When the picture that shows it was captured; absent without a vision reading. */
    capturedAt: utcMsSchema.optional(),
  }),
  /** The round does not count: every hold is released. */
  z.object({ type: z.literal('round_voided'), roundId: roundIdSchema, authority: authoritySchema }),
  z.object({ type: z.literal('table_suspended'), roundId: roundIdSchema.optional(), reason: z.string().max(500) }),
  z.object({ type: z.literal('table_resumed') }),
] as const

/** What happened at a table, as the studio tells the backend: ordered by `sequence` within a table, applied once by `id`. */
export const tableEventSchema = z.object({
  id: eventIdSchema,
  tableId: tableIdSchema,
  /** 1, 2, 3, … without a gap, for ever, within a table. */
  sequence: z.number().int().positive(),
  /** When it happened, by the studio's clock. */
  at: utcMsSchema,
  body: z.discriminatedUnion('type', bodies),
})
export type TableEvent = z.infer<typeof tableEventSchema>
export type TableEventBody = TableEvent['body']
