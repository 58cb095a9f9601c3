import { expect, test } from 'vitest'
import { RateBound } from './rate-bound.ts'

const often = (bound: RateBound, key: string, times: number, now: number) =>
  Array.from({ length: times }, () => bound.take(key, now)).filter(Boolean).length

test('a burst is allowed, and then as many as time brings', () => {
  const bound = new RateBound({ burst: 5, perSecond: 2, keysMax: 10 })
  expect(often(bound, 'a', 10, 1_000)).toBe(5)
  expect(often(bound, 'a', 10, 1_400)).toBe(0)
  expect(often(bound, 'a', 10, 2_000)).toBe(2)
  expect(often(bound, 'a', 10, 60_000)).toBe(5)
})

test('keys do not disturb each other', () => {
  const bound = new RateBound({ burst: 1, perSecond: 1, keysMax: 10 })
  expect(bound.take('a', 0)).toBe(true)
  expect(bound.take('a', 0)).toBe(false)
  expect(bound.take('b', 0)).toBe(true)
})

test('only so many keys are remembered: the quietest is forgotten', () => {
  const bound = new RateBound({ burst: 1, perSecond: 0, keysMax: 2 })
  bound.take('a', 0)
  bound.take('b', 0)
  bound.take('a', 0)
  bound.take('c', 0)
  expect(bound.take('a', 0)).toBe(false)
  expect(bound.take('c', 0)).toBe(false)
  expect(bound.take('b', 0)).toBe(true)
})
