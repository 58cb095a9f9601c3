import { type KeyboardEvent, type PointerEvent, useEffect, useRef, useState, useSyncExternalStore } from 'react'
import { type Spot, spots } from '../../../backend/contract/index.ts'
import { type Arrow, isBettingPhase, layouts, neighbour, type Orientation, oddsOf, spotName } from '../betting/index.ts'
import { usePlayer, usePlayerState } from './context.ts'
import { LaidChips } from './laid-chips.tsx'
import { SpotButton } from './spot-button.tsx'

const tallScreenQuery = matchMedia('(orientation: portrait) and (max-width: 700px)')

/** A phone held upright. */
function useTallScreen(): boolean {
  return useSyncExternalStore(
    (changed) => {
      tallScreenQuery.addEventListener('change', changed)
      return () => tallScreenQuery.removeEventListener('change', changed)
    },
    () => tallScreenQuery.matches,
  )
}

/** Where the hand is: over which spot, and for a finger, where on the layout (px). */
interface Pointed {
  readonly spot: string
  readonly finger: { readonly x: number; readonly y: number } | undefined
}

/**
 * The layout: 157 spots. Mouse and keys act on the spot itself; a finger may slide first, and lifts where it wants. While
 * bets are closed it steps aside for the picture; a pointer or the keyboard brings it back.
 */
export function Felt() {
  const { hand } = usePlayer()
  const open = usePlayerState((now) => isBettingPhase(now.table?.phase))
  const winner = usePlayerState((now) => now.table?.round?.pocket)
  const [pointed, setPointed] = useState<Pointed>()
  const [tabStop, setTabStop] = useState('straight-17')
  const [broughtBack, setBroughtBack] = useState(false)
  const receded = !open && !broughtBack
  const tallScreen = useTallScreen()
  const orientation: Orientation = tallScreen && !receded ? 'tall' : 'wide'
  const felt = useRef<HTMLDivElement>(null)
  const slide = useRef<{ from: string | undefined; to: string | undefined }>(undefined)
  const onlyBringsBack = useRef(false)
  const lit = pointed === undefined ? undefined : spots.get(pointed.spot)

  useEffect(() => {
    if (open) setBroughtBack(false)
  }, [open])

  const follow = (event: PointerEvent) => {
    const spot = spotAt(event)
    const box = felt.current?.getBoundingClientRect()
    const touch = event.pointerType === 'touch' && box !== undefined
    const finger = touch ? { x: event.clientX - box.left, y: event.clientY - box.top } : undefined
    setPointed(spot === undefined ? undefined : { spot, finger })
    return spot
  }
  const onPointerDown = (event: PointerEvent) => {
    const touch = event.pointerType === 'touch'
    onlyBringsBack.current = touch && receded
    if (onlyBringsBack.current) return setBroughtBack(true)
    const spot = follow(event)
    if (touch) slide.current = { from: spot, to: spot }
  }
  const onPointerMove = (event: PointerEvent) => {
    const spot = follow(event)
    if (slide.current) slide.current.to = spot
  }
  const onPointerUp = (event: PointerEvent) => {
    const { from, to } = slide.current ?? {}
    // A finger that stayed on its spot becomes an ordinary click.
    if (to !== undefined && to !== from) hand.put(to)
    slide.current = undefined
    if (event.pointerType === 'touch') setPointed(undefined)
  }
  const onPointerAway = () => {
    slide.current = undefined
    setPointed(undefined)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (!isArrow(event.key)) return
    event.preventDefault()
    const next = neighbour(orientation, tabStop, event.key)
    felt.current?.querySelector<HTMLElement>(`[data-spot="${next}"]`)?.focus()
  }
  const onSpotFocus = (id: string, byKeyboard: boolean) => {
    setTabStop(id)
    if (!byKeyboard) return
    setPointed({ spot: id, finger: undefined })
    setBroughtBack(true)
  }

  return (
    <div className="felt-place">
      {/* biome-ignore lint/a11y/useSemanticElements: spots are no fields of a form; the group only names them. */}
      <div
        ref={felt}
        className="felt"
        data-orientation={orientation}
        data-open={open}
        data-receded={receded}
        role="group"
        aria-label="Roulette layout. The arrow keys move, Enter puts a chip down."
        onKeyDown={onKeyDown}
        onPointerEnter={(event) => event.pointerType !== 'touch' && setBroughtBack(!open)}
        onPointerDown={onPointerDown}
        onPointerMove={onPointerMove}
        onPointerUp={onPointerUp}
        onPointerLeave={onPointerAway}
        onPointerCancel={onPointerAway}
        onBlur={() => setPointed(undefined)}
      >
        {[...layouts[orientation].values()].map((place) => (
          <SpotButton
            key={place.spot.id}
            place={place}
            lit={lit !== undefined && isLit(place.spot, lit)}
            winning={winner !== undefined && place.spot.pockets.includes(winner)}
            tabStop={place.spot.id === tabStop}
            onFocus={onSpotFocus}
            onPut={(id) => !onlyBringsBack.current && hand.put(id)}
          />
        ))}
        <LaidChips orientation={orientation} />
        <p
          className="felt-caption"
          data-finger={pointed?.finger !== undefined}
          style={pointed?.finger && { left: pointed.finger.x, top: pointed.finger.y }}
          aria-hidden="true"
        >
          {lit && `${spotName(lit)} · ${oddsOf(lit)}`}
        </p>
      </div>
    </div>
  )
}

/** An outside or inside bet lights itself and every number that it covers. */
function isLit(spot: Spot, pointed: Spot): boolean {
  return spot.id === pointed.id || (spot.kind === 'straight' && pointed.pockets.includes(spot.pockets[0] ?? -1))
}

function spotAt(event: PointerEvent): string | undefined {
  const element = document.elementFromPoint(event.clientX, event.clientY)?.closest<HTMLElement>('[data-spot]')
  return element?.dataset.spot
}

function isArrow(key: string): key is Arrow {
  return key === 'ArrowLeft' || key === 'ArrowRight' || key === 'ArrowUp' || key === 'ArrowDown'
}
