import { expect, test } from 'vitest'
import { type Bet, spots, toAmount } from '../contract/index.ts'
import { type Limits, returnOf, stakeOf, whyNotStake } from './rules.ts'

const bet = (spot: string, stake: bigint): Bet => ({ spot, stake: toAmount(stake) })
const pockets = Array.from({ length: 37 }, (_, pocket) => pocket)

test.each([...spots.keys()])('%s returns 36/37 of what is staked on it, exactly', (spot) => {
  for (const stake of [1n, 7n, 100n, 50_000n, 999_999_999_999n]) {
    const returned = pockets.reduce((sum, pocket) => sum + returnOf([bet(spot, stake)], pocket), 0n)
    expect(returned).toBe(36n * stake)
  }
})

test.each([
  ['straight-17', 17, 3600n],
  ['straight-0', 0, 3600n],
  ['split-17-20', 20, 1800n],
  ['street-0-2-3', 0, 1200n],
  ['street-16-17-18', 17, 1200n],
  ['corner-0-1-2-3', 0, 900n],
  ['corner-16-17-19-20', 19, 900n],
  ['six-line-16-17-18-19-20-21', 21, 600n],
  ['column-2', 17, 300n],
  ['dozen-2', 17, 300n],
  ['black', 17, 200n],
  ['red', 17, 0n],
  ['even', 0, 0n],
  ['low', 0, 0n],
  ['high', 36, 200n],
])('€1.00 on %s with the ball in %i returns %i cents', (spot, pocket, returned) => {
  expect(returnOf([bet(spot, 100n)], pocket)).toBe(returned)
})

test('the bets of a slip add up, chips on one spot included', () => {
  const bets = [bet('straight-17', 100n), bet('straight-17', 200n), bet('black', 500n), bet('red', 700n)]
  expect(stakeOf(bets)).toBe(1500n)
  expect(returnOf(bets, 17)).toBe(300n * 36n + 1000n)
})

const limits: Limits = { spotMin: 100n, spotMax: 50_000n, slipMax: 200_000n }

test.each([
  ['the smallest bet', [bet('red', 100n)], undefined],
  ['less than the smallest bet', [bet('red', 99n)], 'BELOW_MINIMUM'],
  ['nothing', [bet('red', 0n)], 'BELOW_MINIMUM'],
  ['the largest bet', [bet('red', 50_000n)], undefined],
  ['more than the largest bet', [bet('red', 50_001n)], 'ABOVE_MAXIMUM'],
  ['more than the largest bet, in two chips', [bet('red', 50_000n), bet('red', 100n)], 'ABOVE_MAXIMUM'],
  ['the largest slip', ['red', 'odd', 'low', 'dozen-1'].map((spot) => bet(spot, 50_000n)), undefined],
  [
    'more than the largest slip',
    ['red', 'odd', 'low', 'dozen-1', 'column-1'].map((s) => bet(s, 50_000n)),
    'ABOVE_MAXIMUM',
  ],
] as const)('%s', (_name, bets, code) => {
  expect(whyNotStake(bets, limits)).toBe(code)
})
