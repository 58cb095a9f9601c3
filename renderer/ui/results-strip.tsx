import type { PastResult } from '../../backend/contract/index.ts'
import { PocketBadge, pocketName } from './pocket-badge.tsx'
import './results-strip.css'

/** The latest results, newest first, as many as fit. A corrected one is marked, a voided one is hollow. */
export function ResultsStrip({ results }: { readonly results: readonly PastResult[] }) {
  return (
    <ol className="ui-results" aria-label="Latest results, newest first">
      {results.map((result) => (
        <li key={result.roundId} data-standing={result.standing} title={title(result)}>
          <PocketBadge pocket={result.pocket} size="small" absent="voided" />
        </li>
      ))}
    </ol>
  )
}

function title(result: PastResult): string {
  if (result.pocket === undefined) return `Round ${result.number}: voided`
  return `Round ${result.number}: ${pocketName(result.pocket)}, ${result.standing}`
}
