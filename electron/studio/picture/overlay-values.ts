import { colourOf, type Phase } from '../../../backend/contract/index.ts'
import type { OverlayValues } from '../../../native/media/index.ts'
import type { SessionState } from '../table/session/index.ts'

/** For players, who read them in the picture. */
const phaseWords: Record<Phase, string | null> = {
  idle: null,
  betting_open: 'Place your bets',
  last_bets: 'Last bets',
  no_more_bets: 'No more bets',
  resulting: 'No more bets',
  confirmed: 'Result',
  settled: 'Result',
  suspended: 'One moment, please',
  voided: 'Round void',
}
const lowerThirds: Partial<Record<Phase, string>> = {
  suspended: 'The result of this round is being checked.',
  voided: 'This round does not count. All bets are returned.',
}
const colours = { red: '#c02a2e', black: '#161616', green: '#0f7a4a' } as const

/**
 * What overlays can show of a table, by name: `table`, `round`, `phase` (in words), `timerEndsAt` (UTC, ms) and `timerMs`
 * while bets are taken, `result` and `resultColour` once it is official and never before, `lowerThird` when players wonder.
 * Pure.
 */
export function overlayValues(table: string, { round }: SessionState): OverlayValues {
  const phase = round?.phase ?? 'idle'
  const betting = round !== null && (phase === 'betting_open' || phase === 'last_bets')
  const official = round?.result && round.result.standing !== 'proposed' ? round.result.pocket : null
  return {
    table,
    round: round?.number ?? null,
    phase: phaseWords[phase],
    timerEndsAt: betting ? round.closesAt : null,
    timerMs: betting ? round.closesAt - round.openedAt : null,
    result: official === null ? null : String(official),
    resultColour: official === null ? null : colours[colourOf(official)],
    lowerThird: lowerThirds[phase] ?? null,
  }
}
