import type { RgbFrame } from '../frame.ts'
import type { WheelCalibration } from './calibration.ts'

export const stripRows = 48
export const stripColumns = 592
/** Radius of the first row's inner edge and height of a row, in parts of the calibrated ellipse. */
const radiusFrom = 0.35
const radiusOfRow = 0.025
/** A wheel of a larger radius is made smaller first, px: the model learnt to read at about 160 px. */
const radiusPxMax = 260
/** Steps between two pixels. */
const steps = 256

/** Where the samples of a strip lie in a picture, row by row from the inside out. */
interface Layout {
  /** Of the picture that it was laid out for, px. */
  readonly width: number
  readonly height: number
  /** The picture is averaged over squares of this side first, px. */
  readonly shrink: number
  /** The part of the smaller picture that the samples lie in, px. */
  readonly part: { readonly x: number; readonly y: number; readonly width: number; readonly height: number }
  /** Byte offset in that part of the pixel above and left of each sample. */
  readonly offsets: Int32Array
  /** How far each sample lies right of and below that pixel, of 256. */
  readonly right: Uint16Array
  readonly below: Uint16Array
}

const layouts = new WeakMap<WheelCalibration, Layout>()

/**
 * The wheel's ring unrolled: what the wheel-reader model sees.
 * @param calibration one object for all frames of a camera: the samples are laid out once for it and a frame size
 * @returns 48 × 592 RGB24: rows at radii 0.35 to 1.55 of the ellipse from the inside out, columns clockwise from the rx axis;
 *   what lies outside of the picture repeats its edge
 */
export function stripOf(frame: RgbFrame, calibration: WheelCalibration): Uint8Array {
  let layout = layouts.get(calibration)
  if (layout?.width !== frame.width || layout.height !== frame.height) {
    layout = layOut(calibration, frame)
    layouts.set(calibration, layout)
  }
  const { offsets, right, below, part, shrink } = layout
  const source = shrink === 1 ? frame.data : shrunkPart(frame, part, shrink)
  const stride = (shrink === 1 ? frame.width : part.width) * 3
  const strip = new Uint8Array(stripRows * stripColumns * 3)
  for (let sample = 0, to = 0; sample < offsets.length; sample++) {
    const at = offsets[sample] ?? 0
    const x = right[sample] ?? 0
    const y = below[sample] ?? 0
    // At the last pixel of a row or column nothing lies beyond, and the step is 0.
    const across = x === 0 ? 0 : 3
    const down = y === 0 ? 0 : stride
    for (let channel = at; channel < at + 3; channel++) {
      const above = (source[channel] ?? 0) * (steps - x) + (source[channel + across] ?? 0) * x
      const under = (source[channel + down] ?? 0) * (steps - x) + (source[channel + down + across] ?? 0) * x
      strip[to++] = (above * (steps - y) + under * y + steps * (steps / 2)) >> 16
    }
  }
  return strip
}

/** The angle of a column's middle, as a parameter of the ellipse: rad. @param column may lie between two */
export const angleOfColumn = (column: number): number => ((column + 0.5) / stripColumns) * 2 * Math.PI

function layOut({ cx, cy, rx, ry, angle }: WheelCalibration, { width, height }: RgbFrame): Layout {
  const shrink = Math.max(1, Math.ceil((Math.max(rx, ry) * width) / radiusPxMax))
  const small = { width: Math.floor(width / shrink), height: Math.floor(height / shrink) }
  const scale = width / shrink
  const turn = (angle * Math.PI) / 180
  const [cos, sin] = [Math.cos(turn), Math.sin(turn)]
  const count = stripRows * stripColumns
  const xs = new Float64Array(count)
  const ys = new Float64Array(count)
  for (let column = 0; column < stripColumns; column++) {
    const along = rx * scale * Math.cos(angleOfColumn(column))
    const aside = ry * scale * Math.sin(angleOfColumn(column))
    for (let row = 0; row < stripRows; row++) {
      const radius = radiusFrom + (row + 0.5) * radiusOfRow
      const sample = row * stripColumns + column
      // A pixel's middle lies at a half.
      xs[sample] = clamp(cx * scale + radius * (cos * along - sin * aside) - 0.5, small.width - 1)
      ys[sample] = clamp(cy * scale + radius * (sin * along + cos * aside) - 0.5, small.height - 1)
    }
  }
  const part = shrink === 1 ? { x: 0, y: 0, ...small } : boundsOf(xs, ys)
  const offsets = new Int32Array(count)
  const right = new Uint16Array(count)
  const below = new Uint16Array(count)
  for (let sample = 0; sample < count; sample++) {
    const [x, y] = [xs[sample] ?? 0, ys[sample] ?? 0]
    offsets[sample] = ((Math.floor(y) - part.y) * part.width + Math.floor(x) - part.x) * 3
    right[sample] = Math.floor((x % 1) * steps)
    below[sample] = Math.floor((y % 1) * steps)
  }
  return { width, height, shrink, part, offsets, right, below }
}

const clamp = (value: number, max: number): number => Math.min(Math.max(value, 0), max)

/** The pixels that bilinear samples at these places need. */
function boundsOf(xs: Float64Array, ys: Float64Array): Layout['part'] {
  const span = (places: Float64Array) => {
    let [min, max] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
    for (const place of places) [min, max] = [Math.min(min, place), Math.max(max, place)]
    return { from: Math.floor(min), length: Math.ceil(max) - Math.floor(min) + 1 }
  }
  const [x, y] = [span(xs), span(ys)]
  return { x: x.from, y: y.from, width: x.length, height: y.length }
}

/** A part of the picture at a `shrink`th of its size, each pixel the mean of those that it covers. */
function shrunkPart({ data, width }: RgbFrame, part: Layout['part'], shrink: number): Uint8Array {
  const small = new Uint8Array(part.width * part.height * 3)
  const area = shrink * shrink
  for (let y = 0, to = 0; y < part.height; y++)
    for (let x = 0; x < part.width; x++) {
      let [red, green, blue] = [area >> 1, area >> 1, area >> 1]
      for (let row = 0; row < shrink; row++) {
        let from = (((part.y + y) * shrink + row) * width + (part.x + x) * shrink) * 3
        for (let column = 0; column < shrink; column++) {
          red += data[from++] ?? 0
          green += data[from++] ?? 0
          blue += data[from++] ?? 0
        }
      }
      small[to++] = red / area
      small[to++] = green / area
      small[to++] = blue / area
    }
  return small
}
