import { expect, it } from 'vitest'
import { readWish, wishBytesMax } from './wish.ts'

const tile = { feed: 'wide', width: 320, fps: 15 }

it('reads a wish', () => {
  expect(readWish(JSON.stringify({ feeds: [tile, { ...tile, width: 0 }] }))).toEqual({
    feeds: [tile, { ...tile, width: 0 }],
  })
  expect(readWish('{"feeds":[]}')).toEqual({ feeds: [] })
})

it.each([
  ['no JSON', '{"feeds":'],
  ['no wish', '[]'],
  ['more', JSON.stringify({ feeds: [], extra: 1 })],
  ['too many feeds', JSON.stringify({ feeds: Array(13).fill(tile) })],
  ['a name that no feed can have', JSON.stringify({ feeds: [{ ...tile, feed: '../wide' }] })],
  ['a negative width', JSON.stringify({ feeds: [{ ...tile, width: -1 }] })],
  ['a huge width', JSON.stringify({ feeds: [{ ...tile, width: 1e9 }] })],
  ['no rate', JSON.stringify({ feeds: [{ ...tile, fps: 0 }] })],
  ['a rate that is no number', JSON.stringify({ feeds: [{ ...tile, fps: '15' }] })],
])('refuses %s, in words', (_, text) => {
  expect(readWish(text)).toEqual({ refused: expect.stringMatching(/^A wish .{5}/) })
})

it('has room for the longest wish', () => {
  const longest = { feed: 'a'.repeat(40), width: 16_384, fps: 119.88011988 }
  expect(JSON.stringify({ feeds: Array(12).fill(longest) }).length).toBeLessThan(wishBytesMax)
})
