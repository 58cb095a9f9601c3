import type { TableSnapshot } from '../../../electron/studio/api/index.ts'
import { CountdownRing, PocketBadge, ResultsStrip, useNow } from '../../ui/index.ts'
import { phaseWords, takesBets, whatComesNext } from './phase-words.ts'
import './phase-panel.css'

/** The phase, how long it lasts, and what comes next: the largest things in the window. */
export function PhasePanel({
  table,
  clockOffsetMs,
  live,
}: {
  readonly table: TableSnapshot
  readonly clockOffsetMs: number
  readonly live: boolean
}) {
  const { phase, round } = table
  const result = takesBets(phase) ? undefined : round?.result
  const counts = live && takesBets(phase) && round !== undefined
  return (
    <section className="phase" aria-label="Phase" data-phase={phase}>
      <header className="phase-head">
        <p className="phase-name" data-testid="phase" data-phase={phase} role="status" aria-live="polite">
          {phaseWords[phase]}
        </p>
        <ResultsStrip results={table.results} />
      </header>
      <div className="phase-time">
        {result !== undefined ? (
          <div data-testid="result" data-pocket={result.pocket} data-standing={result.standing}>
            <PocketBadge pocket={result.pocket} size="huge" />
          </div>
        ) : (
          <CountdownRing
            closesAt={counts ? round.closesAt : undefined}
            windowMs={round === undefined ? 0 : round.closesAt - round.openedAt}
            clockOffsetMs={clockOffsetMs}
            urgent={phase === 'last_bets'}
          >
            –
          </CountdownRing>
        )}
        <div>
          <p className="phase-round">
            Round <span data-testid="round-number">{round?.number ?? '–'}</span>
          </p>
          <Next table={table} clockOffsetMs={clockOffsetMs} live={live} />
          <p className="phase-standing" data-standing={result?.standing} role="status">
            {result === undefined ? '' : standingWords(result)}
          </p>
        </div>
      </div>
    </section>
  )
}

/** Its own leaf: it renders again ten times a second, the rest does not. */
function Next({
  table,
  clockOffsetMs,
  live,
}: {
  readonly table: TableSnapshot
  readonly clockOffsetMs: number
  readonly live: boolean
}) {
  const now = useNow(100)
  return <p className="phase-next">{live ? whatComesNext(table, now + clockOffsetMs) : 'Last known state.'}</p>
}

type Outcome = NonNullable<NonNullable<TableSnapshot['round']>['result']>

function standingWords(result: Outcome): string {
  if (result.standing === 'proposed') return 'Proposed'
  const signed = result.authority?.by === 'operator' ? result.authority.operator : 'both witnesses'
  return `${result.standing === 'corrected' ? 'Corrected' : 'Confirmed'} by ${signed}`
}
