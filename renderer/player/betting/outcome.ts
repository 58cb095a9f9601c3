import { formatAmount, type Pocket, type Slip, type TableView } from '../../../backend/contract/index.ts'
import { slipsOf } from './slips.ts'

/** How long a result stays in view after it became official, even when the next round has opened meanwhile. */
export const outcomeShownMs = 8000

/** An official result as this player sees it. */
export interface Outcome {
  readonly roundId: string
  readonly number: number
  readonly standing: 'confirmed' | 'corrected' | 'voided'
  /** Absent for a voided round. */
  readonly pocket: Pocket | undefined
  /** What the player had on it, minor units. */
  readonly staked: bigint
  /** What came back, minor units; undefined until every slip is settled or refunded. */
  readonly returned: bigint | undefined
}

/** The result to show now: the current round's, or else the latest one for `outcomeShownMs`. */
export function outcomeToShow(
  table: TableView | undefined,
  slips: readonly Slip[],
  serverNowMs: number,
): Outcome | undefined {
  const round = table?.round
  if (round?.standing !== undefined) return outcomeOf({ ...round, standing: round.standing }, slips)
  const latest = table?.results[0]
  if (latest === undefined || serverNowMs - latest.at > outcomeShownMs) return undefined
  return outcomeOf(latest, slips)
}

function outcomeOf(
  result: Pick<Outcome, 'roundId' | 'number' | 'standing'> & { pocket?: Pocket | undefined },
  slips: readonly Slip[],
): Outcome {
  const own = slipsOf(slips, result.roundId)
  const allReturned = own.every((slip) => slip.returned !== undefined)
  return {
    roundId: result.roundId,
    number: result.number,
    standing: result.standing,
    pocket: result.pocket,
    staked: own.reduce((sum, slip) => sum + BigInt(slip.staked), 0n),
    returned: allReturned ? own.reduce((sum, slip) => sum + BigInt(slip.returned ?? 0), 0n) : undefined,
  }
}

/** What the result means for the player; undefined for one who had nothing on it. */
export function payoutSentence(outcome: Outcome): string | undefined {
  if (outcome.staked === 0n) return undefined
  if (outcome.returned === undefined) return 'Your bets are being settled.'
  if (outcome.standing === 'voided') return `${formatAmount(outcome.returned)} returned`
  return outcome.returned > 0n ? `You won ${formatAmount(outcome.returned)}` : 'No win this round'
}
