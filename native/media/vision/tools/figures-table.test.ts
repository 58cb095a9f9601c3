import { expect, test } from 'vitest'
import { cardsRows, tableOf } from './figures-table.ts'
import { noCards } from './measure.ts'

test('a table says the part, of how many, and how sure that is; only all are 100 % and only none are 0 %', () => {
  const count = { ...noCards(), pictures: 10_000, exact: 10_000, cards: 100_000, found: 99_999, wrong: 1, bare: 1_000 }
  expect(tableOf(cardsRows(count)).split('\n').slice(2)).toEqual([
    '| Cards: found and named rightly (recall) | 99.99 % | 99999 of 100000 | 99.99 % to 99.99 % | ≥ 99 % |',
    '| Cards: right of those named (precision) | 99.99 % | 99999 of 100000 | 99.99 % to 99.99 % | ≥ 99.9 % |',
    '| Cards: pictures with every card right | 100.00 % | 10000 of 10000 | 99.96 % to 100.00 % | ≥ 97 % |',
    '| Cards: pictures without a card in which one is named | 0.00 % | 0 of 1000 | 0.00 % to 0.37 % | 0 |',
  ])
})
