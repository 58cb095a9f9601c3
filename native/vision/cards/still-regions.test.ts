import { beforeEach, describe, expect, test } from 'vitest'
import type { CardSighting } from './card.ts'
import { centreOf, quadOf } from './quad.ts'
import { StillRegions } from './still-regions.ts'

const frame = { width: 1280, height: 720 }
const layout = { scale: 0.5, left: 0, top: 0 }
/** Two zones of 200 × 200 px: from (100, 100) and from (700, 100). */
const zones = [100, 700].map((left) => {
  const at = (x: number, y: number) => [(left + x) / 1280, (100 + y) / 1280] as const
  return { id: `zone-${left}`, name: '', quad: [at(0, 0), at(200, 0), at(200, 200), at(0, 200)] as const }
})
const seenAt = (x: number): CardSighting => ({
  rank: '7',
  suit: 'S',
  confidence: 0.99,
  quad: quadOf({ centre: [x, 200], short: 92, long: 132, angle: 1.5 }),
  numbers: { face: 1, rank: 1, suit: 1, finder: 1 },
})

describe('a region', () => {
  let small = new Uint8Array()
  let regions = new StillRegions(zones)
  beforeEach(() => {
    small = Uint8Array.from({ length: 640 * 360 * 3 }, (_, index) => 100 + ((index * 7919) % 15))
    regions = new StillRegions(zones)
  })
  const compare = () => regions.compare(small, layout, frame)
  /** Looks until nothing is open any more. */
  const settle = (...found: CardSighting[]) => {
    let looks = 0
    for (; compare() === 'open'; looks++) regions.merged({ sightings: found, unread: [] })
    return looks
  }
  /** Paints a square of the small picture. */
  const paint = (left: number, top: number, side: number, value: number) => {
    for (let y = top; y < top + side; y++) small.fill(value, (y * 640 + left) * 3, (y * 640 + left + side) * 3)
  }

  test('is read again so often that the vote is sure, then left alone', () => {
    expect(settle(seenAt(200))).toBe(5)
    expect(regions.kept().sightings).toEqual([seenAt(200)])
    expect(compare()).toBe('still')
  })

  test('is read again when something changes in it, and only it', () => {
    settle(seenAt(200), seenAt(800))
    paint(390, 80, 30, 250)
    expect(compare()).toBe('open')
    expect(regions.isOpen([800, 200])).toBe(true)
    expect(regions.isOpen([200, 200])).toBe(false)
    expect(regions.isOpen([600, 200])).toBe(false)
    const { sightings } = regions.merged({ sightings: [], unread: [] })
    expect(sightings.map(({ quad }) => Math.round(centreOf(quad)[0]))).toEqual([200])
  })

  test('is not read again for noise, nor for what happens outside', () => {
    settle(seenAt(200))
    small = small.map((value, index) => value + (((index * 104_729) % 31) - 15))
    paint(200, 60, 100, 250)
    expect(compare()).toBe('still')
  })

  test('is read again when its light has slowly changed', () => {
    settle(seenAt(200))
    let pictures = 0
    for (; compare() === 'still'; pictures++) small = small.map((value) => value + 1)
    expect(pictures).toBe(21)
  })

  test('is laid out anew for a frame of another size', () => {
    settle(seenAt(200))
    expect(regions.compare(small, { ...layout, scale: 640 / 1920 }, { width: 1920, height: 1080 })).toBe('open')
    expect(regions.kept().sightings).toEqual([])
  })
})
