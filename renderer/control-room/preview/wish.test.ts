import { describe, expect, it } from 'vitest'
import { type Tile, WishLog, wishOf } from './wish.ts'

const tile = (id: number, over: Partial<Tile> = {}): Tile => ({
  id,
  feed: `camera-${id}`,
  width: 200,
  visible: true,
  full: false,
  ...over,
})

describe('a wish', () => {
  it('names each visible tile, its width in steps, and a rate that fits its size', () => {
    const wished = wishOf([tile(1), tile(2, { feed: 'program', width: 577 })], false)
    expect(wished).toEqual({
      tiles: [1, 2],
      wish: {
        feeds: [
          { feed: 'camera-1', width: 256, fps: 15 },
          { feed: 'program', width: 640, fps: 30 },
        ],
      },
    })
  })

  it('leaves out what nobody sees: scrolled away, without a size, or in a hidden window', () => {
    const tiles = [tile(1, { visible: false }), tile(2, { width: 0 }), tile(3)]
    expect(wishOf(tiles, false).tiles).toEqual([3])
    expect(wishOf(tiles, true).wish.feeds).toEqual([])
  })

  it('is the full picture alone while one fills the window', () => {
    const wished = wishOf([tile(1), tile(2, { full: true, width: 0 })], false)
    expect(wished).toEqual({ tiles: [2], wish: { feeds: [{ feed: 'camera-2', width: 0, fps: 120 }] } })
  })

  it('never asks for more than the media process serves', () => {
    expect(
      wishOf(
        Array.from({ length: 20 }, (_, id) => tile(id)),
        false,
      ).tiles,
    ).toHaveLength(12)
  })
})

describe('the log of wishes', () => {
  it('finds the tile that a message is for, of this wish and of one that is just past', () => {
    const log = new WishLog()
    log.begin()
    log.add([7, 8])
    log.add([8])
    expect(log.tileOf({ wish: 1, place: 1 })).toBe(8)
    expect(log.tileOf({ wish: 2, place: 0 })).toBe(8)
  })

  it('knows no place that was not wished for, and no wish of another connection', () => {
    const log = new WishLog()
    log.begin()
    log.add([7])
    expect(log.tileOf({ wish: 1, place: 1 })).toBeUndefined()
    log.begin()
    expect(log.tileOf({ wish: 1, place: 0 })).toBeUndefined()
  })

  it('counts on past 255, and forgets what is long past', () => {
    const log = new WishLog()
    log.begin()
    for (let i = 1; i <= 260; i++) log.add([i])
    expect(log.tileOf({ wish: 260 % 256, place: 0 })).toBe(260)
    expect(log.tileOf({ wish: 255, place: 0 })).toBe(255)
    expect(log.tileOf({ wish: 250, place: 0 })).toBeUndefined()
  })
})
