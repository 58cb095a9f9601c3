import { expect, it } from 'vitest'
import { FramePacer } from './frame-pacer.ts'

/** How many of a camera's frames in `seconds` are used; each is late or early by up to `jitterMs`. */
function used(cameraFps: number, fps: number, seconds: number, jitterMs = 0): number {
  const pacer = new FramePacer(fps)
  let count = 0
  for (let i = 0; i < cameraFps * seconds; i++) {
    const jitter = (((i * 7919) % 100) / 50 - 1) * jitterMs
    if (pacer.accepts((i * 1000) / cameraFps + jitter)) count++
  }
  return count
}

it('uses every frame of a camera of the same rate, also when they jitter', () => {
  expect(used(30, 30, 10)).toBe(300)
  expect(used(30, 30, 10, 10)).toBe(300)
})

it('uses every second frame of a camera of twice the rate', () => {
  expect(used(30, 15, 10)).toBe(150)
  expect(Math.abs(used(60, 30, 10, 4) - 300)).toBeLessThanOrEqual(1)
})

it('never uses more than asked, and all of a slower camera', () => {
  expect(used(50, 30, 10)).toBeLessThanOrEqual(301)
  expect(used(50, 30, 10)).toBeGreaterThan(290)
  expect(used(25, 30, 10)).toBe(250)
})

it('does not catch up after a gap', () => {
  const pacer = new FramePacer(30)
  pacer.accepts(0)
  expect(pacer.accepts(5_000)).toBe(true)
  expect(pacer.accepts(5_005)).toBe(false)
  expect(pacer.accepts(5_033)).toBe(true)
})

it('goes on when the clock is set back', () => {
  const pacer = new FramePacer(30)
  pacer.accepts(60_000)
  expect(pacer.accepts(50_000)).toBe(true)
  expect(pacer.accepts(50_005)).toBe(false)
  expect(pacer.accepts(50_033)).toBe(true)
})
