import { describe, expect, test } from 'vitest'
import { type Slip, slipSchema, spots, type TableView, tableViewSchema } from '../../../backend/contract/index.ts'
import { outcomeShownMs, outcomeToShow, payoutSentence } from './outcome.ts'
import { decidesSlip, type PlacingContext, whyNotPlace, whyNotStage } from './refusal.ts'
import { acceptedStakes, atStake, lastStakes, slipsKeptMax, withSlip } from './slips.ts'
import { chipFace, oddsOf, spotName } from './words.ts'

const rounds = ['5f2c2f1e-0c2b-4d6e-9b53-30a3f4c0a001', '5f2c2f1e-0c2b-4d6e-9b53-30a3f4c0a002'] as const
const now = 1_000_000

function tableWith(change: object = {}, round: object = {}): TableView {
  return tableViewSchema.parse({
    tableId: 'roulette-1',
    currency: 'EUR',
    minimum: '100',
    maximum: '50000',
    phase: 'betting_open',
    round: {
      roundId: rounds[1],
      number: 2,
      opensAt: now - 1000,
      closesAt: now + 5000,
      slips: 0,
      staked: '0',
      ...round,
    },
    results: [],
    sequence: 1,
    ...change,
  })
}

let made = 0
function slipWith(change: object = {}): Slip {
  made += 1
  return slipSchema.parse({
    slipId: `5f2c2f1e-0c2b-4d6e-9b53-${made.toString(16).padStart(12, '0')}`,
    tableId: 'roulette-1',
    roundId: rounds[1],
    roundNumber: 2,
    state: 'accepted',
    bets: [{ spot: 'straight-17', stake: '100' }],
    staked: '100',
    placedAt: now + made,
    ...change,
  })
}

describe('whether the staged chips can be placed', () => {
  const able: PlacingContext = {
    online: true,
    table: tableWith(),
    balance: 100_000n,
    staged: new Map([['red', 500n]]),
    placing: false,
    serverNowMs: now,
  }

  test('they can, while bets are open and nothing forbids it', () => {
    expect(whyNotPlace(able)).toBeUndefined()
    expect(whyNotPlace({ ...able, table: tableWith({ phase: 'last_bets' }) })).toBeUndefined()
  })

  test.each<[string, Partial<PlacingContext>, RegExp]>([
    ['offline', { online: false }, /^Not connected/],
    ['before the welcome', { table: undefined }, /being loaded/],
    ['suspended', { table: tableWith({ phase: 'suspended' }) }, /suspended/],
    ['a slip on its way', { placing: true }, /still being placed/],
    ['closed by phase', { table: tableWith({ phase: 'no_more_bets' }) }, /chips wait for the next round/],
    ['closed by the server’s clock', { serverNowMs: now + 5000 }, /chips wait for the next round/],
    ['nothing staged', { staged: new Map() }, /Put chips/],
    ['below the minimum', { staged: new Map([['red', 50n]]) }, /smallest bet on a spot is €1\.00/],
    ['above the maximum', { staged: new Map([['red', 50_001n]]) }, /largest bet on a spot is €500\.00/],
    ['above the balance', { balance: 499n }, /add up to €5\.00, but your balance is €4\.99/],
  ])('they cannot when %s, and the reason is a sentence', (_, change, reason) => {
    expect(whyNotPlace({ ...able, ...change })).toMatch(reason)
  })

  test('a chip below the minimum may be staged: it may still grow', () => {
    expect(whyNotStage(tableWith(), 1000n, new Map([['red', 50n]]))).toBeUndefined()
    expect(whyNotStage(tableWith(), 1000n, new Map([['red', 1001n]]))).toMatch(/balance/)
  })

  test('only a real answer decides a slip', () => {
    expect(decidesSlip('ROUND_NOT_OPEN')).toBe(true)
    expect(decidesSlip('UNAVAILABLE')).toBe(false)
    expect(decidesSlip('TOO_MANY')).toBe(false)
  })
})

describe("the player's slips", () => {
  test('a late answer never takes a settled slip back', () => {
    const settled = slipWith({ state: 'settled', returned: '3600', pocket: 17 })
    expect(withSlip([settled], { ...settled, state: 'accepted' })).toEqual([settled])
  })

  test('are kept newest first, and boundedly', () => {
    let slips: readonly Slip[] = []
    for (let count = 0; count < slipsKeptMax + 5; count += 1) slips = withSlip(slips, slipWith())
    expect(slips).toHaveLength(slipsKeptMax)
    expect(slips[0]?.placedAt).toBeGreaterThan(slips[1]?.placedAt ?? Number.POSITIVE_INFINITY)
  })

  test('only accepted ones lie on the layout, and only unsettled ones are at stake', () => {
    const slips = [
      slipWith(),
      slipWith({ bets: [{ spot: 'red', stake: '500' }], staked: '500' }),
      slipWith({ state: 'rejected', code: 'BELOW_MINIMUM' }),
      slipWith({ state: 'placing' }),
      slipWith({ roundId: rounds[0], state: 'settled', returned: '0', pocket: 4 }),
      slipWith({ state: 'refunded', returned: '100' }),
    ]
    expect(acceptedStakes(slips, rounds[1])).toEqual(
      new Map([
        ['straight-17', 100n],
        ['red', 500n],
      ]),
    )
    expect(atStake(slips)).toBe(600n)
  })

  test('rebet lays down everything of the latest round before the open one', () => {
    const before = [
      slipWith({ roundId: rounds[0], state: 'settled', returned: '0', pocket: 4 }),
      slipWith({ roundId: rounds[0], state: 'settled', returned: '0', pocket: 4 }),
    ]
    const slips = [slipWith(), ...before].sort((a, b) => b.placedAt - a.placedAt)
    expect(lastStakes(slips, rounds[1])).toEqual(new Map([['straight-17', 200n]]))
    expect(lastStakes([], rounds[1]).size).toBe(0)
  })
})

describe('the outcome', () => {
  test('is nothing before it is official', () => {
    expect(outcomeToShow(tableWith({ phase: 'resulting' }), [slipWith()], now)).toBeUndefined()
  })

  test.each([
    ['3600', 'You won €36.00'],
    ['0', 'No win this round'],
  ])('says what came back: %s', (returned, sentence) => {
    const table = tableWith({ phase: 'settled' }, { pocket: 17, standing: 'confirmed' })
    const outcome = outcomeToShow(table, [slipWith({ state: 'settled', returned, pocket: 17 })], now)
    expect(outcome && payoutSentence(outcome)).toBe(sentence)
  })

  test('promises nothing while a slip is not settled, and says nothing to who had no bet', () => {
    const table = tableWith({ phase: 'confirmed' }, { pocket: 17, standing: 'confirmed' })
    const waiting = outcomeToShow(table, [slipWith()], now)
    expect(waiting && payoutSentence(waiting)).toBe('Your bets are being settled.')
    const none = outcomeToShow(table, [], now)
    expect(none?.pocket).toBe(17)
    expect(none && payoutSentence(none)).toBeUndefined()
  })

  test('of a voided round returns the stake', () => {
    const table = tableWith({ phase: 'voided' }, { standing: 'voided' })
    const outcome = outcomeToShow(table, [slipWith({ state: 'refunded', returned: '100' })], now)
    expect(outcome?.pocket).toBeUndefined()
    expect(outcome && payoutSentence(outcome)).toBe('€1.00 returned')
  })

  test('stays for a while when the next round has opened', () => {
    const results = [{ roundId: rounds[0], number: 1, pocket: 4, standing: 'confirmed', at: now }]
    expect(outcomeToShow(tableWith({ results }), [], now + outcomeShownMs)?.number).toBe(1)
    expect(outcomeToShow(tableWith({ results }), [], now + outcomeShownMs + 1)).toBeUndefined()
  })
})

describe('words', () => {
  test.each([
    ['straight-17', '17 black', '35 to 1'],
    ['split-0-2', 'Split 0/2', '17 to 1'],
    ['street-0-1-2', 'Trio 0/1/2', '11 to 1'],
    ['street-16-17-18', 'Street 16–18', '11 to 1'],
    ['corner-0-1-2-3', 'First four', '8 to 1'],
    ['six-line-1-2-3-4-5-6', 'Six line 1–6', '5 to 1'],
    ['column-3', '3rd column', '2 to 1'],
    ['dozen-2', '2nd dozen', '2 to 1'],
    ['low', '1 to 18', '1 to 1'],
  ])('%s is %s and pays %s', (id, name, odds) => {
    const spot = spots.get(id)
    if (!spot) throw new Error(`no spot ${id}`)
    expect([spotName(spot), oddsOf(spot)]).toEqual([name, odds])
  })

  test.each([
    [100n, '1'],
    [150n, '1.50'],
    [99_900n, '999'],
    [100_000n, '1k'],
    [125_000n, '1.2k'],
  ])('a chip of %d shows %s', (minor, face) => {
    expect(chipFace(minor)).toBe(face)
  })
})
