import { type KeyboardEvent, memo, type PointerEvent, useEffect, useRef, useState, useSyncExternalStore } from 'react'
import { type Pocket, type Spot, spots } from '../../../backend/contract/index.ts'
import {
  type Arrow,
  isBettingPhase,
  layouts,
  neighbour,
  type Orientation,
  oddsOf,
  type Place,
  spotName,
} from '../betting/index.ts'
import { usePlayer, usePlayerState } from './context.ts'
import { LaidChips } from './laid-chips.tsx'

const tallScreen = matchMedia('(orientation: portrait) and (max-width: 700px)')

function useOrientation(): Orientation {
  return useSyncExternalStore(
    (changed) => {
      tallScreen.addEventListener('change', changed)
      return () => tallScreen.removeEventListener('change', changed)
    },
    () => (tallScreen.matches ? 'tall' : 'wide'),
  )
}

/** The layout: 157 spots. Mouse and keys act on the spot itself; a finger may slide first, and lifts where it wants. */
export function Felt() {
  const { hand } = usePlayer()
  const orientation = useOrientation()
  const open = usePlayerState((now) => isBettingPhase(now.table?.phase))
  const winner = usePlayerState((now) => now.table?.round?.pocket)
  const [pointed, setPointed] = useState<string>()
  const [tabStop, setTabStop] = useState('straight-17')
  const [broughtBack, setBroughtBack] = useState(false)
  const felt = useRef<HTMLDivElement>(null)
  const slide = useRef<{ from: string | undefined; to: string | undefined }>(undefined)
  const lit = pointed === undefined ? undefined : spots.get(pointed)

  useEffect(() => {
    if (open) setBroughtBack(false)
  }, [open])

  const onPointerMove = (event: PointerEvent) => {
    const spot = spotAt(event)
    setPointed(spot)
    if (slide.current) slide.current.to = spot
  }
  const onPointerUp = (event: PointerEvent) => {
    const { from, to } = slide.current ?? {}
    // A finger that stayed on its spot becomes an ordinary click.
    if (event.pointerType === 'touch' && to !== undefined && to !== from) hand.put(to)
    slide.current = undefined
    if (event.pointerType === 'touch') setPointed(undefined)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (!isArrow(event.key)) return
    event.preventDefault()
    const next = neighbour(orientation, tabStop, event.key)
    felt.current?.querySelector<HTMLElement>(`[data-spot="${next}"]`)?.focus()
  }

  return (
    <div className="felt-place">
      {/* biome-ignore lint/a11y/useSemanticElements: spots are no fields of a form; the group only names them. */}
      <div
        ref={felt}
        className="felt"
        data-orientation={orientation}
        data-open={open}
        data-receded={!open && !broughtBack}
        role="group"
        aria-label="Roulette layout. The arrow keys move, Enter puts a chip down."
        onKeyDown={onKeyDown}
        onPointerEnter={() => setBroughtBack(!open)}
        onPointerDown={(event) => {
          const spot = spotAt(event)
          if (event.pointerType === 'touch') slide.current = { from: spot, to: spot }
          setPointed(spot)
        }}
        onPointerMove={onPointerMove}
        onPointerUp={onPointerUp}
        onPointerLeave={() => setPointed(undefined)}
        onPointerCancel={() => {
          slide.current = undefined
          setPointed(undefined)
        }}
      >
        {[...layouts[orientation].values()].map((place) => (
          <SpotButton
            key={place.spot.id}
            place={place}
            lit={lit !== undefined && isLit(place.spot, lit)}
            winning={winner !== undefined && place.spot.pockets.includes(winner)}
            tabStop={place.spot.id === tabStop}
            onFocus={(id, seen) => {
              setTabStop(id)
              if (seen) {
                setPointed(id)
                setBroughtBack(true)
              }
            }}
            onPut={(id) => hand.put(id)}
          />
        ))}
        <LaidChips orientation={orientation} />
      </div>
      <p className="felt-caption" aria-hidden="true">
        {lit && `${spotName(lit)} · ${oddsOf(lit)}`}
      </p>
    </div>
  )
}

interface SpotButtonProps {
  readonly place: Place
  readonly lit: boolean
  readonly winning: boolean
  readonly tabStop: boolean
  readonly onFocus: (id: string, seen: boolean) => void
  readonly onPut: (id: string) => void
}

/** Drawn again only when it looks different: the handlers read nothing that changes. */
const SpotButton = memo(
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

/** An outside or inside bet lights itself and every number that it covers. */
function isLit(spot: Spot, pointed: Spot): boolean {
  return spot.id === pointed.id || (spot.kind === 'straight' && pointed.pockets.includes(spot.pockets[0] ?? -1))
}

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

const redPockets = spots.get('red')?.pockets ?? []

function colourClass(spot: Spot): string {
  if (spot.kind !== 'straight') return ''
  const pocket = spot.pockets[0] ?? 0
  if (pocket === 0) return 'spot-zero'
  return redPockets.includes(pocket) ? 'spot-on-red' : 'spot-on-black'
}

function spotAt(event: PointerEvent): string | undefined {
  const element = document.elementFromPoint(event.clientX, event.clientY)?.closest<HTMLElement>('[data-spot]')
  return element?.dataset['spot']
}

function isArrow(key: string): key is Arrow {
  return key === 'ArrowLeft' || key === 'ArrowRight' || key === 'ArrowUp' || key === 'ArrowDown'
}
