import { expect, test } from 'vitest'
import type { RgbFrame } from '../frame.ts'
import type { WheelCalibration } from './calibration.ts'
import { angleOfColumn, stripColumns, stripOf, stripRows } from './strip.ts'

const calibration: WheelCalibration = { cx: 0.49, cy: 0.27, rx: 0.16, ry: 0.14, angle: 25 }

/** Red says how far right a pixel lies and green how far down, both of the width in 255ths. */
function gradient(width: number, height: number): RgbFrame {
  const data = new Uint8Array(width * height * 3)
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const scale = 255 / width
      data.set([Math.round((x + 0.5) * scale), Math.round((y + 0.5) * scale), 77], (y * width + x) * 3)
    }
  return { width, height, data, capturedAt: 0 }
}

/** Where a sample lies, in parts of the width. */
function placeOf(row: number, column: number, { cx, cy, rx, ry, angle }: WheelCalibration): [number, number] {
  const radius = 0.35 + (row + 0.5) * 0.025
  const t = ((column + 0.5) / 592) * 2 * Math.PI
  const turn = (angle * Math.PI) / 180
  const [x, y] = [radius * rx * Math.cos(t), radius * ry * Math.sin(t)]
  return [cx + x * Math.cos(turn) - y * Math.sin(turn), cy + x * Math.sin(turn) + y * Math.cos(turn)]
}

/** The largest distance of a sample from where it should have been taken, in 255ths of the width. */
function worst(frame: RgbFrame, of = calibration): number {
  const strip = stripOf(frame, of)
  let off = 0
  for (let row = 0; row < stripRows; row++)
    for (let column = 0; column < stripColumns; column++) {
      const [x, y] = placeOf(row, column, of)
      const at = (row * stripColumns + column) * 3
      off = Math.max(off, Math.abs((strip[at] ?? 0) - x * 255), Math.abs((strip[at + 1] ?? 0) - y * 255))
    }
  return off
}

test('a strip is 48 × 592 RGB24', () => {
  expect([stripRows, stripColumns, stripOf(gradient(64, 36), calibration).length]).toEqual([48, 592, 85_248])
  expect(angleOfColumn(0)).toBeCloseTo(Math.PI / 592)
})

test('every sample is taken from its place on a tilted ellipse, at any size of the picture', () => {
  expect(worst(gradient(1280, 720))).toBeLessThan(1.1)
  expect(worst(gradient(640, 360))).toBeLessThan(1.1)
  // The same calibration object again, at a size that is made smaller first: by 2, and by 4 from an odd size.
  expect(worst(gradient(2560, 1440))).toBeLessThan(1.1)
  expect(worst(gradient(5121, 2883))).toBeLessThan(1.1)
})

test('a large picture is averaged, not thinned out', () => {
  const [width, height] = [2560, 1440]
  const data = new Uint8Array(width * height * 3)
  // Columns of black and white in turn.
  for (let pixel = 0; pixel < width * height; pixel++) data.fill(255 * (pixel % 2), pixel * 3, pixel * 3 + 3)
  const strip = stripOf({ width, height, data, capturedAt: 0 }, calibration)
  expect(strip.every((value) => value === 128)).toBe(true)
})

test('outside of the picture its edge is repeated', () => {
  const corner = { cx: 0, cy: 0, rx: 0.1, ry: 0.1, angle: 0 }
  const strip = stripOf(gradient(1280, 720), corner)
  const leftAndUp = (20 * stripColumns + 370) * 3
  expect([...strip.subarray(leftAndUp, leftAndUp + 3)]).toEqual([0, 0, 77])
  const beyond = stripOf(gradient(1280, 720), { ...corner, cx: 1, cy: 720 / 1280 })
  const rightAndDown = (20 * stripColumns + 74) * 3
  expect([...beyond.subarray(rightAndDown, rightAndDown + 3)]).toEqual([255, 143, 77])
})
