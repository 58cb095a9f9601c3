import { expect, test } from 'vitest'
import type { CardTableReading, ZoneReading } from '../../vision/index.ts'
import { CardsReport } from './cards-report.ts'

const zone = (name: string, state: ZoneReading['state'], ...ranks: ('A' | 'K')[]): ZoneReading => ({
  ...{ zone: name, state, confidence: 0.9, since: 0, crop: { x: 0, y: 0, width: 100, height: 100 } },
  cards: ranks.map((rank, i) => ({
    ...{ zone: name, rank, suit: 'S', confidence: 0.9, appearedAt: i, seenAt: 0, place: i + 1 },
    quad: [
      [0, 0],
      [9, 0],
      [9, 13],
      [0, 13],
    ],
    numbers: { face: 1, rank: 1, suit: 1, finder: 1 },
  })),
})
const reading = (...zones: ZoneReading[]): CardTableReading => ({ capturedAt: 0, models: [], zones, appeared: [] })

test('tells every zone at first, then those whose state or cards changed', () => {
  const report = new CardsReport()
  const told = [
    reading(zone('player', 'empty'), zone('banker', 'empty')),
    reading(zone('player', 'undecided'), zone('banker', 'empty')),
    reading(zone('player', 'read', 'A'), zone('banker', 'empty')),
    reading({ ...zone('player', 'read', 'A'), confidence: 0.95 }, zone('banker', 'no_read')),
    reading(zone('player', 'read', 'A', 'K'), zone('banker', 'no_read')),
    reading(zone('player', 'read', 'K'), zone('banker', 'no_read')),
    reading(zone('player', 'empty'), zone('banker', 'empty')),
  ].map((each) => report.news(each).map((zone) => zone.zone))
  expect(told).toEqual([
    ['player', 'banker'],
    ['player'],
    ['player'],
    ['banker'],
    ['player'],
    ['player'],
    ['player', 'banker'],
  ])
})
