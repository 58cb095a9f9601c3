import { describe, expect, it } from 'vitest'
import { LumaWatch } from './luma.ts'

const width = 160
const height = 90

/** A picture of one brightness, with a rectangle of another at `x`, `y`. */
function picture(
  luma: number,
  patch?: { x: number; y: number; width: number; height: number; luma: number },
): Uint8Array {
  const samples = new Uint8Array(width * height).fill(luma)
  if (!patch) return samples
  for (let y = patch.y; y < patch.y + patch.height; y++) {
    samples.fill(patch.luma, y * width + patch.x, y * width + patch.x + patch.width)
  }
  return samples
}
const square = (x: number, y: number, side: number, luma: number) => ({ x, y, width: side, height: side, luma })

describe('LumaWatch', () => {
  it('calls a dark picture black, but not one with something bright in it', () => {
    expect(new LumaWatch().look(picture(0)).black).toBe(true)
    expect(new LumaWatch().look(picture(18)).black).toBe(true)
    expect(new LumaWatch().look(picture(28)).black).toBe(false)
    expect(new LumaWatch().look(picture(0, square(0, 0, 20, 200))).black).toBe(false)
  })

  it('sees a ball move, and flicker not', () => {
    const watch = new LumaWatch()
    watch.look(picture(80, square(25, 25, 2, 220)))
    expect(watch.look(picture(80, square(25, 25, 2, 220))).moved).toBe(false)
    expect(watch.look(picture(90, square(25, 25, 2, 220))).moved).toBe(false)
    expect(watch.look(picture(80, square(35, 25, 2, 220))).moved).toBe(true)
    expect(watch.look(picture(80, square(35, 25, 2, 220))).moved).toBe(false)
  })

  it('adds up slow movement', () => {
    const watch = new LumaWatch()
    const moved = Array.from({ length: 30 }, (_, i) => watch.look(picture(80 + i)).moved)
    expect(moved.filter(Boolean).length).toBe(3)
  })

  it('tells a change of light, which is everywhere, from something that comes into the picture', () => {
    const watch = new LumaWatch()
    expect(watch.look(picture(80))).toMatchObject({ brightness: 80, shifted: 0 })
    expect(watch.look(picture(100))).toMatchObject({ brightness: 100, shifted: 1 })
    expect(watch.look(picture(70))).toMatchObject({ brightness: 70, shifted: -1 })
    const hand = { x: 0, y: 0, width: 64, height: 90, luma: 200 }
    expect(watch.look(picture(70, hand)).shifted).toBeCloseTo(0.4)
  })

  it('takes a picture of another size as a new one', () => {
    const watch = new LumaWatch()
    watch.look(picture(80))
    expect(watch.look(picture(180).subarray(width))).toMatchObject({ moved: true, shifted: 0 })
  })
})
