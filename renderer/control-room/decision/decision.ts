import type { Pocket, RoundId } from '../../../backend/contract/index.ts'
import { pocketName } from '../../ui/index.ts'

/** What a person wants of the round that waits. */
export type Wish =
  | { readonly action: 'approve'; readonly pocket: Pocket }
  | { readonly action: 'correct'; readonly pocket: Pocket; readonly reason: string }
  | { readonly action: 'void'; readonly reason: string }

/** What the wish is about: the round, and the state it was decided on. */
export interface Occasion {
  readonly roundId: RoundId
  readonly roundNumber: number
  readonly revision: number
}

/** A wish under way. However often it is sent, its id stays: the studio does it once. */
export interface Intent {
  readonly commandId: string
  readonly wish: Wish
  readonly occasion: Occasion
}

export type Decision =
  | { readonly state: 'open' }
  | { readonly state: 'sending'; readonly intent: Intent }
  | { readonly state: 'answered'; readonly intent: Intent; readonly at: number }
  | { readonly state: 'refused'; readonly intent: Intent; readonly text: string }
  /** The connection broke before the answer: it may have been done or not. The same wish goes out under the same id. */
  | { readonly state: 'unanswered'; readonly intent: Intent }

/** The intent to send for a wish; undefined while one is under way, so that a second press does nothing. */
export function intend(decision: Decision, wish: Wish, occasion: Occasion, newId: () => string): Intent | undefined {
  if (decision.state === 'sending') return undefined
  if (decision.state === 'unanswered' && isSame(decision.intent, wish, occasion)) return decision.intent
  return { commandId: newId(), wish, occasion }
}

function isSame(intent: Intent, wish: Wish, occasion: Occasion): boolean {
  return intent.occasion.roundId === occasion.roundId && JSON.stringify(intent.wish) === JSON.stringify(wish)
}

/** What stands now, in words: `Round 1842 corrected to 20 black.` */
export function decisionWords(decision: Decision): string {
  switch (decision.state) {
    case 'open':
      return ''
    case 'sending':
      return `Round ${decision.intent.occasion.roundNumber}: waiting for the studio’s answer.`
    case 'answered':
      return `Round ${decision.intent.occasion.roundNumber} ${outcome(decision.intent.wish)}.`
    case 'refused':
      return `Not done: ${decision.text}`
    case 'unanswered':
      return 'The connection broke before the studio answered. Look at the table; pressing again is safe, it is done once.'
  }
}

function outcome(wish: Wish): string {
  if (wish.action === 'approve') return `approved as ${pocketName(wish.pocket)}`
  if (wish.action === 'correct') return `corrected to ${pocketName(wish.pocket)}`
  return 'voided, every bet is returned'
}

/** The pocket after one more typed digit: `3` then `2` is 32; a digit that cannot follow begins anew. */
export function typeDigit(current: Pocket | undefined, digit: number): Pocket {
  const joined = (current ?? 0) * 10 + digit
  return current !== undefined && current > 0 && joined <= 36 ? joined : digit
}
