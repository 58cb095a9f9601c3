import { describe, expect, it } from 'vitest'
import { seededRandom } from '../../media/frame/seeded-random.ts'
import type { Quad, RgbFrame } from '../frame.ts'
import type { ZoneMotion } from './event.ts'
import { ProcedureDesk, type ProcedureNews } from './index.ts'
import { type Conditions, chip, type Draw, hand, sceneHeight, TableScene } from './table-scene.test-helper.ts'

const picturesPerSecond = 10
const pictureMs = 1000 / picturesPerSecond
const layout: Quad = [
  [0.1, 0.26],
  [0.9, 0.26],
  [0.9, 0.5],
  [0.1, 0.5],
]
const boxes: Quad = [
  [0.08, 0.04],
  [0.48, 0.05],
  [0.48, 0.21],
  [0.08, 0.22],
]
const watches = [
  { id: 'layout', name: 'Layout', kind: 'betting', quad: layout },
  { id: 'boxes', name: 'Boxes', kind: 'betting', quad: boxes },
] as const

/** What a picture is taken under: by its time in s. */
type Weather = (seconds: number, random: () => number) => Conditions
const weathers: [string, Weather][] = [
  ['noise', () => ({ noise: 3 })],
  ['much noise', () => ({ noise: 8 })],
  [
    'light that drifts, warms and comes from another side',
    (s) => ({ noise: 3, light: 1 + 0.3 * Math.sin(s), slope: 0.2 * Math.sin(s / 2), warmth: 0.03 * Math.sin(s / 3) }),
  ],
  ['flicker', (_, random) => ({ noise: 3, light: 0.95 + 0.1 * random() })],
  ['a lamp that goes on and off', (s) => ({ noise: 3, light: s % 3 < 1.5 ? 1 : 1.4, warmth: s % 3 < 1.5 ? 0 : 0.05 })],
  ['a trembling camera', (_, random) => ({ noise: 3, shake: [2 * random() - 1, 2 * random() - 1] })],
  ['a shaking camera', (_, random) => ({ noise: 3, shake: [6 * random() - 3, 6 * random() - 3] })],
  ['a camera that was pushed', (s) => ({ noise: 3, shake: s > 3 ? [3.4, -5.6] : [0, 0] })],
]

const seedOf = (weather: Weather): number => weathers.findIndex(([, known]) => known === weather)

const motions = (news: readonly ProcedureNews[]): ZoneMotion[] =>
  news.flatMap(({ event }) => (event.kind === 'zone_motion' ? [event] : []))

/** Shows a table for a time. @param draw what is on it after so many s */
function show(seed: number, seconds: number, weather: Weather, draw: (seconds: number) => Draw | undefined) {
  const scene = new TableScene(seed)
  const random = seededRandom(seed + 100)
  const desk = new ProcedureDesk({ watches })
  const news: ProcedureNews[] = []
  for (let picture = 0; picture < seconds * picturesPerSecond; picture++) {
    const at = picture / picturesPerSecond
    news.push(...desk.see({ frame: scene.picture(picture * pictureMs, weather(at, random), draw(at)) }))
  }
  return news
}

/** A hand that goes to (x, y) and back within 0.8 s. */
const visit =
  (from: number, x: number, y: number) =>
  (seconds: number): Draw | undefined => {
    const part = (seconds - from) / 0.8
    return part > 0 && part < 1 ? hand(x, sceneHeight - (sceneHeight - y) * Math.sin(Math.PI * part)) : undefined
  }

describe('ZoneWatch', { timeout: 240_000 }, () => {
  it.each(weathers)('says nothing of an empty table under %s', (_, weather) => {
    for (const seed of [1, 2])
      expect(
        show(seed, 5, weather, () => undefined),
        `seed ${seed}`,
      ).toEqual([])
  })

  it.each(weathers)('tells each hand once, under %s', (_, weather) => {
    const random = seededRandom(seedOf(weather))
    const [x, y] = [110 + 420 * random(), 190 + 80 * random()]
    const news = show(seedOf(weather), 3.5, weather, visit(1.6, x, y))
    expect(motions(news)).toMatchObject([{ kind: 'zone_motion', zone: 'layout' }])
    const [{ event, picture } = {}] = news
    if (event?.kind !== 'zone_motion' || !picture) throw new Error('no motion')
    // It comes in from below, reaches the zone about 100 ms after it began to move, and leaves it a little before its end.
    expect(event.from).toBeGreaterThan(1_600)
    expect(event.from).toBeLessThan(1_600 + 4 * pictureMs)
    expect(event.until).toBeGreaterThan(2_000)
    expect(event.until).toBeLessThan(2_400 + 2 * pictureMs)
    expect(event.share).toBeGreaterThan(0.015)
    // The evidence was taken while the hand was there, and shows it.
    expect(picture).toMatchObject({ width: event.crop.width, height: event.crop.height })
    expect(picture.data).toHaveLength(picture.width * picture.height * 3)
    expect(picture.capturedAt).toBeGreaterThan(event.from)
    expect(picture.capturedAt).toBeLessThanOrEqual(event.until)
    expect(Math.abs(event.crop.x + event.crop.width / 2 - x)).toBeLessThan(20)
  })

  it.each(['#2a62c8', '#d8d4c0', '#181818'])(
    'tells that a chip %s is laid down and taken away, and nothing between',
    (colour) => {
      const there =
        (s: number): Draw =>
        (context) => {
          if (s > 2 && s < 9) chip(303, 240, colour)(context)
          visit(1.6, 300, 215)(s)?.(context)
          visit(8.6, 300, 215)(s)?.(context)
        }
      const found = motions(show(5, 11, () => ({ noise: 3 }), there))
      expect(found).toHaveLength(2)
      expect(found[0]?.until).toBeLessThan(2_700)
      expect(found[1]?.from).toBeGreaterThan(8_600)
    },
  )

  it('tells a thrown chip without a hand', () => {
    const found = motions(
      show(
        6,
        4,
        () => ({ noise: 3 }),
        (s) => (s > 2 ? chip(290, 240) : undefined),
      ),
    )
    expect(found).toHaveLength(1)
    expect(found[0]?.from).toBeLessThan(2_000 + 3 * pictureMs)
  })

  it('tells long motion in pieces', () => {
    const found = motions(
      show(
        7,
        8,
        () => ({ noise: 3 }),
        (s) => (s > 2 && s < 6.5 ? hand(200 + 60 * Math.sin(3 * s), 230) : undefined),
      ),
    )
    expect(found).toHaveLength(3)
    expect(found[1]?.from).toBe(found[0]?.until)
    expect((found.at(-1)?.until ?? 0) - (found[0]?.from ?? 0)).toBeGreaterThan(4_200)
  })

  it('says nothing of a soft shadow that passes', () => {
    const shadow =
      (s: number): Draw =>
      (context) => {
        const x = 200 * (s - 1.5)
        const dark = context.createRadialGradient(x, 240, 30, x, 240, 110)
        dark.addColorStop(0, 'rgba(0,0,0,0.25)')
        dark.addColorStop(1, 'rgba(0,0,0,0)')
        context.fillStyle = dark
        context.fillRect(-20, -20, 700, 400)
      }
    expect(show(8, 5, () => ({ noise: 3 }), shadow)).toEqual([])
  })
})

describe('ZoneWatch when the picture is not the same camera’s, moment by moment', { timeout: 120_000 }, () => {
  const scene = new TableScene(9)
  const [quiet, noise] = [(at: number) => scene.picture(at, { noise: 3 }), { noise: 3 }]
  const withHand = (at: number) => scene.picture(at, noise, hand(300, 230))
  const otherScene = scene.picture(0, noise, (context) => {
    context.fillStyle = '#6a6f7a'
    context.fillRect(-20, -20, 700, 400)
    context.fillStyle = '#b08d57'
    context.fillRect(100, 60, 400, 200)
  })
  const black = (at: number): RgbFrame => ({
    ...otherScene,
    data: new Uint8Array(otherScene.data.length),
    capturedAt: at,
  })

  it.each<[string, number, (at: number) => RgbFrame, (at: number) => RgbFrame]>([
    [
      'a cut to another camera and back',
      600,
      (at) => ({ ...otherScene, data: otherScene.data.slice(), capturedAt: at }),
      quiet,
    ],
    ['black', 600, black, quiet],
    [
      'a frozen picture, after which a hand is there',
      2_600,
      (at) => ({ ...quiet(0), data: frozen, capturedAt: at }),
      withHand,
    ],
    ['a pause, after which a hand is there', 0, quiet, withHand],
    ['one broken picture', 60, withHand, quiet],
  ])('says nothing of %s', (_, ms, between, after) => {
    const desk = new ProcedureDesk({ watches })
    const news: ProcedureNews[] = []
    let at = 0
    const play = (length: number, picture: (at: number) => RgbFrame) => {
      for (const end = at + length; at < end; at += pictureMs) news.push(...desk.see({ frame: picture(at) }))
    }
    play(2_000, quiet)
    if (ms === 0) at += 2_500
    play(ms, between)
    play(2_500, after)
    expect(news).toEqual([])
    // It has not gone blind over it.
    play(600, (moment) => scene.picture(moment, noise, hand(450, 220)))
    play(1_000, after)
    expect(motions(news).map(({ zone }) => zone)).toEqual(['layout'])
  })

  const frozen = quiet(0).data
})
