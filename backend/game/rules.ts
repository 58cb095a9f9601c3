import { type Bet, type Pocket, type RefusalCode, type Spot, spots } from '../contract/index.ts'

/** What a table takes, in minor units. */
export interface Limits {
  readonly spotMin: bigint
  readonly spotMax: bigint
  readonly slipMax: bigint
}

function spotOf(id: string): Spot {
  const spot = spots.get(id)
  if (!spot) throw new RangeError(`There is no spot ${id}`)
  return spot
}

/**
 * What a slip returns when the ball rests in `pocket`: a winning stake on k pockets comes back 36/k-fold, itself included
 * (it pays 36/k − 1 to one); k divides 36 for every spot of the layout. Minor units.
 */
export function returnOf(bets: readonly Bet[], pocket: Pocket): bigint {
  return bets.reduce((sum, { spot, stake }) => {
    const { pockets } = spotOf(spot)
    return pockets.includes(pocket) ? sum + (BigInt(stake) * 36n) / BigInt(pockets.length) : sum
  }, 0n)
}

export function stakeOf(bets: readonly Bet[]): bigint {
  return bets.reduce((sum, { stake }) => sum + BigInt(stake), 0n)
}

/** Why these stakes break the limits; chips on the same spot count together. */
export function whyNotStake(bets: readonly Bet[], limits: Limits): RefusalCode | undefined {
  const onSpot = new Map<string, bigint>()
  for (const { spot, stake } of bets) onSpot.set(spot, (onSpot.get(spot) ?? 0n) + BigInt(stake))
  const stakes = [...onSpot.values()]
  if (stakes.some((stake) => stake < limits.spotMin)) return 'BELOW_MINIMUM'
  if (stakes.some((stake) => stake > limits.spotMax) || stakeOf(bets) > limits.slipMax) return 'ABOVE_MAXIMUM'
  return undefined
}
