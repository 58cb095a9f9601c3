import { describe, expect, test } from 'vitest'
import type { Quad, RgbFrame } from '../frame.ts'
import { cropBytes, cropHeight, cropToFrame, cropWidth, drawCrop } from './card-crop.ts'
import { mapped } from './homography.ts'
import { quadOf } from './quad.ts'

/** Red says how far right a pixel's middle lies and green how far down, both in 255ths of the width. */
function gradient(width: number, height: number): RgbFrame {
  const data = new Uint8Array(width * height * 3)
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      data.set([((x + 0.5) / width) * 255 + 0.5, ((y + 0.5) / width) * 255 + 0.5, 77], (y * width + x) * 3)
    }
  return { width, height, data, capturedAt: 0 }
}

/** The largest distance between a crop's colours and those of the places that its pixels show, of 255. */
function worst(frame: RgbFrame, quad: Quad): number {
  const crop = new Uint8Array(cropBytes)
  drawCrop(frame, quad, crop)
  let off = 0
  for (let row = 0; row < cropHeight; row++)
    for (let column = 0; column < cropWidth; column++) {
      const [x, y] = mapped(cropToFrame(quad), [column + 0.5, row + 0.5])
      const at = (row * cropWidth + column) * 3
      const within = (value: number, max: number) => (Math.min(Math.max(value, 0.5), max - 0.5) / frame.width) * 255
      off = Math.max(off, Math.abs((crop[at] ?? 0) - within(x, frame.width)))
      off = Math.max(off, Math.abs((crop[at + 1] ?? 0) - within(y, frame.height)), Math.abs((crop[at + 2] ?? 0) - 77))
    }
  return off
}

describe('a crop shows the place that it should', () => {
  const frame = gradient(1280, 720)
  test.each<[string, Quad]>([
    ['an upright card', quadOf({ centre: [640, 360], short: 92, long: 132, angle: Math.PI / 2 })],
    ['a lying card', quadOf({ centre: [300, 200], short: 110, long: 160, angle: 0.02 })],
    [
      'in perspective',
      [
        [400, 300],
        [512, 310],
        [540, 470],
        [390, 455],
      ],
    ],
    ['a large card', quadOf({ centre: [640, 360], short: 220, long: 310, angle: 1.3 })],
    ['a card that the picture cuts', quadOf({ centre: [1260, 10], short: 92, long: 132, angle: 1 })],
  ])('of %s', (_, quad) => {
    expect(worst(frame, quad)).toBeLessThan(1.2)
  })
})

test('a card of the crop’s own size is copied pixel by pixel', () => {
  const frame = gradient(640, 360)
  for (let index = 0; index < frame.data.length; index++) frame.data[index] = (index * 7919) % 251
  const crop = new Uint8Array(cropBytes)
  drawCrop(
    frame,
    [
      [210, 114],
      [302, 114],
      [302, 246],
      [210, 246],
    ],
    crop,
  )
  expect([...crop.subarray(0, 6)]).toEqual([...frame.data.subarray((100 * 640 + 200) * 3, (100 * 640 + 200) * 3 + 6)])
  expect([...crop.subarray(-6)]).toEqual([...frame.data.subarray((259 * 640 + 310) * 3, (259 * 640 + 312) * 3)])
})

test('corners in a heap draw something, and read no byte outside', () => {
  const crop = new Uint8Array(cropBytes).fill(1)
  drawCrop(
    gradient(640, 360),
    [
      [5, 5],
      [5, 5],
      [5, 5],
      [5, 5],
    ],
    crop,
  )
  expect(crop[2]).toBe(77)
})
