import type { RgbFrame } from '../frame.ts'
import type { WheelCalibration } from './calibration.ts'
import { pocketCount, pocketPitch } from './pattern.ts'

/** Directions of a ring that are looked at: three in the middle of each pocket, in pockets from it. */
const across = [-0.25, 0, 0.25]
/** Radii just inside and just outside of the numbers' outer edge, in parts of it. */
const inside = [0.91, 0.93, 0.95, 0.97, 0.985]
const outside = [1.015, 1.03, 1.05, 1.07, 1.09]
/** The first steps of the search, in radii (of `turn`: rad), and how often they are halved. */
const firstSteps: Place = { x: 0.04, y: 0.04, radius: 0.04, wide: 0.02, slanted: 0.02, turn: 0.05 }
const halvings = 5
/** Rounds without halving that are made at the most. */
const roundsMax = 12

/** An ellipse without a direction of its own where it is a circle; lengths in parts of the frame's width. */
interface Place {
  readonly x: number
  readonly y: number
  /** Mean radius. */
  readonly radius: number
  /** How much wider than high it is, and how much longer along the falling diagonal: in parts of the radius. */
  readonly wide: number
  readonly slanted: number
  /** Direction of zero in the picture, rad. */
  readonly turn: number
}
const parameters = ['x', 'y', 'radius', 'wide', 'slanted', 'turn'] as const

export interface FittedRing {
  readonly calibration: WheelCalibration
  /** How much more red and black alternate inside of the ellipse than outside, of 255. */
  readonly contrast: number
}

/**
 * Moves an ellipse to where red and black alternate just inside of it, by the known sequence, and no more just outside.
 * @param zero middle of the zero pocket: parameter of the ellipse, rad; null when it is not known yet
 */
export function fitRing(frame: RgbFrame, calibration: WheelCalibration, zero: number | null): FittedRing {
  let place = placeOf(calibration, zero ?? 0)
  if (zero === null) place = turned(frame, place)
  let best = contrastAt(frame, place)
  for (let halved = 0; halved <= halvings; halved++)
    for (let round = 0; round < roundsMax; round++) {
      const before = best
      for (const name of parameters)
        for (const sign of [1, -1]) {
          const length = name === 'x' || name === 'y' || name === 'radius' ? place.radius : 1
          const tried = { ...place, [name]: place[name] + (sign * firstSteps[name] * length) / 2 ** halved }
          const contrast = contrastAt(frame, tried)
          if (contrast > best) [place, best] = [tried, contrast]
        }
      if (best === before) break
    }
  return { calibration: ellipseOf(place), contrast: best }
}

/** The same ellipse with zero where the colours fit best, to half a pocket: perhaps two pockets off, where they fit almost as well. */
function turned(frame: RgbFrame, place: Place): Place {
  const places = Array.from({ length: 2 * pocketCount }, (_, half) => ({ ...place, turn: (half * pocketPitch) / 2 }))
  const contrasts = places.map((tried) => contrastAt(frame, tried))
  return places[contrasts.indexOf(Math.max(...contrasts))] ?? place
}

function placeOf({ cx, cy, rx, ry, angle }: WheelCalibration, zero: number): Place {
  const slant = (angle * Math.PI) / 90
  const stretch = (rx - ry) / (rx + ry)
  const [wide, slanted] = [stretch * Math.cos(slant), stretch * Math.sin(slant)]
  return { x: cx, y: cy, radius: (rx + ry) / 2, wide, slanted, turn: zero + (angle * Math.PI) / 180 }
}

function ellipseOf({ x, y, radius, wide, slanted }: Place): WheelCalibration {
  const stretch = Math.hypot(wide, slanted)
  const angle = (Math.atan2(slanted, wide) * 90) / Math.PI
  return { cx: x, cy: y, rx: radius * (1 + stretch), ry: radius * (1 - stretch), angle }
}

function contrastAt(frame: RgbFrame, place: Place): number {
  const mean = (radii: readonly number[]) =>
    radii.reduce((sum, out) => sum + alternationAt(frame, place, out), 0) / radii.length
  return mean(inside) - Math.abs(mean(outside))
}

/** How much redder the red pockets are than the black ones at this radius. @param out in parts of the ellipse */
function alternationAt({ data, width, height }: RgbFrame, place: Place, out: number): number {
  let sum = 0
  for (let pocket = 1; pocket < pocketCount; pocket++)
    for (const off of across) {
      const theta = place.turn + (pocket + off) * pocketPitch
      const [cos, sin] = [Math.cos(theta), Math.sin(theta)]
      // The circle's point moved by the symmetric matrix whose axes are the ellipse's.
      const right = cos * (1 + place.wide) + sin * place.slanted
      const down = sin * (1 - place.wide) + cos * place.slanted
      const column = Math.floor((place.x + place.radius * out * right) * width)
      const row = Math.floor((place.y + place.radius * out * down) * width)
      if (column < 0 || column >= width || row < 0 || row >= height) continue
      const at = (row * width + column) * 3
      const redness = (data[at] ?? 0) - ((data[at + 1] ?? 0) + (data[at + 2] ?? 0)) / 2
      sum += pocket % 2 === 1 ? redness : -redness
    }
  return sum / ((pocketCount - 1) * across.length)
}
