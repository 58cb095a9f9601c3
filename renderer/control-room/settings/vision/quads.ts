import type { PictureSettings } from '../draft.ts'
import type { Point } from './ellipse.ts'

type Eye = PictureSettings['vision'][number]
type Zone = Extract<Eye['reads'], { kind: 'cards' }>['zones'][number]
export type Quad = Zone['quad']

/** A quad is drawn no smaller than this, in parts of the picture's width: a click is no zone. */
const sideMin = 0.01

const clamp = (value: number, max: number) => Math.min(Math.max(value, 0), max)

/** @param height of the picture, in parts of its width */
export function inside([x, y]: Point, height: number): Point {
  return [short(clamp(x, 1)), short(clamp(y, height))]
}

/** The upright quad between two points; null when it is too small to be meant. */
export function quadBetween([x1, y1]: Point, [x2, y2]: Point): Quad | null {
  const [left, right, top, bottom] = [Math.min(x1, x2), Math.max(x1, x2), Math.min(y1, y2), Math.max(y1, y2)]
  if (right - left < sideMin || bottom - top < sideMin) return null
  return [
    [left, top],
    [right, top],
    [right, bottom],
    [left, bottom],
  ]
}

export function withCorner(quad: Quad, corner: number, to: Point): Quad {
  return map(quad, (point, i) => (i === corner ? [to[0], to[1]] : point))
}

/** The whole quad elsewhere, as far as the picture goes. */
export function shiftedQuad(quad: Quad, dx: number, dy: number, height: number): Quad {
  const held = (values: readonly number[], by: number, max: number) =>
    Math.min(Math.max(by, -Math.min(...values)), max - Math.max(...values))
  const [right, down] = [
    held(
      quad.map(([x]) => x),
      dx,
      1,
    ),
    held(
      quad.map(([, y]) => y),
      dy,
      height,
    ),
  ]
  return map(quad, ([x, y]) => [short(x + right), short(y + down)])
}

/** The middle of a quad. */
export function middleOf(quad: Quad): Point {
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
  return [mean(quad.map(([x]) => x)), mean(quad.map(([, y]) => y))]
}

/** Above the middle of a quad, at its highest corner: where its name hides the least. */
export function topOf(quad: Quad): Point {
  return [middleOf(quad)[0], Math.min(...quad.map(([, y]) => y))]
}

/** Where cards lie at a table, in the order of dealing, and what each is called. */
const places: readonly (readonly [id: string, name: string])[] = [
  ...['Player', 'Banker'].flatMap((side) =>
    [1, 2, 3].map((card) => [`${side.toLowerCase()}-${card}`, `${side} ${card}`] as const),
  ),
  ...[1, 2, 3, 4, 5, 6, 7].map((seat) => [`seat-${seat}`, `Seat ${seat}`] as const),
]

/** Places that have no zone yet. */
export function freePlaces(taken: readonly string[]): readonly (readonly [id: string, name: string])[] {
  return places.filter(([id]) => !taken.includes(id))
}

function map([a, b, c, d]: Quad, change: (point: Quad[number], i: number) => Quad[number]): Quad {
  return [change(a, 0), change(b, 1), change(c, 2), change(d, 3)]
}

const short = (value: number) => Number(value.toFixed(5))
