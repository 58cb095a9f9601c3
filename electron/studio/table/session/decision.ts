import type { Pocket, RoundId } from '../../../../backend/contract/index.ts'
import type { Round, RoundSettings, SessionState, Step } from './round.ts'
import { Turn } from './turn.ts'

/** What a named person decides about a waiting round, and the state that the person saw. */
export type Decision = { readonly roundId: RoundId; readonly revision: number; readonly operator: string } & (
  | { readonly kind: 'approve'; readonly pocket: Pocket }
  | { readonly kind: 'correct'; readonly pocket: Pocket; readonly reason: string }
  | { readonly kind: 'void'; readonly reason: string }
)

export type Refusal = 'STALE' | 'NOTHING_TO_DECIDE' | 'NOTHING_PROPOSED'

/** Applies a person's decision, or says why not. Pure. @param at UTC, ms */
export function decide(
  before: SessionState,
  decision: Decision,
  at: number,
  settings: RoundSettings,
): Step | { readonly refused: Refusal } {
  const turn = new Turn(before, at, settings)
  const { round } = turn.state
  if (round?.roundId !== decision.roundId || turn.state.revision !== decision.revision) return { refused: 'STALE' }
  if (!round.waiting) return { refused: 'NOTHING_TO_DECIDE' }
  const { operator } = decision
  const seen = claims(round)
  switch (decision.kind) {
    case 'approve': {
      if (round.result?.standing !== 'proposed') return { refused: 'NOTHING_PROPOSED' }
      // Another pocket than the one proposed was on the person's screen.
      if (round.result.pocket !== decision.pocket) return { refused: 'STALE' }
      const reason = `Approved on one witness (${seen})`
      turn.confirm(round, decision.pocket, 'confirmed', { by: 'operator', operator, reason })
      turn.record('info', 'operator', `${operator} approved ${decision.pocket} for round ${round.number} (${seen}).`)
      break
    }
    case 'correct': {
      const { pocket, reason } = decision
      const from = round.result === null ? '' : `from ${round.result.pocket} `
      turn.confirm(round, pocket, 'corrected', { by: 'operator', operator, reason })
      turn.record(
        'attention',
        'operator',
        `${operator} corrected round ${round.number} ${from}to ${pocket} (${seen}): ${reason}`,
      )
      break
    }
    case 'void': {
      const { reason } = decision
      turn.voidRound(round, { by: 'operator', operator, reason })
      turn.record('attention', 'operator', `${operator} voided round ${round.number} (${seen}): ${reason}`)
    }
  }
  return turn.end()
}

function claims({ sensor, vision }: Round): string {
  const claim = (testimony: Round['sensor']) => (testimony.kind === 'spoke' ? String(testimony.pocket) : 'no reading')
  return `wheel ${claim(sensor)}, camera ${claim(vision)}`
}
