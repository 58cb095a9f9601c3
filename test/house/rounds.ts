import { randomUUID } from 'node:crypto'
import { ORPCError } from '@orpc/client'
import {
  amountSchema,
  type Bet,
  type PastResult,
  type RoundId,
  spots,
  type TableView,
} from '../../backend/contract/index.ts'
import type { StudioView } from '../../electron/studio/api/index.ts'
import type { FaultName, VirtualSpin } from '../../native/virtual/index.ts'
import { returnOf, type TestPlayer } from './player.ts'
import type { StartedHouse } from './started-house.ts'

/** What came of rounds that were played with bets on every one of them. */
export interface RoundsReport {
  rounds: number
  /** Confirmed by the witnesses alone. */
  byWitnesses: number
  /** Decided by a person, because a witness was missing or they disagreed. */
  byPerson: number
  voided: number
  /** Confirmed by the witnesses on a pocket where the ball was not: must be 0. */
  wrong: number
  /** Rounds whose spin is not known, so that nothing can be said of them: must be 0. */
  unseen: number
  /** The rounds of the last two, whole. */
  odd: string[]
  slipsAccepted: number
  slipsRejected: number
  /** Accepted slips that did not come to the cent to what the truth pays: must be 0. */
  slipsWrong: number
  /** Slips accepted and never settled or refunded: must be 0. */
  slipsOpen: number
  ledgerSum: string
  ledgerHeld: string
  unbalancedAccounts: number
}

/** A round that takes longer than this has come to a stop. */
const roundMsMax = 60_000
/** A spin whose end is not known after this long is lost. */
const truthMsMax = 10_000

const spotIds = [...spots.keys()]

function randomBets(random: () => number): Bet[] {
  return Array.from({ length: 1 + Math.floor(random() * 3) }, () => ({
    spot: spotIds[Math.floor(random() * spotIds.length)] ?? 'red',
    stake: amountSchema.parse(String(100 * (1 + Math.floor(random() * 5)))),
  }))
}

/** The wheel's word may come so late on a busy machine; at five times the speed a spin lasts longer than this. */
const openedLateMsMax = 4_000
/** Both moments are rounded, by clocks of two processes. */
const openedEarlyMsMax = 200

/** The spin that a round was opened for: the last that had begun when it opened. */
function spinAt(openedAt: number, spins: readonly VirtualSpin[]): VirtualSpin | undefined {
  const late = ({ startedAt }: VirtualSpin) => openedAt - startedAt
  return spins
    .filter((spin) => late(spin) >= -openedEarlyMsMax && late(spin) <= openedLateMsMax)
    .sort((a, b) => late(a) - late(b))[0]
}

/** The pit boss of a test knows the truth: enters it with a reason, or voids a spin that failed. */
async function decide(house: StartedHouse, { table }: StudioView, truth: VirtualSpin | undefined): Promise<boolean> {
  if (!table.round) return false
  const decision = {
    commandId: randomUUID(),
    tableId: table.tableId,
    roundId: table.round.roundId,
    revision: table.revision,
    operator: 'Ada Pit',
  }
  const pocket = truth?.pocket ?? null
  const studio = house.studio()
  try {
    if (pocket === null) await studio.void({ ...decision, reason: 'The spin failed' })
    else if (table.round.result?.pocket === pocket) await studio.approve({ ...decision, pocket })
    else await studio.correct({ ...decision, pocket, reason: 'The ball is seen there' })
    return true
  } catch (error) {
    // A refusal because the table has changed, or a studio that is away: the next view tells, and is decided upon.
    if (error instanceof ORPCError && error.code !== 'STALE') throw error
    return false
  }
}

/**
 * Plays until `count` more rounds have ended, with a slip of random bets on each, a person who decides where one is asked,
 * and the truth compared with every result.
 * @param onRound called after each with the round and its spin
 */
export async function playRounds(
  house: StartedHouse,
  count: number,
  random: () => number = Math.random,
  onRound: (past: PastResult, spin: VirtualSpin | undefined) => void = () => {},
): Promise<RoundsReport> {
  const player = await house.player()
  const report = {
    rounds: 0,
    byWitnesses: 0,
    byPerson: 0,
    voided: 0,
    wrong: 0,
    unseen: 0,
    odd: [] as string[],
  }
  const truths = new Map<RoundId, number | null>()
  const placed = new Set<string>()
  const bet = ({ phase, round }: TableView) => {
    if (phase !== 'betting_open' || !round || placed.has(round.roundId)) return
    placed.add(round.roundId)
    player.place(round.roundId, randomBets(random))
  }
  player.on('table', bet)
  const ended = new Set((await house.view(() => true)).table.results.map(({ roundId }) => roundId))
  const openedAt = new Map<RoundId, number>()
  const decided = new Set<RoundId>()
  let phase = ''
  for await (const view of house.views(count * roundMsMax)) {
    const { round, waiting, results } = view.table
    if (round) openedAt.set(round.roundId, round.openedAt)
    // A wheel that is killed forgets what it did: it is asked as soon as there is something to know.
    if (phase !== view.table.phase) await house.spins()
    phase = view.table.phase
    if (round && waiting && !decided.has(round.roundId)) {
      const truth = spinAt(round.openedAt, await house.spins())
      // The ball may still be rolling when a person is asked: the decision waits for its end, but not for ever.
      if (!truth && Date.now() - waiting.since < truthMsMax) continue
      if (await decide(house, view, truth)) decided.add(round.roundId)
      continue
    }
    // A fast table may open its next round before this one is shown as settled: what has ended is in its results.
    for (const past of results.toReversed()) {
      if (ended.has(past.roundId) || report.rounds >= count) continue
      ended.add(past.roundId)
      const spins = await house.spins()
      const opened = openedAt.get(past.roundId) ?? 0
      const spin = spinAt(opened, spins)
      report.rounds++
      if (past.standing === 'voided') report.voided++
      else if (decided.has(past.roundId)) report.byPerson++
      else report.byWitnesses++
      if (past.standing === 'voided') truths.set(past.roundId, null)
      else if (spin) truths.set(past.roundId, spin.pocket)
      else report.unseen++
      const isWrong = past.standing !== 'voided' && !decided.has(past.roundId) && spin && past.pocket !== spin.pocket
      if (isWrong) report.wrong++
      if (isWrong || (!spin && past.standing !== 'voided'))
        report.odd.push(JSON.stringify({ past, opened, spins: spins.slice(0, 3) }))
      onRound(past, spin)
    }
    if (report.rounds >= count) break
  }
  player.off('table', bet)
  await settled(player, truths)
  const slips = [...player.slips.values()].filter(({ roundId }) => truths.has(roundId))
  const accepted = slips.filter(({ state }) => state !== 'rejected' && state !== 'placing')
  const audit = await house.wallet.audit()
  return {
    ...report,
    slipsAccepted: accepted.length,
    slipsRejected: slips.length - accepted.length,
    slipsOpen: accepted.filter(({ state }) => state === 'accepted').length,
    slipsWrong: accepted.filter((slip) => {
      const truth = truths.get(slip.roundId)
      if (slip.state === 'accepted' || truth === undefined) return false
      const due = truth === null ? BigInt(slip.staked) : returnOf(slip, truth)
      return BigInt(slip.returned ?? '-1') !== due
    }).length,
    ledgerSum: audit.sum,
    ledgerHeld: audit.held,
    unbalancedAccounts: audit.unbalancedAccounts,
  }
}

/** Waits until every slip of the rounds that have ended has come to its own end. */
async function settled(player: TestPlayer, ended: ReadonlyMap<RoundId, unknown>): Promise<void> {
  const open = () =>
    [...player.slips.values()].some(
      ({ state, roundId }) => (state === 'accepted' || state === 'placing') && ended.has(roundId),
    )
  const signal = AbortSignal.timeout(30_000)
  while (open()) {
    await new Promise<void>((resolve, reject) => {
      player.once('slip', () => resolve())
      signal.addEventListener('abort', () => reject(new Error('A slip of an ended round never came to its end')), {
        once: true,
      })
    })
  }
}

/** The round in play, rounds with one fault switched on for `spins` whole spins, and one round after it. */
export async function faultTrial(house: StartedHouse, fault: FaultName, spins: number): Promise<RoundsReport> {
  await house.view(({ table }) => table.phase === 'betting_open')
  await house.setFault(fault, spins)
  try {
    return await playRounds(house, spins + 2)
  } finally {
    await house.clearFault(fault)
  }
}
