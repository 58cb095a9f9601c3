import { PocketBadge, pocketName } from '../../ui/index.ts'
import { type Outcome, outcomeToShow, payoutSentence } from '../betting/index.ts'
import { usePlayerState, useServerNow } from './context.ts'

/** The official result of a round, and what it means for this player. */
export function OutcomeView() {
  const table = usePlayerState((now) => now.table)
  const slips = usePlayerState((now) => now.slips)
  const serverNowMs = useServerNow(500)
  const outcome = outcomeToShow(table, slips, serverNowMs)
  return (
    <div className="outcome-place" aria-live="polite">
      {outcome && <Shown key={outcome.roundId} outcome={outcome} past={outcome.roundId !== table?.round?.roundId} />}
    </div>
  )
}

/** `past`: the next round has opened, and the picture is its own; the result stays smaller. */
function Shown({ outcome, past }: { readonly outcome: Outcome; readonly past: boolean }) {
  const payout = payoutSentence(outcome)
  const won = outcome.pocket !== undefined && (outcome.returned ?? 0n) > 0n
  return (
    <section
      className="outcome"
      data-testid="result"
      data-standing={outcome.standing}
      data-past={past}
      aria-label="Result"
    >
      {outcome.pocket !== undefined && <PocketBadge pocket={outcome.pocket} size={past ? 'medium' : 'huge'} />}
      <div>
        <p className="outcome-title">
          {past && outcome.pocket !== undefined && `Round ${outcome.number}: `}
          {title(outcome)}
        </p>
        {payout !== undefined && (
          <p className="payout" data-testid="payout" data-won={won}>
            {payout}
          </p>
        )}
      </div>
    </section>
  )
}

function title(outcome: Outcome): string {
  if (outcome.pocket === undefined) return `Round ${outcome.number} was voided.`
  return `${pocketName(outcome.pocket)}${outcome.standing === 'corrected' ? ', corrected by the pit boss' : ''}`
}
