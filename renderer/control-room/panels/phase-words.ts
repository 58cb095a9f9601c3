import type { Phase } from '../../../backend/contract/index.ts'
import type { TableSnapshot } from '../../../electron/studio/api/index.ts'
import { pocketName } from '../../ui/index.ts'

export const phaseWords: Record<Phase, string> = {
  idle: 'Idle',
  betting_open: 'Bets open',
  last_bets: 'Last bets',
  no_more_bets: 'No more bets',
  resulting: 'Resulting',
  confirmed: 'Confirmed',
  settled: 'Settled',
  suspended: 'Suspended',
  voided: 'Voided',
}

export function takesBets(phase: Phase): boolean {
  return phase === 'betting_open' || phase === 'last_bets'
}

/** What comes next, in words. `now` is the studio's clock in ms. */
export function whatComesNext(
  { phase, round, waiting }: Pick<TableSnapshot, 'phase' | 'round' | 'waiting'>,
  now: number,
): string {
  if (waiting !== undefined) return 'The round waits for your decision.'
  const pocket = round?.result === undefined ? 'The result' : pocketName(round.result.pocket)
  switch (phase) {
    case 'idle':
      return 'The next round begins when the wheel takes bets.'
    case 'betting_open':
    case 'last_bets': {
      const seconds = Math.ceil(((round?.closesAt ?? now) - now) / 1000)
      return seconds > 0 ? `Bets close in ${seconds} s.` : 'Bets are closing.'
    }
    case 'no_more_bets':
      return 'The ball is running. Then the witnesses speak.'
    case 'resulting':
      return 'The ball has landed. Waiting for both witnesses.'
    case 'confirmed':
      return `${pocket} is official. Bets are being paid.`
    case 'settled':
      return `${pocket} is paid. The next round comes with the wheel.`
    case 'suspended':
      return 'No bets are taken until the table goes on.'
    case 'voided':
      return 'The round does not count. Every bet is returned.'
  }
}
