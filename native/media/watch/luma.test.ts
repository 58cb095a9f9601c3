import { describe, expect, it } from 'vitest'
import { LumaWatch } from './luma.ts'

const width = 160
const height = 90

/** A picture of one brightness, with a square of another at `x`, `y`. */
function picture(luma: number, square?: { x: number; y: number; side: number; luma: number }): Uint8Array {
  const samples = new Uint8Array(width * height).fill(luma)
  if (!square) return samples
  for (let y = square.y; y < square.y + square.side; y++) {
    samples.fill(square.luma, y * width + square.x, y * width + square.x + square.side)
  }
  return samples
}

describe('LumaWatch', () => {
  it('calls a dark picture black, but not one with something bright in it', () => {
    expect(new LumaWatch().look(picture(16)).black).toBe(true)
    expect(new LumaWatch().look(picture(30)).black).toBe(true)
    expect(new LumaWatch().look(picture(40)).black).toBe(false)
    expect(new LumaWatch().look(picture(16, { x: 0, y: 0, side: 20, luma: 200 })).black).toBe(false)
  })

  it('sees a ball move, and flicker not', () => {
    const watch = new LumaWatch()
    const ball = { x: 25, y: 25, side: 2, luma: 220 }
    watch.look(picture(80, ball))
    expect(watch.look(picture(80, ball)).moved).toBe(false)
    expect(watch.look(picture(90, ball)).moved).toBe(false)
    expect(watch.look(picture(80, { ...ball, x: 35 })).moved).toBe(true)
    expect(watch.look(picture(80, { ...ball, x: 35 })).moved).toBe(false)
  })

  it('adds up slow movement', () => {
    const watch = new LumaWatch()
    const moved = Array.from({ length: 30 }, (_, i) => watch.look(picture(80 + i)).moved)
    expect(moved.filter(Boolean).length).toBe(3)
  })

  it('takes a picture of another size as a new one', () => {
    const watch = new LumaWatch()
    watch.look(picture(80))
    expect(watch.look(picture(80).subarray(width)).moved).toBe(true)
  })
})
