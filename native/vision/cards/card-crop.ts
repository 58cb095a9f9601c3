import type { Quad, RgbFrame } from '../frame.ts'
import { type Homography, homographyTo } from './homography.ts'
import { heightOf } from './quad.ts'

/** Of the upright crop that the card-reader sees, px. */
export const cropWidth = 112
export const cropHeight = 160
export const cropBytes = cropWidth * cropHeight * 3
/** Where the card lies in it: around it remains what a box that is a little off would miss. */
export const cardInCrop = { x: 10, y: 14, width: 92, height: 132 } as const
/** From this size on a card's pixels are the mean of several samples, in parts of the crop's size. */
const largeFrom = 2
/** … so many to a side: with bilinear samples that is enough up to 4K. */
const largeSamples = 2
/** Steps between two pixels of the frame. */
const steps = 256
/** Of a whole share, for rounding. */
const half = (steps * steps) / 2

/** From the crop's px to the frame's. */
export const cropToFrame = (quad: Quad): Homography => homographyTo(quad, cardInCrop)

/**
 * Draws a card upright: bilinear, from a card of more than twice the crop's size as the mean of four samples a pixel.
 * What lies outside of the frame repeats its edge.
 * @param crop where to write: 112 × 160 RGB24
 */
export function drawCrop(frame: RgbFrame, quad: Quad, crop: Uint8Array): void {
  if (heightOf(quad) <= largeFrom * cardInCrop.height) {
    drawSamples(frame, cropToFrame(quad), crop, cropWidth)
    return
  }
  const [x, y] = [cardInCrop.x * largeSamples, cardInCrop.y * largeSamples]
  const large = { x, y, width: cardInCrop.width * largeSamples, height: cardInCrop.height * largeSamples }
  const drawn = new Uint8Array(cropBytes * largeSamples * largeSamples)
  drawSamples(frame, homographyTo(quad, large), drawn, cropWidth * largeSamples)
  meansOf(drawn, crop)
}

/** @param to rows of `columns` px: one bilinear sample at each pixel's middle */
function drawSamples({ data, width, height }: RgbFrame, map: Homography, to: Uint8Array, columns: number): void {
  const stride = width * 3
  const [xMax, yMax] = [(width - 1) * steps, (height - 1) * steps]
  const rows = to.length / 3 / columns
  let pixel = 0
  for (let row = 0; row < rows; row++) {
    const down = row + 0.5
    let x = map.a * 0.5 + map.b * down + map.c
    let y = map.d * 0.5 + map.e * down + map.f
    let w = map.g * 0.5 + map.h * down + 1
    for (let column = 0; column < columns; column++, pixel += 3) {
      const scale = steps / w
      // A pixel's middle lies at a half.
      const u = within(x * scale - steps / 2, xMax)
      const v = within(y * scale - steps / 2, yMax)
      const right = u & (steps - 1)
      const below = v & (steps - 1)
      // At the last pixel of a row or column nothing lies beyond, and its share is 0.
      const at = (v >> 8) * stride + (u >> 8) * 3
      const beside = right === 0 ? at : at + 3
      const under = below === 0 ? at : at + stride
      const across = under + beside - at
      const acrossShare = right * below
      const besideShare = right * steps - acrossShare
      const underShare = below * steps - acrossShare
      const share = steps * steps - right * steps - underShare
      for (let channel = 0; channel < 3; channel++) {
        const sum =
          (data[at + channel] ?? 0) * share +
          (data[beside + channel] ?? 0) * besideShare +
          (data[under + channel] ?? 0) * underShare +
          (data[across + channel] ?? 0) * acrossShare
        to[pixel + channel] = (sum + half) >> 16
      }
      x += map.a
      y += map.d
      w += map.g
    }
  }
}

/** @param drawn a crop of twice the width and height */
function meansOf(drawn: Uint8Array, crop: Uint8Array): void {
  const stride = cropWidth * largeSamples * 3
  let to = 0
  for (let row = 0; row < cropHeight; row++) {
    for (let column = 0; column < cropWidth; column++) {
      for (let channel = 0; channel < 3; channel++) {
        const above = (row * stride + column * 3) * largeSamples + channel
        const below = above + stride
        const sum = (drawn[above] ?? 0) + (drawn[above + 3] ?? 0) + (drawn[below] ?? 0) + (drawn[below + 3] ?? 0)
        crop[to++] = (sum + 2) >> 2
      }
    }
  }
}

/** A whole number from 0 to `max`; what is not a number is 0. */
const within = (value: number, max: number): number => (value < 0 ? 0 : value > max ? max : value | 0)
