import { expect, test } from 'vitest'
import { shareOf } from './interval.ts'

// Against the binomial sums in exact arithmetic.
test.each([
  [0, 1_000, 0, 0.003682],
  [1_000, 1_000, 0.996318, 1],
  [5, 10, 0.187086, 0.812914],
  [1, 2_000, 0.0000127, 0.002783],
  [1_980, 2_000, 0.984602, 0.993879],
])('%d of %d', (count, of, low, high) => {
  const share = shareOf(count, of)
  expect(share.low).toBeCloseTo(low, 5)
  expect(share.high).toBeCloseTo(high, 5)
})

test('of none nothing is known', () => {
  expect(shareOf(0, 0)).toMatchObject({ low: 0, high: 1 })
})
