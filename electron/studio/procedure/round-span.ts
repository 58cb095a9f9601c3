import { isInFlight, type SessionState } from '../table/session/index.ts'

/** A round as procedure sees it: when bets were open and when its result was there. UTC, ms. */
export interface RoundSpan {
  readonly number: number
  readonly openedAt: number
  /** Null while bets are open. */
  readonly closedAt: number | null
  /** When its result was decided: from then on hands on the table pay out. Null before. */
  readonly endedAt: number | null
}

/** The round on the table; null when there is none. */
export function roundSpan({ round, results }: SessionState): RoundSpan | null {
  if (round === null) return null
  const { number, openedAt, closedAt, roundId } = round
  const result = results.find((each) => each.roundId === roundId)
  return { number, openedAt, closedAt, endedAt: isInFlight(round) ? null : (result?.at ?? closedAt) }
}
