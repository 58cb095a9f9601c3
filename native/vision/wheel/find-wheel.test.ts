import { expect, test } from 'vitest'
import type { WheelCalibration } from './calibration.ts'
import { WheelEye } from './eye.ts'
import { findWheel } from './find-wheel.ts'
import { plainFrame, plainModel, plainSize } from './plain-wheel.test-helper.ts'

const eye = new WheelEye({ wheelReader: plainModel })
const scene = (zero: number) => ({ zero, balls: [{ angle: 2, place: 'pocket' }], noise: 3 }) as const

/** The greatest distance between two ellipses at the same direction, in parts of their radius. */
function apart(one: WheelCalibration, other: WheelCalibration): number {
  const at = ({ cx, cy, rx, ry, angle }: WheelCalibration, direction: number) => {
    const [turn, t] = [(angle * Math.PI) / 180, direction - (angle * Math.PI) / 180]
    const [along, aside] = [rx * Math.cos(t), ry * Math.sin(t)]
    return [
      cx + along * Math.cos(turn) - aside * Math.sin(turn),
      cy + along * Math.sin(turn) + aside * Math.cos(turn),
    ] as const
  }
  const distances = Array.from({ length: 64 }, (_, step) => {
    const [[x, y], [otherX, otherY]] = [at(one, (step * Math.PI) / 32), at(other, (step * Math.PI) / 32)]
    return Math.hypot(x - otherX, y - otherY) / one.rx
  })
  return Math.max(...distances)
}

test.each<WheelCalibration>([
  { cx: 0.5, cy: 0.28, rx: 0.166, ry: 0.166, angle: 0 },
  { cx: 0.37, cy: 0.31, rx: 0.14, ry: 0.13, angle: 30 },
  { cx: 0.71, cy: 0.24, rx: 0.19, ry: 0.172, angle: -75 },
  { cx: 0.4, cy: 0.25, rx: 0.12, ry: 0.12, angle: 0 },
])('a wheel is found without a hint: $rx × $ry at $angle°', async (truth) => {
  const told: number[] = []
  const found = await findWheel(eye, plainFrame(scene(1.3), 0, truth), (done) => told.push(done))
  expect(found?.certainty).toBeGreaterThan(0.7)
  expect(apart(truth, found?.calibration ?? { ...truth, cx: 0 })).toBeLessThan(0.02)
  expect([told[0], told.at(-1), [...told].sort((a, b) => a - b)]).toEqual([0, 1, told])
})

test('where there is no wheel none is found', async () => {
  const { width, height } = plainSize
  const data = new Uint8Array(width * height * 3)
  const empty = { width, height, data, capturedAt: 0 }
  expect(await findWheel(eye, empty)).toBeNull()
  // Noise, and red and black stripes.
  const noise = data.map((_, sample) => 128 + 120 * Math.sin(sample * sample))
  expect(await findWheel(eye, { ...empty, data: noise })).toBeNull()
  const stripes = data.map((_, sample) => (sample % 3 === 0 && Math.floor(sample / 3) % 24 < 12 ? 170 : 20))
  expect(await findWheel(eye, { ...empty, data: stripes })).toBeNull()
})
