import { chipFace } from '../betting/index.ts'
import { chips } from '../store.ts'

/** The largest chip that an amount contains gives it its colour. */
function rimOf(minor: bigint): string {
  const largest = chips.findLast((chip) => chip <= minor) ?? chips[0] ?? 0n
  return `chip-face-${largest}`
}

/** How sure a chip is: laid down, on its way, or accepted; and, once the result is official, what became of it. */
export type ChipStanding = 'plain' | 'staged' | 'placing' | 'accepted' | 'won' | 'lost'

export function Chip({ minor, standing = 'plain' }: { readonly minor: bigint; readonly standing?: ChipStanding }) {
  return (
    <span className={`chip ${rimOf(minor)}`} data-standing={standing} aria-hidden="true">
      <span>{chipFace(minor)}</span>
    </span>
  )
}
