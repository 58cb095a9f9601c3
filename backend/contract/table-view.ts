import { z } from 'zod'
import { roundIdSchema, slipIdSchema, tableIdSchema, utcMsSchema } from './identity.ts'
import { amountSchema, currencySchema } from './money.ts'
import { pocketSchema, spotIdSchema } from './roulette.ts'

/** The phases of a round, in order, with `suspended` and `voided` beside them. */
export const phaseSchema = z.enum([
  'idle',
  'betting_open',
  'last_bets',
  'no_more_bets',
  'resulting',
  'confirmed',
  'settled',
  'suspended',
  'voided',
])
export type Phase = z.infer<typeof phaseSchema>

export const pastResultSchema = z.object({
  roundId: roundIdSchema,
  number: z.number().int().positive(),
  /** Absent for a voided round. */
  pocket: pocketSchema.optional(),
  standing: z.enum(['confirmed', 'corrected', 'voided']),
  at: utcMsSchema,
})
export type PastResult = z.infer<typeof pastResultSchema>

/** A table as its players see it. */
export const tableViewSchema = z.object({
  tableId: tableIdSchema,
  currency: currencySchema,
  minimum: amountSchema,
  maximum: amountSchema,
  phase: phaseSchema,
  round: z
    .object({
      roundId: roundIdSchema,
      number: z.number().int().positive(),
      opensAt: utcMsSchema,
      closesAt: utcMsSchema,
      /** Present once official. */
      pocket: pocketSchema.optional(),
      standing: z.enum(['confirmed', 'corrected', 'voided']).optional(),
      slips: z.number().int().nonnegative(),
      staked: amountSchema,
    })
    .optional(),
  suspendedReason: z.string().optional(),
  /** Newest first, at most 20. */
  results: z.array(pastResultSchema).max(20),
  /** The last table event that was applied; 0 before the first. */
  sequence: z.number().int().nonnegative(),
})
export type TableView = z.infer<typeof tableViewSchema>

export const betSchema = z.object({ spot: spotIdSchema, stake: amountSchema })
export type Bet = z.infer<typeof betSchema>

/** At most this many spots on one slip: every spot of the layout once is 157. */
export const betsPerSlipMax = 160

const slipStateSchema = z.enum(['placing', 'accepted', 'rejected', 'settled', 'refunded'])

export const slipSchema = z.object({
  slipId: slipIdSchema,
  tableId: tableIdSchema,
  roundId: roundIdSchema,
  roundNumber: z.number().int().positive(),
  state: slipStateSchema,
  bets: z.array(betSchema).min(1).max(betsPerSlipMax),
  staked: amountSchema,
  /** What came back, the stake of winning bets included; once settled or refunded. */
  returned: amountSchema.optional(),
  pocket: pocketSchema.optional(),
  /** Why it was rejected: a code of `refusals`. */
  code: z.string().optional(),
  placedAt: utcMsSchema,
})
export type Slip = z.infer<typeof slipSchema>
