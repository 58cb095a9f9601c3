import type { PictureSettings } from '../draft.ts'

/** In parts of the picture's width, both: y runs from 0 to height / width. */
export type Point = readonly [x: number, y: number]

type Reads = PictureSettings['vision'][number]['reads']
export type WheelCalibration = Extract<Reads, { kind: 'wheel' }>['calibration']

const turnOf = ({ angle }: WheelCalibration) => (angle * Math.PI) / 180

/** The point of an ellipse at parameter `t` (rad, clockwise in the picture), at `radius` times its size. */
export function pointOn(ellipse: WheelCalibration, t: number, radius = 1): Point {
  const { cx, cy, rx, ry } = ellipse
  const turn = turnOf(ellipse)
  const along = radius * rx * Math.cos(t)
  const across = radius * ry * Math.sin(t)
  return [cx + along * Math.cos(turn) - across * Math.sin(turn), cy + along * Math.sin(turn) + across * Math.cos(turn)]
}

/** The parameter of the ray from an ellipse's middle through a point: rad, −π…π. */
export function parameterOf(ellipse: WheelCalibration, [x, y]: Point): number {
  const { cx, cy, rx, ry } = ellipse
  const turn = turnOf(ellipse)
  const [dx, dy] = [x - cx, y - cy]
  return Math.atan2((dy * Math.cos(turn) - dx * Math.sin(turn)) / ry, (dx * Math.cos(turn) + dy * Math.sin(turn)) / rx)
}

/**
 * Pulls towards a circle, as much as a hand that is off by half a percent deserves where a camera leans at most 15°: four
 * clicks on top, bottom, left and right say next to nothing of a tilt, and must not make one up.
 */
const roundness = 0.02

/**
 * The ellipse around `centre` through points of its edge: a circle through one, the roundest through two, the nearest
 * to more. Null where there is none: a point on the centre, or points of a hyperbola.
 */
export function ellipseThrough(centre: Point, edge: readonly Point[]): WheelCalibration | null {
  const offsets = edge.map(([x, y]) => [x - centre[0], y - centre[1]] as const)
  const scale = offsets.reduce((sum, [x, y]) => sum + x * x + y * y, 0) / offsets.length
  if (!(scale > 0)) return null
  // a·(x² + y²) + b·(x² − y²) + c·2xy = 1 on the edge, for offsets of about 1.
  const rows = offsets.map(([x, y]) => [(x * x + y * y) / scale, (x * x - y * y) / scale, (2 * x * y) / scale] as const)
  const [a, b, c] = leastSquares(rows)
  const bend = Math.hypot(b, c)
  if (!(a > bend)) return null
  const longest = Math.sqrt(scale / (a - bend))
  const shortest = Math.sqrt(scale / (a + bend))
  // The direction of the shortest radius; of a circle, any.
  const across = bend < 1e-9 ? 90 : (Math.atan2(c, b) * 90) / Math.PI
  return upright({ cx: centre[0], cy: centre[1], rx: longest, ry: shortest, angle: across + 90 })
}

/** The same ellipse with the rx axis the one that is nearer to the horizontal: angle −45…45. */
function upright({ rx, ry, angle, ...centre }: WheelCalibration): WheelCalibration {
  const quarters = Math.round(angle / 90)
  const rest = angle - 90 * quarters
  return quarters % 2 === 0 ? { ...centre, rx, ry, angle: rest } : { ...centre, rx: ry, ry: rx, angle: rest }
}

type Triple = readonly [number, number, number]

/** The `s` with the least Σ (row · s − 1)² + roundness · (s₁² + s₂²). */
function leastSquares(rows: readonly Triple[]): Triple {
  const sum = (i: 0 | 1 | 2, j: 0 | 1 | 2) => rows.reduce((total, row) => total + row[i] * row[j], 0)
  const all = (i: 0 | 1 | 2) => rows.reduce((total, row) => total + row[i], 0)
  const right: Triple = [all(0), all(1), all(2)]
  const first: Triple = [sum(0, 0), sum(0, 1), sum(0, 2)]
  const second: Triple = [sum(0, 1), sum(1, 1) + roundness, sum(1, 2)]
  const third: Triple = [sum(0, 2), sum(1, 2), sum(2, 2) + roundness]
  // Cramer's rule; the matrix is symmetric, so that its rows are its columns.
  const whole = determinant(first, second, third)
  return [
    determinant(right, second, third) / whole,
    determinant(first, right, third) / whole,
    determinant(first, second, right) / whole,
  ]
}

function determinant([a, b, c]: Triple, [d, e, f]: Triple, [g, h, i]: Triple): number {
  return a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g)
}
