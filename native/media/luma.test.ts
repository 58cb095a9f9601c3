import { describe, expect, it } from 'vitest'
import { LumaGrid } from './luma.ts'

const width = 640
const height = 360
const stride = 672

/** A picture of one brightness, with a bright square at `x`, `y`. */
function picture(luma: number, square?: { x: number; y: number; side: number; luma: number }): Uint8Array {
  const plane = new Uint8Array(stride * height).fill(luma)
  if (!square) return plane
  for (let y = square.y; y < square.y + square.side; y++) {
    plane.fill(square.luma, y * stride + square.x, y * stride + square.x + square.side)
  }
  return plane
}

const look = (grid: LumaGrid, plane: Uint8Array) => grid.look(plane, stride, width, height)

describe('LumaGrid', () => {
  it('calls a dark picture black, but not one with something bright in it', () => {
    expect(look(new LumaGrid(), picture(16)).black).toBe(true)
    expect(look(new LumaGrid(), picture(30)).black).toBe(true)
    expect(look(new LumaGrid(), picture(40)).black).toBe(false)
    expect(look(new LumaGrid(), picture(16, { x: 0, y: 0, side: 120, luma: 200 })).black).toBe(false)
  })

  it('sees a ball move, and flicker not', () => {
    const grid = new LumaGrid()
    const ball = { x: 100, y: 100, side: 16, luma: 220 }
    look(grid, picture(80, ball))
    expect(look(grid, picture(80, ball)).moved).toBe(false)
    expect(look(grid, picture(90, ball)).moved).toBe(false)
    expect(look(grid, picture(80, { ...ball, x: 140 })).moved).toBe(true)
    expect(look(grid, picture(80, { ...ball, x: 140 })).moved).toBe(false)
  })

  it('adds up slow movement', () => {
    const grid = new LumaGrid()
    const moved = Array.from({ length: 30 }, (_, i) => look(grid, picture(80 + i)).moved)
    expect(moved.filter(Boolean).length).toBe(3)
  })

  it('takes a picture of another size as a new one', () => {
    const grid = new LumaGrid()
    look(grid, picture(80))
    expect(grid.look(picture(80), stride, 320, 180).moved).toBe(true)
  })
})
