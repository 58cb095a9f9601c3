import type { Point, Quad } from '../frame.ts'

/** Maps (x, y) to ((a·x + b·y + c)/w, (d·x + e·y + f)/w) with w = g·x + h·y + 1. */
export interface Homography {
  readonly a: number
  readonly b: number
  readonly c: number
  readonly d: number
  readonly e: number
  readonly f: number
  readonly g: number
  readonly h: number
}

export interface Rectangle {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/**
 * The perspective that maps a rectangle's corners, clockwise from its top left, to a quad's (Heckbert 1989, the unit square
 * to a quadrilateral).
 */
export function homographyTo([p, q, r, s]: Quad, from: Rectangle): Homography {
  const [dx1, dx2, dx3] = [q[0] - r[0], s[0] - r[0], p[0] - q[0] + r[0] - s[0]]
  const [dy1, dy2, dy3] = [q[1] - r[1], s[1] - r[1], p[1] - q[1] + r[1] - s[1]]
  const determinant = dx1 * dy2 - dx2 * dy1
  const g = (dx3 * dy2 - dx2 * dy3) / determinant
  const h = (dx1 * dy3 - dx3 * dy1) / determinant
  // Of the unit square; the rectangle's own place and size come in after.
  const square = {
    a: q[0] - p[0] + g * q[0],
    b: s[0] - p[0] + h * s[0],
    c: p[0],
    d: q[1] - p[1] + g * q[1],
    e: s[1] - p[1] + h * s[1],
    f: p[1],
    g,
    h,
  }
  return afterScaling(square, from)
}

export function mapped({ a, b, c, d, e, f, g, h }: Homography, [x, y]: Point): Point {
  const w = g * x + h * y + 1
  return [(a * x + b * y + c) / w, (d * x + e * y + f) / w]
}

function afterScaling({ a, b, c, d, e, f, g, h }: Homography, { x, y, width, height }: Rectangle): Homography {
  const [sx, sy] = [1 / width, 1 / height]
  const w = 1 - g * sx * x - h * sy * y
  return {
    a: (a * sx) / w,
    b: (b * sy) / w,
    c: (c - a * sx * x - b * sy * y) / w,
    d: (d * sx) / w,
    e: (e * sy) / w,
    f: (f - d * sx * x - e * sy * y) / w,
    g: (g * sx) / w,
    h: (h * sy) / w,
  }
}
