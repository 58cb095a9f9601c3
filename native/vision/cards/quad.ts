import type { Point, Quad } from '../frame.ts'

/** A card's box in a picture. */
export interface CardBox {
  /** px. */
  readonly centre: Point
  /** Its short and its long side, px. */
  readonly short: number
  readonly long: number
  /** Direction of the long side: rad, clockwise from the picture's right; half a turn makes no difference. */
  readonly angle: number
}

/** The box's corners, as of a card whose top points upwards rather than downwards. */
export function quadOf({ centre: [x, y], short, long, angle }: CardBox): Quad {
  const downwards = Math.sin(angle) >= 0 ? 1 : -1
  const down: Point = [(downwards * Math.cos(angle) * long) / 2, (downwards * Math.sin(angle) * long) / 2]
  const right: Point = [(downwards * Math.sin(angle) * short) / 2, (-downwards * Math.cos(angle) * short) / 2]
  const corner = (across: number, along: number): Point => [
    x + across * right[0] + along * down[0],
    y + across * right[1] + along * down[1],
  ]
  return [corner(-1, -1), corner(1, -1), corner(1, 1), corner(-1, 1)]
}

/** The same corners as of a card that lies upside down. */
export const upsideDown = ([a, b, c, d]: Quad): Quad => [c, d, a, b]

export function centreOf(quad: Quad): Point {
  let [x, y] = [0, 0]
  for (const corner of quad) [x, y] = [x + corner[0] / 4, y + corner[1] / 4]
  return [x, y]
}

export const distance = (a: Point, b: Point): number => Math.hypot(a[0] - b[0], a[1] - b[1])

/** The mean of the upper and the lower side: px. */
export const widthOf = ([a, b, c, d]: Quad): number => (distance(a, b) + distance(d, c)) / 2

/** The mean of the left and the right side: px. */
export const heightOf = ([a, b, c, d]: Quad): number => (distance(a, d) + distance(b, c)) / 2

/** Whether four corners go clockwise around in the picture, without a dent. */
const isConvex = (quad: Quad): boolean =>
  quad.every((at, index) => turn(at, after(quad, index, 1), after(quad, index, 2)) > 0)

/** A card's height over its width from straight above is 1.4; mild perspective and a finder's error change it so far. */
const [aspectMin, aspectMax] = [1, 2]

export function isCardShaped(quad: Quad): boolean {
  const aspect = heightOf(quad) / widthOf(quad)
  return isConvex(quad) && aspect >= aspectMin && aspect <= aspectMax
}

/** @param quad convex and clockwise */
export const contains = (quad: Quad, point: Point): boolean =>
  quad.every((at, index) => turn(at, after(quad, index, 1), point) >= 0)

/** The area that two convex quads share over the area that they cover together: 0–1. */
export function overlap(a: Quad, b: Quad): number {
  let shared: Point[] = [...a]
  for (const [index, from] of b.entries()) shared = keptRightOf(shared, from, after(b, index, 1))
  const both = areaOf(shared)
  return both === 0 ? 0 : both / (areaOf(a) + areaOf(b) - both)
}

/** Sutherland and Hodgman's step: what of a polygon lies on the inner side of a clockwise edge. */
function keptRightOf(polygon: readonly Point[], from: Point, to: Point): Point[] {
  const kept: Point[] = []
  for (const [index, at] of polygon.entries()) {
    const before = polygon.at(index - 1) ?? at
    const [here, there] = [turn(from, to, at), turn(from, to, before)]
    if (here >= 0 !== there >= 0) {
      const share = there / (there - here)
      kept.push([before[0] + share * (at[0] - before[0]), before[1] + share * (at[1] - before[1])])
    }
    if (here >= 0) kept.push(at)
  }
  return kept
}

function areaOf(polygon: readonly Point[]): number {
  let doubled = 0
  for (const [index, [x, y]] of polygon.entries()) {
    const [lastX, lastY] = polygon.at(index - 1) ?? [x, y]
    doubled += lastX * y - x * lastY
  }
  return Math.abs(doubled) / 2
}

/** Positive where the way a → b → c turns clockwise in the picture. */
const turn = (a: Point, b: Point, c: Point): number => (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])

const after = (quad: Quad, index: number, steps: number): Point => quad[((index + steps) % 4) as 0 | 1 | 2 | 3]
