import './verdict.css'

type VerdictKind = 'agree' | 'disagree' | 'no_read'

const words: Record<VerdictKind, string> = { agree: 'Agree', disagree: 'Disagree', no_read: 'No read' }

/**
 * What the two witnesses come to. Agreement is quiet, a missing witness hollow, a disagreement filled, with one pulse.
 * `decided`: a person has dealt with it, so that it no longer calls for one.
 */
export function Verdict({
  verdict,
  decided = false,
}: {
  readonly verdict: VerdictKind | undefined
  readonly decided?: boolean
}) {
  return (
    <span
      className={`ui-verdict ui-verdict-${verdict ?? 'none'}`}
      data-testid="verdict"
      data-verdict={verdict}
      data-decided={decided}
    >
      <svg viewBox="0 0 40 40" aria-hidden="true">
        <circle cx="20" cy="20" r="17" />
        {verdict === 'agree' && <path d="m12 20.5 5.5 5.5L28 15" />}
        {verdict === 'disagree' && <path d="M12 16h16M12 24h16M25 10 15 30" />}
        {verdict === 'no_read' && <path d="M13 20h14" />}
      </svg>
      {verdict === undefined ? <span className="ui-unseen">No verdict yet</span> : <span>{words[verdict]}</span>}
    </span>
  )
}
