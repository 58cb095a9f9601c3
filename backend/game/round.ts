import { z } from 'zod'
import {
  type Phase,
  pastResultSchema,
  pocketSchema,
  type RefusalCode,
  type RoundId,
  roundIdSchema,
  type TableEvent,
  type UtcMs,
  utcMsSchema,
} from '../contract/index.ts'

/** The last part of a window is announced: this long, but at most a third of it. */
const lastBetsMsMax = 4000
/** As many as the contract's view shows. */
const resultsMax = 20

const roundSchema = z.object({
  roundId: roundIdSchema,
  number: z.number().int().positive(),
  opensAt: utcMsSchema,
  lastBetsAt: utcMsSchema,
  /** By the game's own clock; only ever moved earlier. */
  closesAt: utcMsSchema,
  stage: z.enum(['betting', 'resulting', 'confirmed', 'settled', 'voided']),
  pocket: pocketSchema.optional(),
  standing: z.enum(['confirmed', 'corrected', 'voided']).optional(),
})
type Round = z.infer<typeof roundSchema>

/** A table's rounds as its events made them; time alone decides between the phases of betting. */
export const tableStateSchema = z.object({
  /** The last event that was recorded. */
  sequence: z.number().int().nonnegative(),
  suspendedReason: z.string().optional(),
  round: roundSchema.optional(),
  /** Newest first. */
  results: z.array(pastResultSchema),
})
export type TableState = z.infer<typeof tableStateSchema>

export const newTable: TableState = { sequence: 0, results: [] }

const isFinal = ({ stage }: Round) => stage === 'confirmed' || stage === 'settled' || stage === 'voided'

/**
 * The state after an event that arrived at `now` (UTC, ms). An event that is late or impossible changes nothing but the
 * sequence, and `ignored` says why.
 */
export function afterEvent(before: TableState, event: TableEvent, now: UtcMs): { state: TableState; ignored?: string } {
  const { body } = event
  const state = { ...before, sequence: event.sequence }
  const { round } = before
  const ignored = (why: string) => ({ state, ignored: why })
  const changed = (change: Partial<Round>) => ({ state: round ? { ...state, round: { ...round, ...change } } : state })
  const closed = { closesAt: Math.min(round?.closesAt ?? now, now) }

  if (body.type === 'table_suspended') return { state: { ...state, suspendedReason: body.reason } }
  if (body.type === 'table_resumed') return { state: { ...state, suspendedReason: undefined } }
  if (body.type === 'round_opened') {
    if (round?.roundId === body.roundId) return ignored('this round was opened before')
    if (round && !isFinal(round)) return ignored(`round ${round.number} is not decided yet`)
    return { state: { ...state, round: openedRound(body, now) } }
  }
  if (round?.roundId !== body.roundId) return ignored('this is not the current round')
  if (isFinal(round)) return ignored('the round is decided')
  switch (body.type) {
    case 'no_more_bets':
      return changed(closed)
    case 'resulting':
      return changed({ ...closed, stage: 'resulting' })
    case 'result_confirmed': {
      const { pocket, standing } = body
      const result = { roundId: round.roundId, number: round.number, pocket, standing, at: now }
      const { state: after } = changed({ ...closed, stage: 'confirmed', pocket, standing })
      return { state: { ...after, results: [result, ...state.results].slice(0, resultsMax) } }
    }
    case 'round_voided': {
      const result = { roundId: round.roundId, number: round.number, standing: 'voided' as const, at: now }
      const { state: after } = changed({ ...closed, stage: 'voided', standing: 'voided' })
      return { state: { ...after, results: [result, ...state.results].slice(0, resultsMax) } }
    }
  }
}

/** A studio's clock that runs ahead must not keep bets open longer than the window lasts by ours. */
function openedRound(body: Extract<TableEvent['body'], { type: 'round_opened' }>, now: UtcMs): Round {
  const opensAt = Math.min(body.opensAt, now)
  const closesAt = opensAt + body.windowMs
  const lastBetsAt = closesAt - Math.min(lastBetsMsMax, Math.floor(body.windowMs / 3))
  return { roundId: body.roundId, number: body.number, opensAt, lastBetsAt, closesAt, stage: 'betting' }
}

/** The state once every slip of a round is resolved; a later round is left alone. */
export function afterSettlement(state: TableState, roundId: RoundId): TableState {
  const { round } = state
  if (round?.roundId !== roundId || round.stage !== 'confirmed') return state
  return { ...state, round: { ...round, stage: 'settled' } }
}

export function phaseAt({ round, suspendedReason }: TableState, now: UtcMs): Phase {
  if (suspendedReason !== undefined) return 'suspended'
  if (!round) return 'idle'
  if (round.stage !== 'betting') return round.stage
  if (now >= round.closesAt) return 'no_more_bets'
  return now >= round.lastBetsAt ? 'last_bets' : 'betting_open'
}

/** When the phase changes next by time alone. */
export function nextPhaseAt({ round }: TableState, now: UtcMs): UtcMs | undefined {
  if (round?.stage !== 'betting') return undefined
  return [round.lastBetsAt, round.closesAt].filter((at) => at > now).sort((a, b) => a - b)[0]
}

/** Why a slip that arrived at `arrivedAt` is not taken, asked before the hold and, with the state of then, after it. */
export function whyNotTake(state: TableState, roundId: RoundId, arrivedAt: UtcMs): RefusalCode | undefined {
  if (state.suspendedReason !== undefined) return 'TABLE_SUSPENDED'
  const { round } = state
  if (round?.roundId !== roundId || isFinal(round) || arrivedAt >= round.closesAt) return 'ROUND_NOT_OPEN'
  return undefined
}
