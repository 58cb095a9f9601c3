import { type KeyboardEvent, type PointerEvent, type ReactNode, useRef, useState } from 'react'
import type { Point } from './ellipse.ts'
import { inside } from './quads.ts'
import './picture-stage.css'

/** A picture to point at; `src` is a local address. Sizes in px. */
export interface Still {
  readonly src: string
  readonly width: number
  readonly height: number
}

/** Something in the picture that a hand can move. */
export interface Handle {
  readonly id: string
  /** What it is, to a screen reader and on hover: `Centre`. */
  readonly label: string
  readonly at: Point
  /** A whole figure moves by its middle. */
  readonly shape?: 'point' | 'whole'
}

/** Words at a place in the picture. */
export interface Caption {
  readonly id: string
  readonly at: Point
  readonly text: string
}

/** With Shift held an arrow moves so many px, else one. */
const nudgePxMax = 10
const arrows: Readonly<Record<string, Point>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
}

/**
 * A still picture with what is drawn over it, and a hand on both. Places are in parts of the picture's width. What pointing
 * does, the keyboard does too: arrows move the crosshair or a handle by one pixel of the picture, with Shift by ten.
 */
export function PictureStage({
  still,
  label,
  cross,
  handles,
  captions = [],
  onPlace,
  onDraw,
  onMove,
  children,
}: {
  readonly still: Still
  readonly label: string
  /** Where the crosshair begins. */
  readonly cross: Point
  readonly handles: readonly Handle[]
  readonly captions?: readonly Caption[]
  /** A click, or Enter, somewhere; absent: nothing is placed now. */
  readonly onPlace?: ((at: Point) => void) | undefined
  /** A rectangle was drawn between two points. */
  readonly onDraw?: ((from: Point, to: Point) => void) | undefined
  /** @param gesture the same for all steps of one drag, or of a row of nudges */
  readonly onMove: (handle: string, to: Point, gesture: string) => void
  /** Drawn in parts of the picture's width. */
  readonly children: ReactNode
}) {
  const stage = useRef<HTMLDivElement>(null)
  const held = useRef<{ handle: string; dx: number; dy: number; gesture: string }>(undefined)
  const [drawn, setDrawn] = useState<{ readonly from: Point; readonly to: Point }>()
  /** What the loupe shows: where the hand is now. */
  const [focus, setFocus] = useState<Point | null>(null)
  const [typed, setTyped] = useState<Point>()
  const height = still.height / still.width
  const crosshair = typed ?? cross

  const pointOf = ({ clientX, clientY }: PointerEvent): Point => {
    const box = stage.current?.getBoundingClientRect()
    if (box === undefined) return [0, 0]
    return inside([(clientX - box.left) / box.width, (clientY - box.top) / box.width], height)
  }
  const nudge = (event: KeyboardEvent, from: Point): Point | undefined => {
    const arrow = arrows[event.key]
    if (arrow === undefined) return undefined
    event.preventDefault()
    const step = (event.shiftKey ? nudgePxMax : 1) / still.width
    return inside([from[0] + arrow[0] * step, from[1] + arrow[1] * step], height)
  }

  const surface = {
    onPointerDown: (event: PointerEvent) => {
      if (event.button !== 0) return
      event.currentTarget.setPointerCapture(event.pointerId)
      const at = pointOf(event)
      setFocus(at)
      if (onDraw !== undefined) setDrawn({ from: at, to: at })
    },
    onPointerMove: (event: PointerEvent) => {
      if (!event.currentTarget.hasPointerCapture(event.pointerId)) return
      const at = pointOf(event)
      setFocus(at)
      setDrawn((last) => last && { from: last.from, to: at })
    },
    onPointerUp: (event: PointerEvent) => {
      if (!event.currentTarget.hasPointerCapture(event.pointerId)) return
      setFocus(null)
      setTyped(undefined)
      if (drawn !== undefined) onDraw?.(drawn.from, pointOf(event))
      else onPlace?.(pointOf(event))
      setDrawn(undefined)
    },
    onPointerCancel: () => {
      setFocus(null)
      setDrawn(undefined)
    },
    onKeyDown: (event: KeyboardEvent) => {
      const at = nudge(event, crosshair)
      if (at !== undefined) {
        setTyped(at)
        setFocus(at)
      } else if (event.key === 'Enter' || event.key === ' ') {
        event.preventDefault()
        setTyped(undefined)
        setFocus(null)
        onPlace?.(crosshair)
      }
    },
    onBlur: () => setFocus(null),
  }
  const gesturesOf = ({ id, at }: Handle) => ({
    onPointerDown: (event: PointerEvent) => {
      if (event.button !== 0) return
      event.currentTarget.setPointerCapture(event.pointerId)
      const [x, y] = pointOf(event)
      held.current = { handle: id, dx: at[0] - x, dy: at[1] - y, gesture: `drag ${id} ${event.timeStamp}` }
      setFocus(at)
    },
    onPointerMove: (event: PointerEvent) => {
      if (held.current?.handle !== id) return
      const [x, y] = pointOf(event)
      const to = inside([x + held.current.dx, y + held.current.dy], height)
      setFocus(to)
      onMove(id, to, held.current.gesture)
    },
    onLostPointerCapture: () => {
      held.current = undefined
      setFocus(null)
    },
    onKeyDown: (event: KeyboardEvent) => {
      const to = nudge(event, at)
      if (to === undefined) return
      setFocus(to)
      onMove(id, to, `nudge ${id}`)
    },
    onBlur: () => setFocus(null),
  })

  const places = onPlace !== undefined || onDraw !== undefined
  return (
    <div className="stage" ref={stage} style={{ aspectRatio: `${still.width} / ${still.height}` }}>
      <img src={still.src} alt="" draggable={false} />
      <button
        type="button"
        className="stage-surface"
        data-testid="stage"
        data-places={onPlace !== undefined ? 'mark' : places ? 'zone' : 'nothing'}
        aria-label={label}
        aria-disabled={!places}
        {...(places && surface)}
      >
        {onPlace !== undefined && <span className="stage-cross" style={placeOf(crosshair, height)} />}
      </button>
      <svg className="stage-drawing" viewBox={`0 0 1 ${height}`} aria-hidden="true">
        {children}
        {drawn !== undefined && (
          <polygon className="stage-drawn" points={rectangle(drawn.from, drawn.to).map(String).join(' ')} />
        )}
      </svg>
      {captions.map(({ id, at, text }) => (
        <span key={id} className="stage-caption" style={placeOf(at, height)}>
          {text}
        </span>
      ))}
      {handles.map((handle) => (
        <button
          key={handle.id}
          type="button"
          className="stage-handle"
          data-shape={handle.shape ?? 'point'}
          data-testid={`handle-${handle.id}`}
          aria-label={`${handle.label}. Arrows move it by a pixel, with Shift by ten.`}
          title={handle.label}
          style={placeOf(handle.at, height)}
          {...gesturesOf(handle)}
        />
      ))}
      {focus !== null && <Loupe still={still} at={focus} />}
    </div>
  )
}

/** What lies under the hand, four times as large, in the corner that the hand is not in. */
function Loupe({ still, at: [x, y] }: { readonly still: Still; readonly at: Point }) {
  const place = { '--x': x, '--y': y } as React.CSSProperties
  return (
    <div className="stage-loupe" data-side={x < 0.5 ? 'right' : 'left'} style={place} aria-hidden="true">
      <img src={still.src} alt="" />
    </div>
  )
}

function placeOf([x, y]: Point, height: number): React.CSSProperties {
  return { left: `${x * 100}%`, top: `${(y / height) * 100}%` }
}

function rectangle([x1, y1]: Point, [x2, y2]: Point): Point[] {
  return [
    [x1, y1],
    [x2, y1],
    [x2, y2],
    [x1, y2],
  ]
}
