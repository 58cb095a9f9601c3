import { type Bet, type Slip, toAmount } from '../../../backend/contract/index.ts'
import { addStakes, type Stakes } from './staging.ts'

/** Slips kept on the page, newest first; the welcome brings as many. */
export const slipsKeptMax = 50

/** A slip goes only forward: an answer that arrives late never takes a settled one back. */
const rank: Record<Slip['state'], number> = { placing: 0, accepted: 1, rejected: 2, settled: 3, refunded: 3 }

/** Puts a slip as the server tells it into the list; a correction replaces an earlier settlement. */
export function withSlip(slips: readonly Slip[], slip: Slip): readonly Slip[] {
  const known = slips.find((one) => one.slipId === slip.slipId)
  if (known && rank[known.state] > rank[slip.state]) return slips
  return [slip, ...slips.filter((one) => one.slipId !== slip.slipId)]
    .sort((a, b) => b.placedAt - a.placedAt)
    .slice(0, slipsKeptMax)
}

const stands = (slip: Slip): boolean => slip.state !== 'placing' && slip.state !== 'rejected'

/** The player's slips of one round that were accepted, whatever became of them. */
export function slipsOf(slips: readonly Slip[], roundId: string | undefined): readonly Slip[] {
  return slips.filter((slip) => slip.roundId === roundId && stands(slip))
}

/** The chips that lie on the layout for a round, by spot; those of a voided round went back. */
export function acceptedStakes(slips: readonly Slip[], roundId: string | undefined): Stakes {
  return slipsOf(slips, roundId)
    .filter((slip) => slip.state !== 'refunded')
    .map((slip) => stakesOf(slip.bets))
    .reduce(addStakes, new Map())
}

/** What is at stake now: accepted and not settled, in minor units. */
export function atStake(slips: readonly Slip[]): bigint {
  return slips.filter((slip) => slip.state === 'accepted').reduce((sum, slip) => sum + BigInt(slip.staked), 0n)
}

/** What Rebet lays down: everything accepted in the latest round before the one now open. */
export function lastStakes(slips: readonly Slip[], openRoundId: string | undefined): Stakes {
  const last = slips.find((slip) => stands(slip) && slip.roundId !== openRoundId)
  return slipsOf(slips, last?.roundId)
    .map((slip) => stakesOf(slip.bets))
    .reduce(addStakes, new Map())
}

export function stakesOf(bets: readonly Bet[]): Stakes {
  return bets.map((bet) => new Map([[bet.spot, BigInt(bet.stake)]])).reduce(addStakes, new Map<string, bigint>())
}

export function betsOf(stakes: Stakes): Bet[] {
  return [...stakes].map(([spot, stake]) => ({ spot, stake: toAmount(stake) }))
}
