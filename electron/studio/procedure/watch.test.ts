import { describe, expect, it } from 'vitest'
import { type MediaReport, type PictureSettings, pictureSettingsSchema } from '../../../native/media/index.ts'
import type { RoundSpan } from './round-span.ts'
import { type ProcedureState, procedureAfter, procedureAt, procedureAway, procedureBefore } from './watch.ts'

type ProcedureEvent = Extract<MediaReport, { type: 'procedure' }>['event']

const quad = [
  [0.1, 0.1],
  [0.2, 0.1],
  [0.2, 0.2],
  [0.1, 0.2],
]
const settings: PictureSettings = pictureSettingsSchema.parse({
  sources: [{ id: 'wide', name: 'Wide camera', address: { kind: 'tcp', host: '127.0.0.1', port: 9 } }],
  vision: [
    {
      source: 'wide',
      reads: { kind: 'cards', zones: [{ id: 'player-1', name: 'Player 1', quad }] },
      watches: [
        { id: 'bets', name: 'Bets', kind: 'betting', quad },
        { id: 'dealer', name: 'Dealer', kind: 'dealer', quad },
      ],
    },
  ],
  mix: {
    width: 1280,
    height: 720,
    fps: 30,
    scenes: [{ id: 'wide', name: 'Wide', layers: [{ source: 'wide' }] }],
    overlays: [],
    slate: { text: 'Soon' },
  },
  ladder: { rungs: [{ width: 1280, height: 720, bitrate: 2_500_000 }] },
  sound: null,
  record: null,
})
const crop = { x: 0, y: 0, width: 10, height: 10 }
const open: RoundSpan = { number: 7, openedAt: 10_000, closedAt: null, endedAt: null }
const closed: RoundSpan = { ...open, closedAt: 20_000 }
const ended: RoundSpan = { ...closed, endedAt: 45_000 }
const told = (event: ProcedureEvent, round: RoundSpan | null = closed, before: ProcedureState = procedureBefore) =>
  procedureAfter(before, { source: 'wide', event }, round, settings)
const motion = (from: number, until: number, zone = 'bets'): ProcedureEvent => ({
  kind: 'zone_motion',
  zone,
  from,
  until,
  share: 0.2,
  crop,
})
const run = (more: Partial<Extract<ProcedureEvent, { kind: 'ball_run_ended' }>>): ProcedureEvent => ({
  kind: 'ball_run_ended',
  at: 30_000,
  direction: 'clockwise',
  revolutions: 12.34,
  noSpin: false,
  uncertain: false,
  numbers: {
    launchedAt: 15_000,
    leftTrackAt: 29_000,
    launchSpeed: 2,
    lastSpeed: 0.6,
    rotorSpeed: -0.3,
    sights: 90,
    gapMsMax: 80,
  },
  crop,
  ...more,
})

describe('a late bet', () => {
  it('is motion in a betting zone that goes on after no more bets', () => {
    const { state, news } = told(motion(19_000, 22_100))
    expect(news).toEqual({
      level: 'alarm',
      kind: 'procedure',
      roundNumber: 7,
      text: 'A late bet? Something moved in Bets on Wide camera until 2.1 s after no more bets. Look at the picture.',
    })
    expect(state.alerts).toMatchObject([{ level: 'alarm', round: 7 }])
    // The same hand for longer is one alert with newer words.
    const again = told(motion(22_100, 24_000), closed, state)
    expect(again.state.alerts).toHaveLength(1)
    expect(again.state.alerts[0]?.text).toContain('4.0 s')
  })

  it.each([
    ['while bets are open', motion(12_000, 14_000), open],
    ['of a hand that is on its way off the layout', motion(18_000, 20_900), closed],
    ['after the result, when bets are paid', motion(46_000, 50_000), ended],
    ['without a round', motion(1, 99_000), null],
    ['in a zone that is not for bets', motion(21_500, 25_000, 'dealer'), closed],
  ])('is not motion %s', (_, event, round) => {
    expect(told(event, round)).toEqual({ state: procedureBefore, news: null })
  })

  it('is left behind by the next round', () => {
    const { state } = told(motion(19_000, 22_100))
    expect(procedureAt(state, 44_000, closed, true).state.alerts).toHaveLength(1)
    expect(procedureAt(state, 60_000, { ...open, number: 8 }, true).state.alerts).toEqual([])
  })
})

describe('the ball', () => {
  const launched = (at: number) => told({ kind: 'ball_launched', at, direction: 'counter_clockwise', crop }).state

  it('is missed when it was not seen launched in time, once', () => {
    const before = launched(5_000)
    expect(procedureAt(before, 29_000, closed, true).news).toBeNull()
    const { state, news } = procedureAt(before, 31_000, closed, true)
    expect(news?.text).toBe('No ball was seen launched within 10 s of no more bets. Look at the wheel.')
    expect(procedureAt(state, 32_000, closed, true).news).toBeNull()
  })

  it.each([
    ['it was launched in this round', launched(15_000), closed, true],
    ['the camera has no picture', launched(5_000), closed, false],
    ['no launch was ever seen here', procedureBefore, closed, true],
    ['bets are open', launched(5_000), open, true],
    ['the result is there', launched(5_000), ended, true],
  ])('is not missed when %s', (_, before, round, sees) => {
    expect(procedureAt(before, 40_000, round, sees).news).toBeNull()
  })

  it.each([
    [run({}), 'info', 'The ball made 12.3 turns clockwise.'],
    [run({ noSpin: true, revolutions: 2.6 }), 'alarm', 'fewer than four are no spin'],
    [run({ direction: 'counter_clockwise' }), 'alarm', 'with the rotor'],
    [run({ uncertain: true, direction: 'counter_clockwise' }), 'info', 'were not counted'],
  ])('%#: what became of its run', (event, level, words) => {
    const { news } = told(event)
    expect(news).toMatchObject({ level, text: expect.stringContaining(words) })
  })
})

describe('cards and dealer', () => {
  it('alert while a card is covered or the dealer is away, and no longer', () => {
    const absent = told({ kind: 'presence', zone: 'dealer', present: false, at: 1_000, crop })
    expect(absent.news?.text).toBe('No dealer since 00:00:01 UTC: nobody is in Dealer on Wide camera.')
    const covered = told(
      { kind: 'card_covered', zone: 'player-1', from: 2_000, until: null, crop },
      closed,
      absent.state,
    )
    // They stand, whatever round it is.
    const later = procedureAt(covered.state, 90_000, { ...open, number: 9 }, true).state
    expect(later.alerts.map(({ id }) => id)).toEqual(['absent wide dealer', 'covered wide player-1'])
    const seen = told({ kind: 'card_covered', zone: 'player-1', from: 2_000, until: 3_500, crop }, closed, later)
    expect(seen.news?.text).toBe('Player 1 on Wide camera was covered for 1.5 s and is seen again.')
    const back = told({ kind: 'presence', zone: 'dealer', present: true, at: 9_000, crop }, closed, seen.state)
    expect(back).toMatchObject({ state: { alerts: [] }, news: { level: 'info' } })
    expect(procedureAway(later).alerts).toEqual([])
  })

  it('says how far a card moved after it was read', () => {
    const { news } = told({ kind: 'card_moved', zone: 'player-1', at: 21_000, distance: 0.42, crop })
    expect(news).toMatchObject({
      level: 'attention',
      text: expect.stringContaining('Player 1 on Wide camera moved by 42 %'),
    })
  })
})
