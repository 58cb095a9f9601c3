/** A composed scene as a camera delivers it: seen in perspective, exposed, blurred, noisy, packed as JPEG. */

import { type Canvas, createCanvas, loadImage } from '@napi-rs/canvas'
import { type Random, randomStream } from '../../../art/index.ts'
import type { RgbFrame } from '../../frame.ts'
import type { WheelCamera } from './camera.ts'
import { normal, rather } from './chance.ts'

export interface Size {
  readonly width: number
  readonly height: number
}

/** Shares of pictures that are not sharp, and that went through JPEG. */
const blurredShare = 0.35
const jpegShare = 0.5
/** Enough draws that none is seen twice beside itself. */
const noiseTable = 1 << 14
const noiseRandom = randomStream(1, 'sensor')
const standardNoise = Float32Array.from({ length: noiseTable }, () => normal(noiseRandom))

/** @param plane seen from above, its middle the wheel's @param radiusPx the unit of the camera's plane in it, px */
export async function expose(
  random: Random,
  plane: Canvas,
  radiusPx: number,
  camera: WheelCamera,
  size: Size,
): Promise<RgbFrame> {
  const seen = project(plane, radiusPx, camera, size, random.chance(blurredShare) ? rather(random, 0.2, 1.4) : 0)
  develop(random, seen)
  const frame = { ...size, data: seen, capturedAt: 0 }
  return random.chance(jpegShare) ? packed(frame, Math.round(random.between(45, 95))) : frame
}

/** Red and blue of a pixel, each with room for eight more bits; green goes alone. */
const redBlue = 0xff00ff

/**
 * Two channels are weighed in one multiplication: this is most of what a picture costs.
 * @param blur each pixel is the mean of two samples this far from its middle, px
 */
function project(
  plane: Canvas,
  radiusPx: number,
  camera: WheelCamera,
  { width, height }: Size,
  blur: number,
): Uint8Array {
  const bytes = plane.data()
  const pixels = new Int32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4)
  const [half, stride, last] = [plane.width / 2 - 0.5, plane.width, plane.width - 1.001]
  const [[xx, xy, x1], [yx, yy, y1], [wx, wy, w1]] = camera.toPlane()
  const taps = blur === 0 ? 1 : 2
  const shrink = taps - 1
  const seen = new Uint8Array(width * height * 3)
  for (let y = 0, to = 0; y < height; y++)
    for (let x = 0; x < width; x++, to += 3) {
      let red = 0
      let green = 0
      let blue = 0
      for (let tap = 0; tap < taps; tap++) {
        const shift = tap === 0 ? blur : -blur
        const px = x + 0.5 + shift
        const py = y + 0.5 + shift * 0.6
        const unit = radiusPx / (wx * px + wy * py + w1)
        const planeX = Math.min(last, Math.max(0, (xx * px + xy * py + x1) * unit + half))
        const planeY = Math.min(last, Math.max(0, (yx * px + yy * py + y1) * unit + half))
        const column = planeX | 0
        const row = planeY | 0
        // The shares of the four pixels around, of 256.
        const right = ((planeX - column) * 256) | 0
        const under = ((planeY - row) * 256) | 0
        const d = (right * under) >> 8
        const b = right - d
        const c = under - d
        const a = 256 - b - c - d
        const at = row * stride + column
        const p = pixels[at] ?? 0
        const q = pixels[at + 1] ?? 0
        const r = pixels[at + stride] ?? 0
        const s = pixels[at + stride + 1] ?? 0
        const both =
          Math.imul(p & redBlue, a) + Math.imul(q & redBlue, b) + Math.imul(r & redBlue, c) + Math.imul(s & redBlue, d)
        green += ((p >> 8) & 255) * a + ((q >> 8) & 255) * b + ((r >> 8) & 255) * c + ((s >> 8) & 255) * d
        red += (both >>> 8) & 255
        blue += (both >>> 24) & 255
      }
      seen[to] = red >> shrink
      seen[to + 1] = green >> (shrink + 8)
      seen[to + 2] = blue >> shrink
    }
  return seen
}

/** Exposure, white balance, contrast and the sensor's noise, in place. */
function develop(random: Random, pixels: Uint8Array): void {
  const gain = Math.exp(normal(random) * 0.22)
  const gamma = Math.exp(normal(random) * 0.15)
  const black = rather(random, -8, 30)
  const curve = () => {
    const tint = gain * Math.exp(normal(random) * 0.06)
    return Float32Array.from({ length: 256 }, (_, value) => black + (255 - black) * tint * (value / 255) ** gamma)
  }
  const [red, green, blue] = [curve(), curve(), curve()]
  const sigma = random.chance(0.3) ? 0 : rather(random, 0.5, 11)
  const noise = Float32Array.from(standardNoise, (value) => value * sigma)
  const exposed = (value: number) => Math.max(0, Math.min(255, value))
  let at = 0
  for (let pixel = 0; pixel < pixels.length; pixel += 3) {
    // Else the table's period would show as a pattern.
    if (pixel % 300 === 0) at = random.below(noiseTable - 300)
    pixels[pixel] = exposed((red[pixels[pixel] ?? 0] ?? 0) + (noise[at++] ?? 0))
    pixels[pixel + 1] = exposed((green[pixels[pixel + 1] ?? 0] ?? 0) + (noise[at++] ?? 0))
    pixels[pixel + 2] = exposed((blue[pixels[pixel + 2] ?? 0] ?? 0) + (noise[at++] ?? 0))
  }
}

/** The picture as it comes out of a JPEG file. @param quality 0–100 */
async function packed(frame: RgbFrame, quality: number): Promise<RgbFrame> {
  const image = await loadImage(jpegOf(frame, quality))
  const context = createCanvas(frame.width, frame.height).getContext('2d')
  context.drawImage(image, 0, 0)
  const rgba = context.getImageData(0, 0, frame.width, frame.height).data
  const data = new Uint8Array(frame.data.length)
  for (let from = 0, to = 0; to < data.length; from += 4, to += 3) {
    data[to] = rgba[from] ?? 0
    data[to + 1] = rgba[from + 1] ?? 0
    data[to + 2] = rgba[from + 2] ?? 0
  }
  return { ...frame, data }
}

export function jpegOf({ width, height, data }: RgbFrame, quality: number): Buffer {
  const canvas = createCanvas(width, height)
  const context = canvas.getContext('2d')
  const image = context.createImageData(width, height)
  for (let from = 0, to = 0; from < data.length; from += 3, to += 4) {
    image.data[to] = data[from] ?? 0
    image.data[to + 1] = data[from + 1] ?? 0
    image.data[to + 2] = data[from + 2] ?? 0
    image.data[to + 3] = 255
  }
  context.putImageData(image, 0, 0)
  return canvas.toBuffer('image/jpeg', quality)
}
