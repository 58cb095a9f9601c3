import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import type { EventId, RoundId, TableEventBody, TableId } from '../contract/index.ts'
import { afterEvent, afterSettlement, newTable, nextPhaseAt, phaseAt, type TableState, whyNotTake } from './round.ts'

const roundId = randomUUID() as RoundId
const nextId = randomUUID() as RoundId
const opensAt = 1_000_000
const witnesses = { by: 'witnesses' } as const
const opened = (id = roundId, number = 1): TableEventBody => ({
  type: 'round_opened',
  roundId: id,
  number,
  opensAt,
  windowMs: 12_000,
})
const confirmed: TableEventBody = {
  type: 'result_confirmed',
  roundId,
  pocket: 17,
  standing: 'confirmed',
  authority: witnesses,
}
const voided: TableEventBody = { type: 'round_voided', roundId, authority: witnesses }
const noMoreBets: TableEventBody = { type: 'no_more_bets', roundId }
const resulting: TableEventBody = { type: 'resulting', roundId }

function after(state: TableState, body: TableEventBody, now: number) {
  const event = {
    id: randomUUID() as EventId,
    tableId: 'roulette-1' as TableId,
    sequence: state.sequence + 1,
    at: now,
    body,
  }
  return afterEvent(state, event, now)
}
const play = (...steps: [TableEventBody, number][]) =>
  steps.reduce((state, [body, now]) => after(state, body, now).state, newTable)

test('a round goes through its phases by time and by events', () => {
  expect(phaseAt(newTable, 0)).toBe('idle')
  const betting = play([opened(), opensAt])
  expect(phaseAt(betting, opensAt)).toBe('betting_open')
  expect(nextPhaseAt(betting, opensAt)).toBe(opensAt + 8000)
  expect(phaseAt(betting, opensAt + 8000)).toBe('last_bets')
  expect(nextPhaseAt(betting, opensAt + 8000)).toBe(opensAt + 12_000)
  expect(phaseAt(betting, opensAt + 12_000)).toBe('no_more_bets')
  expect(nextPhaseAt(betting, opensAt + 12_000)).toBeUndefined()
  const result = play([opened(), opensAt], [resulting, opensAt + 13_000])
  expect(phaseAt(result, opensAt + 13_000)).toBe('resulting')
  const official = after(result, confirmed, opensAt + 14_000).state
  expect(phaseAt(official, opensAt + 14_000)).toBe('confirmed')
  expect(official.results).toMatchObject([{ roundId, pocket: 17, standing: 'confirmed' }])
  expect(phaseAt(afterSettlement(official, roundId), opensAt + 15_000)).toBe('settled')
})

test('a short window has a third of itself as last bets', () => {
  const state = play([{ ...opened(), windowMs: 3000 } as TableEventBody, opensAt])
  expect(phaseAt(state, opensAt + 1999)).toBe('betting_open')
  expect(phaseAt(state, opensAt + 2000)).toBe('last_bets')
})

test('bets close at the end of the window by our clock, whoever reports late', () => {
  const late = play([opened(), opensAt], [noMoreBets, opensAt + 20_000])
  expect(late.round?.closesAt).toBe(opensAt + 12_000)
  expect(whyNotTake(late, roundId, opensAt + 11_999)).toBeUndefined()
  expect(whyNotTake(late, roundId, opensAt + 12_000)).toBe('ROUND_NOT_OPEN')
})

test('bets close earlier when the wheel says so', () => {
  const early = play([opened(), opensAt], [noMoreBets, opensAt + 5000])
  expect(whyNotTake(early, roundId, opensAt + 4999)).toBeUndefined()
  expect(whyNotTake(early, roundId, opensAt + 5000)).toBe('ROUND_NOT_OPEN')
})

test('a studio whose clock runs ahead keeps no window open longer', () => {
  expect(play([opened(), opensAt - 60_000]).round?.closesAt).toBe(opensAt - 60_000 + 12_000)
})

test('a round opened after its window has passed opens closed', () => {
  const state = play([opened(), opensAt + 30_000])
  expect(phaseAt(state, opensAt + 30_000)).toBe('no_more_bets')
  expect(whyNotTake(state, roundId, opensAt + 30_000)).toBe('ROUND_NOT_OPEN')
})

test('a slip that arrived in time is not taken any more once the result is known', () => {
  const state = play([opened(), opensAt], [confirmed, opensAt + 6000])
  expect(whyNotTake(state, roundId, opensAt + 1000)).toBe('ROUND_NOT_OPEN')
})

test('a suspended table takes no bets, and takes them again while the window lasts', () => {
  const suspended = play(
    [opened(), opensAt],
    [{ type: 'table_suspended', reason: 'The witnesses disagree.' }, opensAt + 10],
  )
  expect(phaseAt(suspended, opensAt + 20)).toBe('suspended')
  expect(whyNotTake(suspended, roundId, opensAt + 5)).toBe('TABLE_SUSPENDED')
  const resumed = after(suspended, { type: 'table_resumed' }, opensAt + 30).state
  expect(phaseAt(resumed, opensAt + 40)).toBe('betting_open')
  expect(whyNotTake(resumed, roundId, opensAt + 35)).toBeUndefined()
})

test('late and impossible events change nothing but the sequence, and say why', () => {
  const decided = play([opened(), opensAt], [confirmed, opensAt + 13_000])
  const other: TableEventBody = { type: 'no_more_bets', roundId: nextId }
  const again: TableEventBody = { ...confirmed, pocket: 18, standing: 'corrected' } as TableEventBody
  for (const body of [noMoreBets, resulting, confirmed, again, voided, opened(), other]) {
    const { state, ignored } = after(decided, body, opensAt + 14_000)
    expect(ignored).toMatch(/\w/)
    expect(state).toEqual({ ...decided, sequence: decided.sequence + 1 })
  }
  const open = play([opened(), opensAt])
  expect(after(open, opened(nextId, 2), opensAt + 1).ignored).toBe('round 1 is not decided yet')
  expect(after(newTable, confirmed, opensAt).ignored).toBe('this is not the current round')
})

test('a new round follows a decided one, also before that is settled; settling it then does not touch the new one', () => {
  const second = play([opened(), opensAt], [confirmed, opensAt + 13_000], [opened(nextId, 2), opensAt + 14_000])
  expect(second.round?.roundId).toBe(nextId)
  expect(afterSettlement(second, roundId)).toBe(second)
})

test('a voided round has no pocket, and twenty results are kept', () => {
  const state = play([opened(), opensAt], [voided, opensAt + 100])
  expect(phaseAt(state, opensAt + 200)).toBe('voided')
  expect(state.results[0]).not.toHaveProperty('pocket')
  let many: TableState = newTable
  for (let number = 1; number <= 25; number++) {
    const id = randomUUID() as RoundId
    many = after(many, opened(id, number), opensAt).state
    many = after(many, { ...confirmed, roundId: id } as TableEventBody, opensAt).state
  }
  expect(many.results.map(({ number }) => number)).toEqual(Array.from({ length: 20 }, (_, index) => 25 - index))
})
