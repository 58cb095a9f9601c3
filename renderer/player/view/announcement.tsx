import type { Phase } from '../../../backend/contract/index.ts'
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
  const online = usePlayerState((now) => now.connection.state === 'online')
  return (
    <section className="announcement" data-phase={phase} data-old={!online} aria-label="Phase">
      <CountdownRing
        closesAt={open ? round?.closesAt : undefined}
        windowMs={round ? round.closesAt - round.opensAt : 0}
        clockOffsetMs={offsetMs}
        urgent={phase === 'last_bets'}
      >
        <PhaseMark phase={phase} />
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

const marks: Partial<Record<Phase, string>> = {
  no_more_bets: 'M7 11V8a5 5 0 0 1 10 0v3M5 11h14v9H5Z',
  resulting: 'M12 5v7l4 3M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18',
  confirmed: 'm5 13 5 5L20 7',
  settled: 'm5 13 5 5L20 7',
  suspended: 'M9 5v14M15 5v14',
  voided: 'm6 6 12 12M18 6 6 18',
}

/** While no countdown runs, the ring holds the phase's mark. */
function PhaseMark({ phase }: { readonly phase: Phase | undefined }) {
  const path = phase && marks[phase]
  return (
    <svg className="phase-mark" viewBox="0 0 24 24" aria-hidden="true">
      {path ? <path d={path} /> : <circle cx="12" cy="12" r="1.5" />}
    </svg>
  )
}
