import type { Point, Quad } from '../frame.ts'
import type { Rectangle } from './homography.ts'
import { contains } from './quad.ts'

/** A place of the table's layout where cards are laid. */
export interface CardZone {
  /** Of the layout: `player-1` … `banker-3`, `seat-1` …. */
  readonly id: string
  /** For people. */
  readonly name: string
  /** Convex; in parts of the frame's width, both axes. */
  readonly quad: Quad
}

/** The first zone that contains a point of the frame. @param point px @param width of the frame, px */
export function zoneAt(zones: readonly CardZone[], [x, y]: Point, width: number): CardZone | undefined {
  return zones.find(({ quad }) => contains(quad, [x / width, y / width]))
}

/** The smallest upright rectangle around a zone: whole px of the frame, within it. */
export function rectangleAround(
  { quad }: CardZone,
  frame: { readonly width: number; readonly height: number },
): Rectangle {
  const within = (value: number, max: number) => Math.min(Math.max(Math.round(value * frame.width), 0), max)
  const xs = quad.map(([x]) => within(x, frame.width))
  const ys = quad.map(([, y]) => within(y, frame.height))
  const [x, y] = [Math.min(...xs), Math.min(...ys)]
  return { x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y }
}
