import {
  formatAmount,
  type Phase,
  type RefusalCode,
  refusals,
  type TableView,
} from '../../../backend/contract/index.ts'
import { type Stakes, totalOf } from './staging.ts'

/** What decides, on the page, whether the staged chips can be placed. The server decides again. */
export interface PlacingContext {
  readonly online: boolean
  readonly table: TableView | undefined
  /** Minor units; undefined until the server has told it. */
  readonly balance: bigint | undefined
  readonly staged: Stakes
  readonly placing: boolean
  /** The server's clock, in ms since 1970. */
  readonly serverNowMs: number
}

/** Whether bets are taken at this moment, by the server's clock. */
export function betsAreOpen(table: TableView | undefined, serverNowMs: number): boolean {
  if (table?.round === undefined) return false
  return isBettingPhase(table.phase) && serverNowMs < table.round.closesAt
}

export function isBettingPhase(phase: Phase | undefined): boolean {
  return phase === 'betting_open' || phase === 'last_bets'
}

/** Why the staged chips cannot be placed now, as a sentence; undefined when they can. */
export function whyNotPlace(context: PlacingContext): string | undefined {
  const { table, balance, staged } = context
  if (!context.online) return 'Not connected. Bets can be placed again when the connection is back.'
  if (table === undefined || balance === undefined) return 'The table is being loaded.'
  if (table.phase === 'suspended') return refusals.TABLE_SUSPENDED.message
  if (context.placing) return 'Your last bet is still being placed.'
  if (!betsAreOpen(table, context.serverNowMs)) {
    return staged.size > 0 ? 'Bets are closed. Your chips wait for the next round.' : 'Bets are closed for this round.'
  }
  if (staged.size === 0) return 'Put chips on the layout first.'
  return whyNotStake(table, balance, staged)
}

/** Why these stakes break a limit or the balance, as a sentence; undefined when they do not. */
function whyNotStake(table: TableView, balance: bigint, stakes: Stakes): string | undefined {
  const smallest = BigInt(table.minimum)
  if ([...stakes.values()].some((stake) => stake < smallest)) {
    return `The smallest bet on a spot is ${formatAmount(smallest, table.currency)}.`
  }
  return whyNotStage(table, balance, stakes)
}

/** As `whyNotPlace`, for chips that are only staged: they may still grow to the smallest bet. */
export function whyNotStage(table: TableView, balance: bigint, stakes: Stakes): string | undefined {
  const money = (amount: bigint) => formatAmount(amount, table.currency)
  const largest = BigInt(table.maximum)
  if ([...stakes.values()].some((stake) => stake > largest)) return `The largest bet on a spot is ${money(largest)}.`
  const total = totalOf(stakes)
  if (total > balance) return `The chips add up to ${money(total)}, but your balance is ${money(balance)}.`
  return undefined
}

/** Refusals that leave a slip undecided: it is asked again under the same id until there is a real answer. */
const undecided: ReadonlySet<RefusalCode> = new Set<RefusalCode>(['UNAVAILABLE', 'TOO_MANY', 'NOT_SIGNED_IN'])

export function decidesSlip(code: RefusalCode): boolean {
  return !undecided.has(code)
}

/** The sentence for a code that came with a rejected slip. */
export function refusalSentence(code: string | undefined): string {
  const known = Object.entries(refusals).find(([name]) => name === code)
  return known ? known[1].message : 'The bet was not accepted.'
}
