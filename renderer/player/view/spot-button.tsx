import { memo } from 'react'
import { colourOf, type Pocket, type Spot } from '../../../backend/contract/index.ts'
import { oddsOf, type Place, spotName } from '../betting/index.ts'

interface SpotButtonProps {
  readonly place: Place
  readonly lit: boolean
  readonly winning: boolean
  readonly tabStop: boolean
  readonly onFocus: (id: string, byKeyboard: boolean) => void
  readonly onPut: (id: string) => void
}

/** Drawn again only when it looks different: the handlers read nothing that changes. */
export const SpotButton = memo(
  function SpotButton({ place, lit, winning, tabStop, onFocus, onPut }: SpotButtonProps) {
    const { spot, left, top, width, height } = place
    return (
      <button
        type="button"
        className={`spot spot-${spot.kind} ${colourClass(spot)}`}
        data-spot={spot.id}
        data-testid={`spot-${spot.id}`}
        data-lit={lit}
        data-winning={winning}
        tabIndex={tabStop ? 0 : -1}
        aria-label={`${spotName(spot)}, pays ${oddsOf(spot)}`}
        style={{ left: percent(left), top: percent(top), width: percent(width), height: percent(height) }}
        onFocus={(event) => onFocus(spot.id, event.currentTarget.matches(':focus-visible'))}
        onClick={() => onPut(spot.id)}
      >
        <span>{face(spot)}</span>
      </button>
    )
  },
  (before, after) =>
    before.place === after.place &&
    before.lit === after.lit &&
    before.winning === after.winning &&
    before.tabStop === after.tabStop,
)

const percent = (fraction: number): string => `${fraction * 100}%`

function face(spot: Spot): string {
  const first: Pocket = spot.pockets[0] ?? 0
  switch (spot.kind) {
    case 'straight':
      return String(first)
    case 'column':
      return '2 to 1'
    case 'dozen':
      return `${['1st', '2nd', '3rd'][Math.floor(first / 12)]} 12`
    case 'low':
      return '1–18'
    case 'high':
      return '19–36'
    case 'even':
      return 'Even'
    case 'odd':
      return 'Odd'
    case 'red':
      return 'Red'
    case 'black':
      return 'Black'
    default:
      return ''
  }
}

function colourClass(spot: Spot): string {
  if (spot.kind !== 'straight') return ''
  const colour = colourOf(spot.pockets[0] ?? 0)
  return colour === 'green' ? 'spot-zero' : `spot-on-${colour}`
}
