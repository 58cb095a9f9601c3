import { expect, test } from 'vitest'
import type { MediaReport } from '../../../native/media/index.ts'
import { cardsNews, cardsWords } from './cards-news.ts'
import { settings } from './told.test-helper.ts'

type Cards = Extract<MediaReport, { type: 'cards' }>
type Zone = Cards['reading']['zones'][number]

const quad = [
  [0.1, 0.1],
  [0.2, 0.1],
  [0.2, 0.2],
  [0.1, 0.2],
] as const
const named = ['Player 1', 'Banker 1', 'Banker 2'].map((name) => ({
  id: name.toLowerCase().replace(' ', '-'),
  name,
  quad,
}))
const onClose = {
  ...settings,
  vision: [{ source: 'close', fps: 5, reads: { kind: 'cards' as const, zones: named }, watches: [] }],
}
const crop = { x: 0, y: 0, width: 9, height: 9 }
const zone = (id: string, more: Partial<Zone>): Zone => ({
  zone: id,
  state: 'empty',
  cards: [],
  confidence: 0,
  since: 1,
  crop,
  ...more,
})
const eight = {
  zone: 'player-1',
  rank: '8',
  suit: 'S',
  confidence: 0.998,
  appearedAt: 1_000,
  seenAt: 1_400,
  place: 1,
  quad,
  numbers: { face: 1, rank: 1, suit: 1, finder: 1 },
} as const
const reading: Cards['reading'] = {
  capturedAt: 1_400,
  models: [{ id: 'card-reader@1', sha256: 'ab'.repeat(32) }],
  zones: [
    zone('player-1', { state: 'read', cards: [eight], confidence: 0.998 }),
    zone('banker-1', { state: 'no_read' }),
    zone('banker-2', { state: 'undecided' }),
  ],
  appeared: [eight],
}
const jpeg = new Uint8Array([0xff, 0xd8])
const crops = named.map(({ id }) => ({ zone: id, crop: jpeg }))

test('a card that is named, and one that cannot be, are written down with their pictures and numbers', () => {
  const news = cardsNews({ type: 'cards', source: 'close', reading, crops }, onClose)
  expect(news.map(({ record }) => [record.level, record.text])).toEqual([
    ['info', 'Camera: Player 1 8♠, 99 % sure.'],
    ['attention', 'Camera: a card in Banker 1 cannot be told.'],
  ])
  expect(news[0]?.sighting).toEqual({
    capturedAt: 1_400,
    told: { source: 'close', seen: reading.zones[0], models: reading.models },
    crop: jpeg,
  })
})

test('only what changed is written down, and all that lies there is said', () => {
  expect(cardsNews({ type: 'cards', source: 'close', reading, crops: [] }, onClose)).toEqual([])
  expect(cardsWords(reading, onClose, 'close')).toBe('Player 1 8♠, Banker 1 cannot be told.')
  expect(cardsWords({ ...reading, zones: [] }, onClose, 'close')).toBe('No card is named.')
})
