import { expect, test } from 'vitest'
import type { Quad } from '../../../vision/index.ts'
import { countCards, countWheel, noCards, noWheels } from './measure.ts'

/** A card 90 × 130 px. */
const at = (x: number, y: number): Quad => [
  [x, y],
  [x + 90, y],
  [x + 90, y + 130],
  [x, y + 130],
]
const card = (rank: 'A' | 'K', suit: 'S' | 'H', x: number, y: number) => ({ rank, suit, quad: at(x, y) })

test('a picture is exact when each card is named where it lies, and nothing else', () => {
  const truth = { cards: [card('A', 'S', 100, 100), card('K', 'H', 400, 100)], ignored: [card('K', 'S', 420, 110)] }
  const count = noCards()
  countCards(count, truth, [card('K', 'H', 420, 115), card('A', 'S', 100, 100)])
  expect(count).toEqual({ ...noCards(), pictures: 1, exact: 1, cards: 2, found: 2 })
  // Hidden so far that nobody asks for it.
  countCards(count, truth, [...truth.cards, card('K', 'S', 420, 110)])
  expect(count).toMatchObject({ exact: 2, wrong: 0 })
})

test.each([
  ['of another rank', [card('K', 'S', 100, 100)], 0, 1],
  ['of another suit', [card('A', 'H', 100, 100)], 0, 1],
  ['a third of its width away', [card('A', 'S', 131, 100)], 0, 1],
  ['named twice', [card('A', 'S', 100, 100), card('A', 'S', 104, 100)], 1, 1],
  ['not named', [], 0, 0],
])('a card %s', (_, said, found, wrong) => {
  const count = noCards()
  countCards(count, { cards: [card('A', 'S', 100, 100)], ignored: [] }, said)
  expect(count).toEqual({ ...noCards(), pictures: 1, cards: 1, found, wrong })
})

test('a picture without a card counts as wrong once', () => {
  const count = noCards()
  countCards(count, { cards: [], ignored: [] }, [])
  countCards(count, { cards: [], ignored: [] }, [card('A', 'S', 0, 0), card('A', 'H', 0, 0)])
  expect(count).toEqual({ ...noCards(), bare: 2, bareWrong: 1 })
})

test('a wheel is counted by what it shows', () => {
  const count = noWheels()
  countWheel(count, { state: 'resting', pocket: 17 }, { state: 'resting', pocket: 17 })
  countWheel(count, { state: 'resting', pocket: 17 }, { state: 'resting', pocket: 4 })
  countWheel(count, { state: 'resting', pocket: 17 }, { state: 'no_read' })
  countWheel(count, { state: 'rolling' }, { state: 'rolling' })
  countWheel(count, { state: 'none' }, { state: 'resting', pocket: 0 })
  expect(count).toEqual({
    ...{ resting: 3, told: 2, right: 1, others: 2, othersResting: 1 },
    ...{ rolling: 1, rollingRight: 1, none: 1, noneRight: 0 },
  })
})
