import { colourOf, type Pocket } from '../../backend/contract/index.ts'
import './pocket-badge.css'

/** `17 black`. */
export function pocketName(pocket: Pocket): string {
  return `${pocket} ${colourOf(pocket)}`
}

/** A pocket's number on its colour; hollow when there is none. `outlined` marks what differs from the other witness. */
export function PocketBadge({
  pocket,
  size = 'medium',
  outlined = false,
  absent = 'no pocket',
}: {
  readonly pocket: Pocket | undefined
  readonly size?: 'small' | 'medium' | 'large' | 'huge'
  readonly outlined?: boolean
  /** What a hollow badge means here. */
  readonly absent?: string
}) {
  return (
    <span
      role="img"
      aria-label={pocket === undefined ? absent : pocketName(pocket)}
      className={`ui-pocket ui-pocket-${size} ui-pocket-${pocket === undefined ? 'none' : colourOf(pocket)}`}
      data-outlined={outlined}
    >
      {pocket ?? '–'}
    </span>
  )
}
