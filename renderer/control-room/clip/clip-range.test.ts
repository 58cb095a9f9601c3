import { expect, it } from 'vitest'
import { clipName, clipRange } from './clip-range.ts'

it('is the last ten seconds', () => {
  expect(clipRange(null, 100_000)).toEqual({ from: 90_000, to: 100_000 })
})

it('lies around a moment, with what came after, but never beyond now', () => {
  expect(clipRange(50_000, 100_000)).toEqual({ from: 43_000, to: 53_000 })
  expect(clipRange(99_000, 100_000)).toEqual({ from: 90_000, to: 100_000 })
})

it('is a file whose name says what it holds', () => {
  expect(clipName('wheel-camera', Date.UTC(2026, 10, 21, 14, 3, 20, 999))).toBe(
    'wheel-camera 2026-11-21 14-03-20 UTC.mp4',
  )
})
