import { describe, expect, it } from 'vitest'
import type { Point, Quad } from '../frame.ts'
import { ProcedureDesk, type ProcedureEvent } from './index.ts'
import { type Conditions, type Draw, hand, TableScene } from './table-scene.test-helper.ts'
import type { LyingCard } from './watched-card.ts'

const picturesPerSecond = 5
const [cardWidth, cardHeight] = [50, 72]

const card =
  (x: number, y: number): Draw =>
  (context) => {
    context.fillStyle = '#f4f2ec'
    context.fillRect(x, y, cardWidth, cardHeight)
    context.fillStyle = '#c01822'
    context.font = 'bold 20px sans-serif'
    context.fillText('7', x + 5, y + 20)
    context.fillRect(x + 20, y + 28, 11, 14)
    context.fillText('7', x + 35, y + 66)
  }

const quadAt = (x: number, y: number): Quad => [
  [x, y],
  [x + cardWidth, y],
  [x + cardWidth, y + cardHeight],
  [x, y + cardHeight],
]

/** What lies on the table at a moment, and whether the reader sees it. */
interface Moment {
  readonly place: Point | null
  readonly seen: boolean
  readonly over?: Draw
}

/** Shows a card that trembles by some px as readers' quads do. @returns what was told, and when, in s */
function told(seconds: number, conditions: (seconds: number) => Conditions, momentAt: (seconds: number) => Moment) {
  const scene = new TableScene(1)
  const desk = new ProcedureDesk({ watches: [] })
  const events: ProcedureEvent[] = []
  let lying: LyingCard[] = []
  for (let picture = 0; picture < seconds * picturesPerSecond; picture++) {
    const at = picture / picturesPerSecond
    const { place, seen, over } = momentAt(at)
    const weather = conditions(at)
    const [shakeX, shakeY] = weather.shake ?? [0, 0]
    if (place && seen) {
      const [x, y] = [place[0] + shakeX + Math.sin(picture * 7), place[1] + shakeY + Math.sin(picture * 5)]
      lying = [{ zone: 'player-1', rank: '7', suit: 'D', seenAt: at * 1000, quad: quadAt(x, y) }]
    }
    const frame = scene.picture(at * 1000, weather, (context) => {
      if (place) card(place[0], place[1])(context)
      over?.(context)
    })
    events.push(...desk.see({ frame, cards: { appeared: lying } }).map(({ event }) => event))
  }
  return events
}

const still = () => ({ noise: 3 })
const home: Point = [200, 60]

describe('CardWatch', { timeout: 120_000 }, () => {
  it.each<[string, (seconds: number) => Conditions]>([
    ['noise', () => ({ noise: 6 })],
    ['light that changes', (s) => ({ noise: 3, light: s < 3 ? 1 : 1.3 + 0.1 * Math.sin(s) })],
    ['a shaking camera', (s) => ({ noise: 3, shake: [3 * Math.sin(9 * s), 2 * Math.cos(11 * s)] })],
  ])('says nothing of a card that lies there, under %s', (_, conditions) => {
    expect(told(6, conditions, () => ({ place: home, seen: true }))).toEqual([])
  })

  it('says nothing when a card is not read for a while although it looks the same', () => {
    expect(told(6, still, (s) => ({ place: home, seen: s < 2 || s > 4 }))).toEqual([])
  })

  it('says nothing of a shadow over a card, seen or unseen', () => {
    const over: Draw = (context) => {
      context.fillStyle = 'rgba(0,0,0,0.2)'
      context.fillRect(100, 20, 300, 200)
    }
    expect(told(6, still, (s) => (s < 2 ? { place: home, seen: true } : { place: home, seen: s > 4, over }))).toEqual(
      [],
    )
  })

  it('tells that a card was moved, once, and from where it lay', () => {
    const events = told(6, still, (s) => ({ place: s < 3 ? home : [home[0] + 15, home[1] + 4], seen: true }))
    expect(events).toMatchObject([{ kind: 'card_moved', zone: 'player-1', at: 3_200 }])
    const [event] = events
    if (event?.kind !== 'card_moved') throw new Error('not moved')
    expect(event.distance).toBeGreaterThan(0.25)
    expect(event.distance).toBeLessThan(0.4)
  })

  it('tells that a hand covers a card, and that it is away again', () => {
    const events = told(6, still, (s) =>
      s >= 2 && s < 4 ? { place: home, seen: false, over: hand(225, 60) } : { place: home, seen: true },
    )
    expect(events).toMatchObject([
      { kind: 'card_covered', zone: 'player-1', from: 2_000, until: null },
      { kind: 'card_covered', zone: 'player-1', from: 2_000, until: 4_000 },
    ])
  })

  it('ends what covered a card that was taken away', () => {
    const events = told(16, still, (s) => (s < 2 ? { place: home, seen: true } : { place: null, seen: false }))
    expect(events.map((event) => event.kind === 'card_covered' && event.until !== null)).toEqual([false, true])
    expect(told(4, still, (s) => ({ place: s < 2 ? home : null, seen: s < 2 }))).toHaveLength(1)
  })
})
