import type { RgbFrame } from '../frame.ts'
import type { Found, ProcedureNews, Rectangle } from './event.ts'

/** A part of a picture that stays when the picture is drawn over. */
export interface Evidence {
  readonly crop: Rectangle
  readonly picture: RgbFrame
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
