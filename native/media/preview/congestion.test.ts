import { expect, it } from 'vitest'
import { behindMsMax, Congestion } from './congestion.ts'

it('pings now and then, and not before the last one was answered', () => {
  const congestion = new Congestion()
  expect([0, 50, 200].map((now) => congestion.pings(now))).toEqual([true, false, false])
  congestion.answered()
  expect([250, 251].map((now) => congestion.pings(now))).toEqual([true, false])
})

it('is behind while an answer is late, and no longer', () => {
  const congestion = new Congestion()
  expect(congestion.isBehind(1e6, 0)).toBe(false)
  congestion.pings(0)
  expect(congestion.isBehind(behindMsMax, 0)).toBe(false)
  expect(congestion.isBehind(behindMsMax + 1, 0)).toBe(true)
  expect(congestion.isGone(behindMsMax + 1)).toBe(false)
  expect(congestion.isGone(60_000)).toBe(true)
  congestion.answered()
  expect(congestion.isBehind(60_000, 0)).toBe(false)
  expect(congestion.isGone(60_000)).toBe(false)
})

it('is behind when too much waits in memory', () => {
  expect(new Congestion().isBehind(0, 10e6)).toBe(true)
})
