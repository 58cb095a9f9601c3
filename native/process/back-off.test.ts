import { expect, test } from 'vitest'
import { backOffMs, failuresInARow } from './back-off.ts'

test('one second three times, then doubling to a minute, and never giving up', () => {
  const waits = Array.from({ length: 12 }, (_, index) => backOffMs(index + 1) / 1000)
  expect(waits).toEqual([1, 1, 1, 2, 4, 8, 16, 32, 60, 60, 60, 60])
  expect(backOffMs(1_000_000)).toBe(60_000)
})

test('failures add up until a run was stable for 30 s', () => {
  expect(failuresInARow(0, 0)).toBe(1)
  expect(failuresInARow(7, 29_999)).toBe(8)
  expect(failuresInARow(7, 30_000)).toBe(1)
})
