import type { Point, RgbFrame } from '../frame.ts'
import type { Size } from './cell-sampler.ts'
import type { Found, ProcedureNews, Rectangle } from './event.ts'

/** A part of a picture that stays when the picture is drawn over. */
export interface Evidence {
  readonly crop: Rectangle
  readonly picture: RgbFrame
}

/** Of its width and height, on each side, so that a person sees what is beside it. */
const marginPart = 0.4

/** The rectangle around some points with a margin, whole px within the frame. */
export function around(points: readonly Point[], { width, height }: Size): Rectangle {
  const span = (axis: 0 | 1, max: number) => {
    const values = points.map((point) => point[axis])
    const [from, to] = [Math.min(...values), Math.max(...values)]
    const margin = (to - from) * marginPart
    const start = Math.round(Math.min(Math.max(from - margin, 0), max - 1))
    return { start, length: Math.max(1, Math.round(Math.min(to + margin, max)) - start) }
  }
  const [x, y] = [span(0, width), span(1, height)]
  return { x: x.start, y: y.start, width: x.length, height: y.length }
}

/** @param crop within the frame */
export function cutOut({ data, width, capturedAt }: RgbFrame, crop: Rectangle): Evidence {
  const copy = new Uint8Array(crop.width * crop.height * 3)
  for (let row = 0; row < crop.height; row++) {
    const from = ((crop.y + row) * width + crop.x) * 3
    copy.set(data.subarray(from, from + crop.width * 3), row * crop.width * 3)
  }
  return { crop, picture: { width: crop.width, height: crop.height, data: copy, capturedAt } }
}

export const newsOf = (found: Found, { crop, picture }: Evidence): ProcedureNews => ({
  event: { ...found, crop },
  picture,
})
