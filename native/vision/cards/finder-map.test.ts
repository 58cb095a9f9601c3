import { expect, test } from 'vitest'
import { candidatesMax, candidatesOf } from './finder-map.ts'
import { centreOf, heightOf, widthOf } from './quad.ts'

const cells = 45 * 80
const whole = { scale: 0.5, left: 0, top: 0 }
const emptyMap = () => new Float32Array(8 * cells).fill(-9, 0, cells)

/** Writes a card's box into the map as training does. Lengths in px of the 640 × 360 picture. */
function put(map: Float32Array, heat: number, x: number, y: number, short = 40, long = 56, angle = 1.4): void {
  const cell = Math.floor(y / 8) * 80 + Math.floor(x / 8)
  const values = [
    heat,
    x / 8 - Math.floor(x / 8) - 0.5,
    y / 8 - Math.floor(y / 8) - 0.5,
    Math.log(short / 32),
    Math.log(long / 32),
    Math.cos(2 * angle),
    Math.sin(2 * angle),
  ]
  for (const [channel, value] of values.entries()) map[channel * cells + cell] = value
}

test('a card is found where it lies, in px of the frame', () => {
  const map = emptyMap()
  put(map, 2, 100, 52, 40, 56, 1.4)
  const [found, ...more] = candidatesOf(map, { scale: 0.5, left: 80, top: 0 })
  expect(more).toEqual([])
  if (!found) throw new Error('nothing was found')
  expect(found.finder).toBeCloseTo(1 / (1 + Math.exp(-2)))
  expect(centreOf(found.quad)).toEqual([expect.closeTo(40), expect.closeTo(104)])
  expect([widthOf(found.quad), heightOf(found.quad)]).toEqual([expect.closeTo(80, 3), expect.closeTo(112, 3)])
  const [topLeft, topRight] = found.quad
  expect(Math.atan2(topRight[1] - topLeft[1], topRight[0] - topLeft[0])).toBeCloseTo(1.4 - Math.PI / 2)
})

test('the hottest come first, and cold cells are nothing', () => {
  const map = emptyMap()
  put(map, -1, 100, 100)
  put(map, 3, 300, 100)
  put(map, -3, 500, 100)
  expect(candidatesOf(map, whole).map(({ quad }) => Math.round(centreOf(quad)[0]))).toEqual([600, 200])
})

test('cells beside a hotter one are no peaks, across the picture’s edge there is no beside', () => {
  const map = emptyMap()
  put(map, 3, 636, 100)
  put(map, 2.9, 628, 108)
  // The next cell in memory, and the first of the next row.
  put(map, 2.8, 4, 108)
  expect(candidatesOf(map, whole).map(({ quad }) => Math.round(centreOf(quad)[0]))).toEqual([1272, 8])
})

test('of two equal neighbours one is the peak', () => {
  const map = emptyMap()
  put(map, 3, 100, 100)
  put(map, 3, 108, 100)
  expect(candidatesOf(map, whole)).toHaveLength(1)
})

test('one card that is found twice is one', () => {
  const map = emptyMap()
  put(map, 3, 100, 100)
  put(map, 2.5, 117, 100, 40, 56, 1.4)
  // It says itself that the card's centre lies by the other.
  map[cells + 12 * 80 + 14] = -1.4
  expect(candidatesOf(map, whole)).toHaveLength(1)
})

test('two cards of which one covers a third of the other are two', () => {
  const map = emptyMap()
  put(map, 3, 100, 100)
  put(map, 2.5, 126, 100)
  expect(candidatesOf(map, whole)).toHaveLength(2)
})

test('never more than the reader can be given', () => {
  const map = emptyMap()
  for (let x = 4; x < 640; x += 64) for (let y = 4; y < 360; y += 64) put(map, 1 + x / 640, x, y)
  expect(candidatesOf(map, whole)).toHaveLength(candidatesMax)
})

test.each([
  ['sides of no card', [Number.NaN, 56]],
  ['a side without end', [40, Number.POSITIVE_INFINITY]],
  ['a speck', [2, 3]],
])('%s are passed over', (_, [short, long]) => {
  const map = emptyMap()
  put(map, 3, 100, 100, short, long)
  expect(candidatesOf(map, whole)).toEqual([])
})

test('a map of nonsense has no candidates', () => {
  expect(candidatesOf(new Float32Array(8 * cells).fill(Number.NaN), whole)).toEqual([])
})
