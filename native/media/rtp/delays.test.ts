import { expect, it } from 'vitest'
import { Delays } from './delays.ts'

it('tells the 95th percentile of the last second', () => {
  const delays = new Delays()
  expect(delays.p95(0)).toBeNull()
  delays.add(500, 0)
  for (let i = 1; i <= 100; i++) delays.add(i, 500)
  expect(delays.p95(1_000)).toBe(96)
  expect(delays.p95(1_200)).toBe(96)
  expect(delays.p95(1_600)).toBeNull()
})

it('keeps a bounded number of them', () => {
  const delays = new Delays()
  for (let i = 0; i < 10_000; i++) delays.add(i < 9_600 ? 1_000 : 1, 0)
  expect(delays.p95(0)).toBe(1)
})
