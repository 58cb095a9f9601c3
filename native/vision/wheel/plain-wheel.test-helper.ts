import type { RgbFrame } from '../frame.ts'
import type { Model } from '../model/index.ts'
import type { WheelCalibration } from './calibration.ts'
import { pocketPitch, wrapAngle } from './pattern.ts'
import { sightColumns } from './phase.ts'
import { stripColumns } from './strip.ts'

export const plainSize = { width: 640, height: 360 }
export const plainCalibration: WheelCalibration = { cx: 0.5, cy: 0.28125, rx: 0.166, ry: 0.15, angle: 0 }
/** Of the calibrated ellipse. */
const radii = { cone: 0.72, pocket: 0.79, numbers: 1, track: 1.355, ball: 0.045 }
const paint = { red: [160, 18, 25], black: [18, 18, 20], green: [10, 110, 50], ball: [230, 230, 230] } as const

export interface PlainScene {
  /** Angle of zero, rad. */
  readonly zero: number
  readonly balls?: readonly { readonly angle: number; readonly place: 'pocket' | 'track' }[]
  /** Levels that each sample may lie off, as a real camera's do. */
  readonly noise?: number
}

/** Of each pixel that the wheel covers: its place in the frame, and on the wheel. */
interface Pixels {
  readonly at: Int32Array
  readonly radius: Float64Array
  readonly angle: Float64Array
}
const laidOut = new WeakMap<WheelCalibration, Pixels>()

function pixelsOf(calibration: WheelCalibration): Pixels {
  const known = laidOut.get(calibration)
  if (known) return known
  const { cx, cy, rx, ry, angle } = calibration
  const { width, height } = plainSize
  const [cos, sin] = [Math.cos((angle * Math.PI) / 180), Math.sin((angle * Math.PI) / 180)]
  const covered: { at: number; radius: number; angle: number }[] = []
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const [right, down] = [(x + 0.5) / width - cx, (y + 0.5) / width - cy]
      const [along, aside] = [(right * cos + down * sin) / rx, (down * cos - right * sin) / ry]
      const radius = Math.hypot(along, aside)
      if (radius > radii.cone && radius < radii.track + radii.ball)
        covered.push({ at: (y * width + x) * 3, radius, angle: Math.atan2(aside, along) })
    }
  const pixels = {
    at: Int32Array.from(covered, ({ at }) => at),
    radius: Float64Array.from(covered, (pixel) => pixel.radius),
    angle: Float64Array.from(covered, (pixel) => pixel.angle),
  }
  laidOut.set(calibration, pixels)
  return pixels
}

/** A wheel drawn plainly: coloured rings on grey, and white discs. */
export function plainFrame(
  { zero, balls = [], noise = 0 }: PlainScene,
  capturedAt = 0,
  calibration: WheelCalibration = plainCalibration,
): RgbFrame {
  const { width, height } = plainSize
  const data = new Uint8Array(width * height * 3).fill(60)
  const { at, radius, angle } = pixelsOf(calibration)
  const set = (to: number, [red, green, blue]: readonly [number, number, number]) => {
    data[to] = red
    data[to + 1] = green
    data[to + 2] = blue
  }
  for (let pixel = 0; pixel < at.length; pixel++) {
    const [to, out, around] = [at[pixel] ?? 0, radius[pixel] ?? 0, angle[pixel] ?? 0]
    const place = Math.round((around - zero) / pocketPitch)
    const index = ((place % 37) + 37) % 37
    if (out < radii.numbers) set(to, index === 0 ? paint.green : index % 2 === 1 ? paint.red : paint.black)
    for (const ball of balls) {
      const away = wrapAngle(around - ball.angle)
      if (Math.hypot(out - radii[ball.place], away * out) < radii.ball) set(to, paint.ball)
    }
  }
  // A camera's noise, the same for the same moment.
  if (noise > 0)
    for (let sample = 0; sample < data.length; sample++)
      data[sample] = (data[sample] ?? 0) + Math.round(noise * Math.sin(sample * 12.9898 + capturedAt * 78.233))
  return { width, height, data, capturedAt }
}

const rowOf = (radius: number): number => Math.floor((radius - 0.35) / 0.025)

/** Reads plainly drawn wheels: it knows their paints. */
export const plainModel: Model = {
  id: 'plain-wheel@1',
  sha256: '00',
  provider: 'cpu',
  async run({ data: strip }) {
    const colours = new Float32Array(3 * sightColumns)
    const ball = new Float32Array(4 * sightColumns)
    const sample = (radius: number, column: number) => {
      const at = (rowOf(radius) * stripColumns + 2 * column) * 3
      return [strip[at] ?? 0, strip[at + 1] ?? 0, strip[at + 2] ?? 0] as const
    }
    for (let column = 0; column < sightColumns; column++) {
      const seen = sample(0.95, column)
      ;[paint.red, paint.black, paint.green].forEach((colour, index) => {
        const near = colour.every((level, channel) => Math.abs(level - (seen[channel] ?? 0)) < 30)
        colours[index * sightColumns + column] = near ? 5 : 0
      })
      for (const [row, middle] of [radii.pocket, radii.track].entries()) {
        const white = [-0.025, 0, 0.025].filter((off) => Math.min(...sample(middle + off, column)) > 180).length
        ball[row * sightColumns + column] = 6 * white - 8
        if (white > 1) ball[3 * sightColumns + column] = middle
      }
    }
    return { colours, ball }
  },
}
