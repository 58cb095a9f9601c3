import { z } from 'zod'
import {
  authoritySchema,
  pastResultSchema,
  pocketSchema,
  roundIdSchema,
  type TableEventBody,
  utcMsSchema,
} from '../../../../backend/contract/index.ts'
import {
  type Reading,
  readingSchema,
  type StudioRecord,
  type TableConfiguration,
  verdictSchema,
} from '../../api/index.ts'
import { testimonySchema } from '../../judge/index.ts'

/** Readings shown with a round; more are kept in the record alone. */
export const readingsPerRoundMax = 20
export const resultsMax = 20

const whyWaitingSchema = z.enum(['disagree', 'no_read', 'interrupted'])
export type WhyWaiting = z.infer<typeof whyWaitingSchema>

const roundSchema = z.object({
  roundId: roundIdSchema,
  number: z.number().int().positive(),
  openedAt: utcMsSchema,
  closesAt: utcMsSchema,
  phase: z.enum([
    'betting_open',
    'last_bets',
    'no_more_bets',
    'resulting',
    'suspended',
    'confirmed',
    'settled',
    'voided',
  ]),
  /** When the ball was known to be launched: nothing seen before is of this round. */
  launchedAt: utcMsSchema.nullable(),
  closedAt: utcMsSchema.nullable(),
  /** When the wheel began another spin: nothing heard from then on is of this round. */
  spinEndedAt: utcMsSchema.nullable(),
  sensor: testimonySchema,
  vision: testimonySchema,
  /** The wheel called the spin void by its own rules: whatever the ball does then, nothing is proposed. */
  misSpun: z.boolean(),
  readings: z.array(readingSchema).max(readingsPerRoundMax),
  /** The camera's latest word that did not count, for the person who may have to decide. */
  doubt: z.object({ id: z.uuid(), reading: readingSchema }).nullable(),
  /** When a first witness spoke or gave up: the other one is awaited from here. */
  firstWordAt: utcMsSchema.nullable(),
  verdict: verdictSchema.nullable(),
  result: z
    .object({
      pocket: pocketSchema,
      standing: z.enum(['proposed', 'confirmed', 'corrected']),
      authority: authoritySchema.nullable(),
    })
    .nullable(),
  waiting: z.object({ why: whyWaitingSchema, since: utcMsSchema, text: z.string() }).nullable(),
})
export type Round = z.infer<typeof roundSchema>

/** What a table remembers: all of it is in the store before anyone hears of it. */
export const sessionStateSchema = z.object({
  /** Rises with every change that a person could decide on. */
  revision: z.number().int().nonnegative(),
  lastNumber: z.number().int().nonnegative(),
  round: roundSchema.nullable(),
  /** Newest first. */
  results: z.array(pastResultSchema).max(resultsMax),
})
export type SessionState = z.infer<typeof sessionStateSchema>

export const emptySession: SessionState = { revision: 0, lastNumber: 0, round: null, results: [] }

export type RoundSettings = TableConfiguration['round']

/** What a step asks the table to write down, in one transaction with the state: events also go to the backend. */
export type Effect =
  | { readonly type: 'event'; readonly body: TableEventBody }
  | ({ readonly type: 'record' } & Omit<StudioRecord, 'id' | 'at'>)
  | { readonly type: 'reading'; readonly id: string; readonly round: Round; readonly reading: Reading }

export interface Step {
  readonly state: SessionState
  readonly effects: readonly Effect[]
  /** False: only something passing changed, which needs no place in the store. */
  readonly durable: boolean
}

/** The round still needs a result. */
export function isInFlight(round: Round): boolean {
  return round.phase !== 'confirmed' && round.phase !== 'settled' && round.phase !== 'voided'
}

export function betsAreOpen(round: Round): boolean {
  return round.phase === 'betting_open' || round.phase === 'last_bets'
}
