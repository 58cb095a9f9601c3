import { expect, test } from 'vitest'
import { asked } from './arguments.ts'

const args = (line: string) => asked(line.split(' ').filter(Boolean))

test('pictures of cards, in the order given, however they are given', () => {
  const cards = { what: 'cards', json: false }
  expect(args('cards --images a')).toEqual({ ...cards, images: ['a'] })
  expect(args('cards --images a b --images c d --json')).toEqual({ ...cards, images: ['a', 'b', 'c', 'd'], json: true })
  expect(args('cards --json --images=a')).toEqual({ ...cards, images: ['a'], json: true })
})

test('pictures of a wheel need to know where it stands', () => {
  const wheel = { what: 'wheel', images: ['a'], calibration: 'c.json', json: false }
  expect(args('wheel --images a --calibration c.json')).toEqual(wheel)
  expect(args('wheel --images a')).toBeNull()
})

test.each([
  '',
  'cards',
  'dice --images a',
  'cards --images',
  'cards --images a --calibration c',
  'cards --images a -x',
])('refused: %s', (line) => expect(args(line)).toBeNull())
