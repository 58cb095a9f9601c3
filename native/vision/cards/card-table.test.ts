import { describe, expect, test } from 'vitest'
import type { Quad } from '../frame.ts'
import type { CardLook, CardSighting, Rank } from './card.ts'
import { CardTable } from './card-table.ts'
import { quadOf } from './quad.ts'
import type { CardZone } from './zone.ts'

const size = { width: 1280, height: 720 }
/** Three zones of 200 × 200 px side by side from (100, 100); the third is a seat. */
const zones: CardZone[] = ['player-1', 'banker-1', 'seat-1'].map((id, index) => {
  const at = (x: number, y: number) => [(100 + 200 * index + x) / size.width, (100 + y) / size.width] as const
  return { id, name: id, quad: [at(0, 0), at(199, 0), at(199, 200), at(0, 200)] }
})
const quadAt = (x: number, y = 200): Quad => quadOf({ centre: [x, y], short: 92, long: 132, angle: Math.PI / 2 })
const numbers = { face: 0.99, rank: 1, suit: 1, finder: 0.9 }
const card = (rank: Rank, x: number, confidence = 0.99): CardSighting => ({
  rank,
  suit: 'S',
  confidence,
  quad: quadAt(x),
  numbers,
})

/** Five pictures a second. */
const pictureMs = 200
class Camera {
  readonly table = new CardTable(zones)
  at = 0
  see(sightings: readonly CardSighting[], unread: readonly Quad[] = []) {
    this.at += pictureMs
    const look: CardLook = {
      ...size,
      capturedAt: this.at,
      models: [{ id: 'card-reader@1', sha256: 'ab' }],
      sightings,
      unread: unread.map((quad) => ({ quad, numbers })),
    }
    return this.table.see(look)
  }
  seeTimes(times: number, ...seen: Parameters<Camera['see']>) {
    for (let picture = 1; picture < times; picture++) this.see(...seen)
    return this.see(...seen)
  }
}
const faces = ({ appeared }: ReturnType<Camera['see']>) =>
  appeared.map(({ zone, rank, place }) => `${place} ${zone} ${rank}`)
const states = ({ zones: read }: ReturnType<Camera['see']>) => read.map(({ state }) => state)

describe('a card', () => {
  test('is told when three pictures agree, with all that stands behind it', () => {
    const camera = new Camera()
    expect(states(camera.see([card('7', 200)]))).toEqual(['undecided', 'empty', 'empty'])
    expect(faces(camera.see([card('7', 201)]))).toEqual([])
    const reading = camera.see([card('7', 202, 0.96)])
    expect(states(reading)).toEqual(['read', 'empty', 'empty'])
    expect(reading).toMatchObject({ capturedAt: 600, models: [{ id: 'card-reader@1', sha256: 'ab' }] })
    expect(reading.zones[0]).toEqual({
      zone: 'player-1',
      state: 'read',
      cards: reading.appeared,
      confidence: expect.closeTo(0.98),
      since: 600,
      crop: { x: 100, y: 100, width: 199, height: 200 },
    })
    expect(reading.appeared).toEqual([
      {
        zone: 'player-1',
        rank: '7',
        suit: 'S',
        confidence: expect.closeTo(0.98),
        appearedAt: 200,
        seenAt: 600,
        place: 1,
        quad: quadAt(202),
        numbers,
      },
    ])
  })

  test('is not told while the pictures disagree, and then cannot be read', () => {
    const camera = new Camera()
    for (let picture = 0; picture < 10; picture++) {
      expect(faces(camera.see([card(picture % 2 ? '7' : '8', 200)]))).toEqual([])
    }
    expect(states(camera.see([card('7', 200)]))[0]).toBe('no_read')
  })

  test('belongs to the zone in which its middle lies, and to none outside', () => {
    const camera = new Camera()
    expect(faces(camera.seeTimes(3, [card('7', 280), card('8', 330), card('9', 900)]))).toEqual([
      '1 player-1 7',
      '2 banker-1 8',
    ])
  })

  test('survives a hand over it, and is gone after ten pictures without it', () => {
    const camera = new Camera()
    camera.seeTimes(3, [card('7', 200)])
    const covered = camera.seeTimes(10, [])
    expect(faces(covered)).toEqual(['1 player-1 7'])
    expect(covered.appeared[0]).toMatchObject({ appearedAt: 200, seenAt: 600 })
    expect(faces(camera.see([card('7', 200)]))).toEqual(['1 player-1 7'])
    expect(camera.seeTimes(11, []).zones[0]).toMatchObject({ state: 'empty', cards: [], since: camera.at })
  })

  test('that was seen for a moment only leaves nothing', () => {
    const camera = new Camera()
    camera.see([card('7', 200)])
    expect(states(camera.seeTimes(6, []))).toEqual(['empty', 'empty', 'empty'])
    expect(faces(camera.seeTimes(2, [card('7', 200)]))).toEqual([])
  })

  test('keeps its name through four wrong pictures', () => {
    const camera = new Camera()
    camera.seeTimes(3, [card('7', 200)])
    expect(faces(camera.seeTimes(4, [card('8', 200)]))).toEqual(['1 player-1 7'])
    expect(faces(camera.see([card('7', 200)]))).toEqual(['1 player-1 7'])
    expect(faces(camera.seeTimes(4, [card('8', 200)]))).toEqual(['1 player-1 7'])
  })

  test('that is changed in its place is a new appearance', () => {
    const camera = new Camera()
    camera.seeTimes(3, [card('7', 200)])
    camera.seeTimes(3, [card('7', 200), card('K', 400)])
    const { appeared } = camera.seeTimes(5, [card('8', 200), card('K', 400)])
    expect(appeared).toMatchObject([
      { zone: 'banker-1', rank: 'K', place: 1, appearedAt: 800 },
      { zone: 'player-1', rank: '8', place: 2, appearedAt: 1400 },
    ])
  })
})

describe('the order of appearance', () => {
  test('is that of the first sight, not of the zones nor of the vote', () => {
    const camera = new Camera()
    camera.see([card('K', 400)])
    camera.see([card('7', 200)])
    camera.see([card('7', 200), card('K', 400)])
    expect(faces(camera.see([card('7', 200), card('K', 400)]))).toEqual(['1 banker-1 K', '2 player-1 7'])
  })

  test('is the layout’s for cards that appear at once', () => {
    const seen = [card('K', 400), card('7', 200)]
    expect(faces(new Camera().seeTimes(3, seen))).toEqual(['1 player-1 7', '2 banker-1 K'])
  })

  test('holds within a seat', () => {
    const camera = new Camera()
    camera.see([card('9', 640)])
    const seen = [card('2', 540), card('9', 640)]
    expect(faces(camera.seeTimes(3, seen))).toEqual(['1 seat-1 9', '2 seat-1 2'])
  })
})

describe('what cannot be named', () => {
  test('is told as unreadable after two seconds', () => {
    const camera = new Camera()
    expect(states(camera.see([], [quadAt(200)]))[0]).toBe('undecided')
    expect(states(camera.seeTimes(9, [], [quadAt(200)]))[0]).toBe('undecided')
    expect(camera.see([], [quadAt(200)]).zones[0]).toMatchObject({ state: 'no_read', confidence: 0, since: 2200 })
  })

  test('is forgotten when it goes away', () => {
    const camera = new Camera()
    camera.seeTimes(12, [], [quadAt(200)])
    expect(states(camera.seeTimes(2, []))[0]).toBe('no_read')
    expect(states(camera.see([]))[0]).toBe('empty')
  })

  test('beside a card that is told leaves the zone unread, and the card told', () => {
    const camera = new Camera()
    const reading = camera.seeTimes(12, [card('7', 560)], [quadAt(640)])
    expect(states(reading)[2]).toBe('no_read')
    expect(faces(reading)).toEqual(['1 seat-1 7'])
  })

  test('in the place of a told card is that card, for a while', () => {
    const camera = new Camera()
    camera.seeTimes(3, [card('7', 200)])
    expect(states(camera.seeTimes(10, [], [quadAt(200)]))[0]).toBe('read')
    expect(states(camera.seeTimes(12, [], [quadAt(200)]))[0]).toBe('no_read')
  })
})
