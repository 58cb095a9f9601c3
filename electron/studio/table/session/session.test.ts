import { describe, expect, test } from 'vitest'
import { roundIdSchema } from '../../../../backend/contract/index.ts'
import type { WheelReading } from '../../../../native/vision/index.ts'
import { nextDeadline } from './session.ts'
import { settings, Told } from './told.test-helper.ts'

describe('a round that goes well', () => {
  test('opens with the spin, closes with the wheel, and is confirmed when both witnesses agree', () => {
    const told = new Told().spin(1_000)
    expect(told.round).toMatchObject({ number: 1, phase: 'no_more_bets', openedAt: 1_000, closesAt: 13_000 })
    told.camera(19_000, 17)
    expect(told.round).toMatchObject({ phase: 'resulting', result: null })
    told.number(20_000, 17)
    expect(told.round).toMatchObject({
      phase: 'confirmed',
      verdict: 'agree',
      result: { pocket: 17, standing: 'confirmed' },
    })
    expect(told.types).toEqual(['round_opened', 'resulting', 'result_confirmed'])
    expect(told.events.at(-1)).toMatchObject({ pocket: 17, authority: { by: 'witnesses' }, capturedAt: 19_000 })
    told.input({ type: 'settled', at: 21_000, roundId: told.round.roundId })
    expect(told.round.phase).toBe('settled')
    told.spin(25_000)
    expect(told.round.number).toBe(2)
  })

  test('bets close at the window’s end without the wheel, and earlier with it: only then is the backend told', () => {
    const byWindow = new Told().wheel(0, { type: 'place_bets' })
    expect(nextDeadline(byWindow.state, settings)).toBe(8_000)
    expect(byWindow.tick(8_000).round.phase).toBe('last_bets')
    expect(byWindow.tick(11_999).round.phase).toBe('last_bets')
    expect(byWindow.tick(12_000).round.phase).toBe('no_more_bets')
    expect(byWindow.types).toEqual(['round_opened'])
    const byWheel = new Told().wheel(0, { type: 'place_bets' }).wheel(10_000, { type: 'no_more_bets' })
    expect(byWheel.round).toMatchObject({ phase: 'no_more_bets', closesAt: 10_000 })
    expect(byWheel.types).toEqual(['round_opened', 'no_more_bets'])
  })

  test('a backend that does not answer holds up settling, not the next round', () => {
    const told = new Told().spin(0).camera(19_000, 3).number(20_000, 3).spin(25_000)
    expect(told.round).toMatchObject({ number: 2, phase: 'no_more_bets' })
  })
})

describe('what the judge does not accept', () => {
  test('witnesses that differ suspend the table, propose nothing, and wait for a person', () => {
    const told = new Told().spin(0).camera(19_000, 17).number(20_000, 4)
    expect(told.round).toMatchObject({
      phase: 'suspended',
      verdict: 'disagree',
      result: null,
      waiting: { why: 'disagree' },
    })
    expect(told.types.slice(-1)).toEqual(['table_suspended'])
    expect(told.decide(21_000, { kind: 'approve', pocket: 17 })).toBe('NOTHING_PROPOSED')
    expect(told.decide(21_000, { kind: 'correct', pocket: 17, reason: 'the video shows it' })).toBe('done')
    expect(told.types.slice(-2)).toEqual(['table_resumed', 'result_confirmed'])
    expect(told.texts.at(-1)).toBe('Ada Pit corrected round 1 to 17 (wheel 4, camera 17): the video shows it')
  })

  test('one witness alone is proposed after the wait, never confirmed', () => {
    const told = new Told().spin(0).number(20_000, 17)
    expect(told.tick(24_999).round.waiting).toBeNull()
    told.tick(25_000)
    expect(told.round).toMatchObject({
      phase: 'resulting',
      verdict: 'no_read',
      waiting: { why: 'no_read' },
      result: { pocket: 17, standing: 'proposed' },
    })
    expect(told.round.readings.map(({ witness, pocket }) => [witness, pocket])).toEqual([
      ['sensor', 17],
      ['vision', undefined],
    ])
  })

  test('a spin that brings nothing at all waits for a person after its bound', () => {
    const told = new Told().spin(0).tick(13_000 - 1 + 75_000)
    expect(told.round).toMatchObject({ waiting: { why: 'interrupted' }, verdict: null, result: null })
  })

  test.each<[string, Partial<WheelReading>]>([
    ['not sure enough', { confidence: 0.89 }],
    ['captured before the launch', { capturedAt: 8_999, rolledAt: 8_000 }],
    ['never seen rolling', { rolledAt: null }],
    ['rolling in the round before', { rolledAt: 8_999 }],
    ['rolling', { kind: 'rolling' }],
    ['nothing', { kind: 'none', why: 'picture_frozen' }],
  ])('a picture that is %s is no reading', (_what, rest) => {
    const told = new Told().spin(0).camera(19_000, 17, rest).number(20_000, 17)
    expect(told.round).toMatchObject({ phase: 'resulting', vision: { kind: 'awaited' } })
    expect(told.tick(25_000).round.waiting?.why).toBe('no_read')
  })

  test('a picture that is not live is no reading', () => {
    const told = new Told().spin(0).camera(19_000, 17, {}, 'the picture stands still').number(20_000, 17).tick(25_000)
    expect(told.round.waiting?.text).toContain('the picture stands still')
  })

  test('a camera that changes its mind has said nothing', () => {
    const told = new Told().spin(0).camera(18_000, 17).camera(18_500, 20).number(20_000, 20)
    expect(told.round).toMatchObject({ verdict: 'no_read', result: { pocket: 20, standing: 'proposed' } })
    expect(told.round.readings).toHaveLength(3)
  })

  test('the last round’s ball, still in its pocket, leaves no trace', () => {
    const told = new Told().wheel(0, { type: 'place_bets' })
    const { revision } = told.state
    told.camera(1_000, 17, { rolledAt: null })
    expect(told.state.revision).toBe(revision)
    expect(told.round.readings).toEqual([])
  })

  test('a mis-spin is never proposed, whatever the camera saw', () => {
    const told = new Told().spin(0).camera(19_000, 17).wheel(19_500, { type: 'spin_lost', why: 'mis_spin', raw: [] })
    expect(told.round).toMatchObject({ verdict: 'no_read', result: null, waiting: { why: 'no_read' } })
    expect(told.decide(20_000, { kind: 'approve', pocket: 17 })).toBe('NOTHING_PROPOSED')
    expect(told.decide(20_000, { kind: 'void', reason: 'mis-spin' })).toBe('done')
    expect(told.state.results[0]).toMatchObject({ standing: 'voided' })
  })

  test('a number from the next spin never counts for this round', () => {
    const told = new Told().spin(0).camera(19_000, 17).wheel(22_000, { type: 'place_bets' })
    expect(told.round).toMatchObject({ number: 1, verdict: 'no_read' })
    told.number(23_000, 17)
    expect(told.round).toMatchObject({ result: { standing: 'proposed' }, sensor: { kind: 'silent' } })
    expect(told.texts.at(-1)).toContain('counts for nothing')
  })
})

describe('while a person is awaited', () => {
  const waiting = () => new Told().spin(0).camera(19_000, 17).number(20_000, 4)

  test('spins open no round, and what they bring touches nothing', () => {
    const told = waiting()
    const { round, revision } = structuredClone({ round: told.round, revision: told.state.revision })
    told.spin(25_000).camera(44_000, 4).number(45_000, 4)
    expect(told.round).toEqual({ ...round, spinEndedAt: 25_000 })
    expect(told.state.revision).toBe(revision)
  })

  test('a late reading is recorded and marked, and confirms nothing', () => {
    const told = new Told().spin(0).number(20_000, 17).tick(25_000).camera(26_000, 17)
    expect(told.round.readings.at(-1)).toMatchObject({ witness: 'vision', pocket: 17, late: true })
    expect(told.round).toMatchObject({ phase: 'resulting', result: { standing: 'proposed' } })
  })

  test('a decision on another state than the present one is refused', () => {
    const told = waiting()
    const decision = { kind: 'void', reason: 'no result' } as const
    const other = roundIdSchema.parse('00000000-0000-4000-8000-00000000ffff')
    expect(told.decide(21_000, { ...decision, revision: told.state.revision - 1 })).toBe('STALE')
    expect(told.decide(21_000, { ...decision, roundId: other })).toBe('STALE')
    expect(told.decide(21_000, decision)).toBe('done')
    expect(told.decide(21_001, decision)).toBe('NOTHING_TO_DECIDE')
    expect(told.round.phase).toBe('voided')
  })

  test('what is approved is what was proposed', () => {
    const told = new Told().spin(0).number(20_000, 17).tick(25_000)
    expect(told.decide(26_000, { kind: 'approve', pocket: 18 })).toBe('STALE')
    expect(told.decide(26_000, { kind: 'approve', pocket: 17 })).toBe('done')
    expect(told.events.at(-1)).toMatchObject({
      pocket: 17,
      standing: 'confirmed',
      authority: { by: 'operator', operator: 'Ada Pit' },
    })
    expect(told.events.at(-1)).not.toHaveProperty('capturedAt')
  })
})

describe('after a restart', () => {
  test('a round in flight closes its bets and waits for a person', () => {
    const told = new Told().wheel(0, { type: 'place_bets' }).input({ type: 'restart', at: 3_000 })
    expect(told.round).toMatchObject({ phase: 'resulting', waiting: { why: 'interrupted' } })
    expect(told.types).toEqual(['round_opened', 'no_more_bets', 'resulting'])
    told.wheel(13_000, { type: 'no_more_bets' }).camera(19_000, 17).number(20_000, 17)
    expect(told.round.waiting?.why).toBe('interrupted')
    expect(told.round.readings.slice(-2).every(({ late }) => late)).toBe(true)
  })

  test('a round that is over stays as it is', () => {
    const told = new Told().spin(0).camera(19_000, 17).number(20_000, 17)
    const { state } = told
    expect(told.input({ type: 'restart', at: 21_000 }).state).toEqual(state)
  })
})

describe('a round that only the backend remembers', () => {
  const roundId = roundIdSchema.parse('00000000-0000-4000-8000-00000000aaaa')
  const undecided = { roundId, number: 41, opensAt: 0, closesAt: 12_000, suspended: false }

  test('is taken on and waits for a person; the numbers go on behind it', () => {
    const told = new Told().input({ type: 'backend', at: 5_000, lastNumber: 41, undecided })
    expect(told.round).toMatchObject({ roundId, number: 41, waiting: { why: 'interrupted' } })
    expect(told.types).toEqual(['no_more_bets', 'resulting'])
    expect(told.decide(6_000, { kind: 'void', reason: 'nothing known of it' })).toBe('done')
    expect(told.types.slice(2)).toEqual(['round_voided'])
    expect(told.spin(10_000).round.number).toBe(42)
  })

  test('resumes the table that was suspended for it', () => {
    const told = new Told().input({
      type: 'backend',
      at: 5_000,
      lastNumber: 41,
      undecided: { ...undecided, suspended: true },
    })
    told.decide(6_000, { kind: 'correct', pocket: 3, reason: 'the video shows it' })
    expect(told.types.slice(-2)).toEqual(['table_resumed', 'result_confirmed'])
  })

  test('does not push a round aside that is in flight', () => {
    const told = new Told().spin(0)
    const { round } = told
    expect(told.input({ type: 'backend', at: 14_000, lastNumber: 41, undecided }).round).toEqual(round)
  })
})

test('a table that may not open a round says why', () => {
  const told = new Told().wheel(0, { type: 'place_bets' }, '501 events wait for the backend')
  expect(told.state.round).toBeNull()
  expect(told.texts[0]).toContain('501 events wait for the backend')
})
