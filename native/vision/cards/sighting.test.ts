import { describe, expect, test } from 'vitest'
import { quadOf } from './quad.ts'
import { bothLooks, cropReadings } from './reader-output.ts'
import { type FoundCard, judged } from './sighting.ts'

const quadAt = (x: number) => quadOf({ centre: [x, 100], short: 92, long: 132, angle: Math.PI / 2 })
const card = (values: Partial<FoundCard>): FoundCard => ({
  rank: '7',
  suit: 'H',
  confidence: 0.999,
  quad: quadAt(100),
  moved: 0,
  values: new Float32Array(27),
  numbers: { face: 0.999, rank: 1, suit: 1 },
  finder: 0.9,
  ...values,
})

describe('what the reader gives for a crop', () => {
  const values = new Float32Array(2 * 27)
  // The second crop: the queen of diamonds.
  values[27 + 11] = 6
  values[27 + 13 + 2] = 5
  values[27 + 17] = 3

  const secondOf = (all: Float32Array) => {
    const [, second] = cropReadings(all, [quadAt(500), quadAt(100)])
    if (!second) throw new Error('one reading of two')
    return second
  }

  test('is a card with probabilities', () => {
    const reading = secondOf(values)
    expect(reading).toMatchObject({ rank: 'Q', suit: 'D', moved: 0 })
    const { face, rank, suit } = reading.numbers
    expect(face).toBeCloseTo(1 / (1 + Math.exp(-3)))
    expect(rank).toBeCloseTo(Math.exp(6) / (Math.exp(6) + 12))
    expect(suit).toBeCloseTo(Math.exp(5) / (Math.exp(5) + 3))
    expect(reading.confidence).toBeCloseTo(face * rank * suit)
  })

  test('moves the corners, in px of the crop', () => {
    // The top right corner lies 8 px further right and 4 px further up than the crop had it.
    const moved = values.slice()
    moved.set([1, -0.5], 27 + 20)
    const reading = secondOf(moved)
    expect(reading.quad.map((point) => point.map(Math.round))).toEqual([
      [54, 34],
      [154, 30],
      [146, 166],
      [54, 166],
    ])
    expect(reading.moved).toBeCloseTo(Math.hypot(8, 4))
  })

  test('is of no confidence when it is nonsense', () => {
    const nonsense = cropReadings(new Float32Array(27).fill(Number.NaN), [quadAt(100)])
    expect(judged(nonsense.map((reading) => ({ ...reading, finder: 1 })))).toEqual({ sightings: [], unread: [] })
  })
})

describe('two looks at one card', () => {
  const look = (queen: number, king: number, corner: number) => {
    const values = new Float32Array(27)
    values.set([queen, king], 11)
    values[18] = corner
    const [reading] = cropReadings(values, [quadAt(100)])
    if (!reading) throw new Error('no reading')
    return reading
  }

  test('name what both together name, and frame it as the second', () => {
    const both = bothLooks(look(6, 4, 0.5), look(0, 3, 1), quadAt(200))
    expect(both.rank).toBe('K')
    expect(both.numbers.rank).toBeCloseTo(Math.exp(3.5) / (Math.exp(3.5) + Math.exp(3) + 11))
    expect(both.moved).toBeCloseTo(8)
    expect(both.quad[0][0]).toBeCloseTo(200 - 46 + 8)
  })
})

describe('of all that is found', () => {
  test('the certain is told, with the numbers behind it', () => {
    expect(judged([card({})]).sightings).toEqual([
      {
        rank: '7',
        suit: 'H',
        confidence: 0.999,
        quad: quadAt(100),
        numbers: { face: 0.999, rank: 1, suit: 1, finder: 0.9 },
      },
    ])
  })

  test('what looks like a card and is not certain is unread', () => {
    const { sightings, unread } = judged([card({ confidence: 0.3 })])
    expect(sightings).toEqual([])
    expect(unread).toMatchObject([{ quad: quadAt(100) }])
  })

  test('a back is nothing', () => {
    const back = card({ confidence: 0.1, numbers: { face: 0.1, rank: 1, suit: 1 } })
    expect(judged([back])).toEqual({ sightings: [], unread: [] })
  })

  test('two sightings of one place are one: the more certain', () => {
    const { sightings, unread } = judged([card({ confidence: 0.99, quad: quadAt(103) }), card({})])
    expect(sightings).toMatchObject([{ confidence: 0.999 }])
    expect(unread).toEqual([])
  })

  test('a card that is seen again a third of its width aside is one; two of the same name that overlap by a third are two', () => {
    expect(judged([card({}), card({ confidence: 0.99, quad: quadAt(130) })]).sightings).toHaveLength(1)
    expect(judged([card({}), card({ confidence: 0.99, quad: quadAt(164) })]).sightings).toHaveLength(2)
  })

  test('a weak second opinion does not count', () => {
    const { sightings } = judged([card({}), card({ confidence: 0.2, rank: '8', quad: quadAt(103) })])
    expect(sightings).toMatchObject([{ rank: '7' }])
  })

  test('two certain readings that contradict each other are none', () => {
    const { sightings, unread } = judged([card({}), card({ confidence: 0.99, rank: '8', quad: quadAt(103) })])
    expect(sightings).toEqual([])
    expect(unread).toHaveLength(1)
  })

  test('a card that lies half under another is told as well', () => {
    const { sightings } = judged([card({}), card({ rank: '8', quad: quadAt(146) })])
    expect(sightings).toHaveLength(2)
  })
})
