import type { RgbFrame } from '../frame.ts'
import type { WheelCalibration } from './calibration.ts'

/** The picture is searched at this width, px. */
const searchWidth = 320
/** Radii that are tried, in parts of the picture's width, and how they grow. */
const radius = { from: 0.07, until: 0.5, growth: 1.08 }
/** Between two centres that are tried, in radii: a quarter of a pocket. */
const centreStep = 0.05
/** Numbers are printed on a ring of the same colours as the pockets inside of it: its outer edge lies within this, in radii. */
const outermost = { until: 1.6, step: 0.02, shareMin: 0.5 }
/** Points of a ring that are looked at: four a pocket. */
const points = 148
/** Red and black alternate 18½ times; as zero breaks the alternation, half of it is heard at 18 and half at 19. */
const cycles = [18, 19]
/** Less than this of redness is no paint, of 255. */
const rednessMin = 12
/** Rings further from each other than this, in radii, are different wheels. */
const sameWithin = 0.5
const ringsMax = 3

/** A circle on which red and black alternate as on a wheel. */
export interface Ring {
  readonly calibration: WheelCalibration
  /** 0–1 */
  readonly score: number
}

/** How red each pixel is, in rows. */
interface Redness {
  readonly width: number
  readonly height: number
  readonly values: Float32Array
}

/** The circles of a picture that look most like a ring of pockets, best first: cheap, and only roughly in place. */
export function searchRings(frame: RgbFrame): Ring[] {
  const redness = rednessOf(frame)
  const { width, height } = redness
  const rings: Circle[] = []
  for (let of = radius.from; of <= Math.min(radius.until, height / width); of *= radius.growth) {
    const px = of * width
    let best = { score: 0, x: 0, y: 0 }
    // Half of a wheel at least must be in the picture.
    for (let y = px / 2; y <= height - px / 2; y += centreStep * px)
      for (let x = px / 2; x <= width - px / 2; x += centreStep * px) {
        const score = alternation(redness, x, y, px)
        if (score > best.score) best = { score, x, y }
      }
    if (best.score > 0) rings.push({ ...best, radius: px })
  }
  rings.sort((one, other) => other.score - one.score)
  return rings
    .filter((ring, index) => !rings.slice(0, index).some((better) => same(ring, better)))
    .slice(0, ringsMax)
    .map((ring) => {
      const part = outerEdge(redness, ring) / width
      return {
        calibration: { cx: ring.x / width, cy: ring.y / width, rx: part, ry: part, angle: 0 },
        score: ring.score,
      }
    })
}

/** In px of the small picture. */
interface Circle {
  readonly x: number
  readonly y: number
  readonly radius: number
  readonly score: number
}

const same = (one: Circle, other: Circle): boolean =>
  Math.hypot(one.x - other.x, one.y - other.y) < sameWithin * Math.max(one.radius, other.radius)

/** The largest radius at which red and black still alternate. */
function outerEdge(redness: Redness, { x, y, radius, score }: Circle): number {
  let edge = radius
  for (let out = 1; out <= outermost.until; out += outermost.step)
    if (alternation(redness, x, y, out * radius) >= outermost.shareMin * score) edge = out * radius
  return edge
}

const waves = cycles
  .map((cycle) => Array.from({ length: points }, (_, point) => (cycle * point * 2 * Math.PI) / points))
  .map((angles) => ({ cos: Float64Array.from(angles, Math.cos), sin: Float64Array.from(angles, Math.sin) }))
const directions = Array.from({ length: points }, (_, point) => (point * 2 * Math.PI) / points)
const circle = { cos: Float64Array.from(directions, Math.cos), sin: Float64Array.from(directions, Math.sin) }
const seen = new Float64Array(points)

/** How much of what varies along a circle alternates as red and black do, 0–1. Lengths in px. */
function alternation({ width, height, values }: Redness, x: number, y: number, around: number): number {
  let [sum, squares] = [0, 0]
  for (let point = 0; point < points; point++) {
    const column = Math.floor(x + around * (circle.cos[point] ?? 0))
    const row = Math.floor(y + around * (circle.sin[point] ?? 0))
    const inside = column >= 0 && column < width && row >= 0 && row < height
    const value = inside ? (values[row * width + column] ?? 0) : 0
    seen[point] = value
    sum += value
    squares += value * value
  }
  const spread = squares - (sum * sum) / points
  if (spread < rednessMin * rednessMin * points) return 0
  let power = 0
  for (const { cos, sin } of waves) {
    let [re, im] = [0, 0]
    for (let point = 0; point < points; point++) {
      re += (seen[point] ?? 0) * (cos[point] ?? 0)
      im += (seen[point] ?? 0) * (sin[point] ?? 0)
    }
    power += re * re + im * im
  }
  return (2 * power) / (points * spread)
}

/** The picture's redness at a width of 320 px: the mean over the pixels that each one covers. */
function rednessOf({ width, height, data }: RgbFrame): Redness {
  const scale = Math.max(1, width / searchWidth)
  const small = { width: Math.floor(width / scale), height: Math.floor(height / scale) }
  const values = new Float32Array(small.width * small.height)
  for (let y = 0; y < small.height; y++)
    for (let x = 0; x < small.width; x++) {
      let [sum, count] = [0, 0]
      for (let row = Math.floor(y * scale); row < Math.floor((y + 1) * scale); row++)
        for (let column = Math.floor(x * scale); column < Math.floor((x + 1) * scale); column++) {
          const at = (row * width + column) * 3
          sum += (data[at] ?? 0) - ((data[at + 1] ?? 0) + (data[at + 2] ?? 0)) / 2
          count++
        }
      values[y * small.width + x] = sum / count
    }
  return { ...small, values }
}
