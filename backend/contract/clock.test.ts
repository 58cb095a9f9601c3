import { expect, it } from 'vitest'
import { betterClock, estimateClock } from './clock.ts'

it('takes the other clock to have been read in the middle of the question', () => {
  expect(estimateClock(1_000, 1_040, 1_120)).toEqual({ offsetMs: 100, roundTripMs: 40, measuredAtMs: 1_040 })
})

it('keeps the shorter question’s answer, until that is a minute old', () => {
  const short = estimateClock(0, 10, 105)
  expect(betterClock(short, estimateClock(1_000, 1_080, 1_140))).toBe(short)
  expect(betterClock(estimateClock(0, 80, 140), short)).toBe(short)
  const late = estimateClock(61_000, 61_080, 61_140)
  expect(betterClock(short, late)).toBe(late)
})

it('notices at once that a clock was set', () => {
  const before = estimateClock(0, 10, 105)
  const after = estimateClock(1_000, 1_080, 1_240)
  expect(betterClock(before, after)).toBe(after)
})
