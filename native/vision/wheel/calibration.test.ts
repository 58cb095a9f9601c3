import { expect, test } from 'vitest'
import { checkCalibration, type WheelCalibration } from './calibration.ts'

const size = { width: 1280, height: 720 }
const fits: WheelCalibration = { cx: 0.5, cy: 0.28, rx: 0.167, ry: 0.16, angle: -80 }
const codeOf = (change: Partial<WheelCalibration>, of = size) => {
  try {
    checkCalibration({ ...fits, ...change }, of)
    return null
  } catch (cause) {
    return (cause as { code?: string }).code
  }
}

test('a wheel in the picture may stand there, also when its edge is cut off', () => {
  expect(codeOf({})).toBeNull()
  expect(codeOf({ cx: 0.1 })).toBeNull()
})

test.each<[string, Partial<WheelCalibration>]>([
  ['beside the picture', { cx: 1.1 }],
  ['under the picture, whose height is 0.5625 of its width', { cy: 0.6 }],
  ['too small to be read', { rx: 0.04, ry: 0.04 }],
  ['larger than the picture', { rx: 1.2, ry: 1.1 }],
  ['of no size', { rx: 0, ry: 0 }],
  ['of a negative size', { rx: -0.2, ry: -0.2 }],
  ['too flat', { ry: 0.07 }],
  ['no number', { angle: Number.NaN }],
  ['no end', { cx: Number.POSITIVE_INFINITY }],
])('a wheel %s is refused', (_, change) => {
  expect(codeOf(change)).toBe('bad_calibration')
})

test('what can be read depends on the size of the picture', () => {
  expect(codeOf({}, { width: 320, height: 180 })).toBe('bad_calibration')
  expect(codeOf({}, { width: 640, height: 360 })).toBeNull()
})
