import { CountdownRing } from '../../ui/index.ts'
import { isBettingPhase, phaseWords } from '../betting/index.ts'
import { usePlayerState } from './context.ts'

/** What the table does now, and for how much longer: the largest words on the page. */
export function Announcement() {
  const table = usePlayerState((now) => now.table)
  const offsetMs = usePlayerState((now) => now.clock?.offsetMs ?? 0)
  const phase = table?.phase
  const round = table?.round
  const open = isBettingPhase(phase)
  return (
    <section className="announcement" data-phase={phase} aria-label="Phase">
      <CountdownRing
        closesAt={open ? round?.closesAt : undefined}
        windowMs={round ? round.closesAt - round.opensAt : 0}
        clockOffsetMs={offsetMs}
        urgent={phase === 'last_bets'}
      >
        {phase === 'suspended' ? 'II' : '–'}
      </CountdownRing>
      <div className="announcement-words" aria-live="polite">
        <p className="phase" data-testid="phase">
          {phase ? phaseWords[phase] : 'Loading the table'}
        </p>
        {phase === 'suspended' && (
          <p className="announcement-more">
            {table?.suspendedReason ?? ''} Your bets stand until the result is settled.
          </p>
        )}
      </div>
    </section>
  )
}
