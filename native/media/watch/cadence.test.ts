import { describe, expect, it } from 'vitest'
import { seededRandom } from '../frame/seeded-random.ts'
import { Cadence } from './cadence.ts'

interface Stream {
  readonly jitterMs?: number
  readonly comes?: (frame: number) => boolean
  readonly seed?: number
}

/** How many frames of a stream the cadence misses. */
function missing(fps: number, frames: number, { jitterMs = 0, comes = () => true, seed = 1 }: Stream = {}): number {
  const chance = seededRandom(seed)
  const cadence = new Cadence()
  let count = 0
  for (let i = 0; i < frames; i++) {
    if (comes(i)) count += cadence.tell(1e12 + (i * 1000) / fps + (chance() * 2 - 1) * jitterMs)
  }
  return count
}

describe('Cadence', () => {
  it('misses nothing at any usual rate', () => {
    for (const fps of [10, 15, 23.976, 25, 29.97, 30, 50, 59.94, 60]) expect(missing(fps, 3_000), `${fps} fps`).toBe(0)
  })

  it('misses nothing when frames jitter, also by so much that there is no rhythm any more', () => {
    for (const fps of [10, 15, 23.976, 25, 29.97, 30, 50, 59.94, 60]) {
      for (const jitterMs of [1, 3, 8, 15]) {
        for (let seed = 1; seed <= 2; seed++) {
          const count = missing(fps, 1_200, { jitterMs, seed })
          expect(Math.abs(count), `${fps} fps ± ${jitterMs} ms, seed ${seed}`).toBeLessThanOrEqual(1)
        }
      }
    }
  })

  it('counts what is left out, to the frame', () => {
    for (let seed = 1; seed <= 15; seed++) {
      const chance = seededRandom(seed)
      let left = 0
      const comes = (i: number) => {
        if (i < 120 || i > 1_700 || chance() > 0.08) return true
        left++
        return false
      }
      expect(missing(29.97, 1_800, { jitterMs: 8, comes, seed }), `seed ${seed}`).toBe(left)
    }
  })

  it('finds the rhythm of a stream that lacks frames from its beginning', () => {
    for (let seed = 1; seed <= 8; seed++) {
      const chance = seededRandom(seed)
      const count = missing(25, 2_000, { jitterMs: 4, comes: () => chance() > 0.2, seed })
      expect(count, `seed ${seed}`).toBeGreaterThan(320)
      expect(count, `seed ${seed}`).toBeLessThan(460)
    }
  })

  it('takes back what seemed to be missing when it comes late, in one burst', () => {
    const cadence = new Cadence()
    let count = 0
    for (let i = 0; i < 300; i++) {
      // Every 50th frame holds up the four before it.
      const due = i % 50 >= 45 ? i - (i % 50) + 49 : i
      count += cadence.tell((due * 1000) / 30)
    }
    expect(count).toBe(0)
  })

  it('learns a new rate, and calls a lower one no loss for ever', () => {
    const cadence = new Cadence()
    const count = (from: number, fps: number, seconds: number) => {
      let sum = 0
      for (let i = 0; i < fps * seconds; i++) sum += cadence.tell(from + (i * 1000) / fps)
      return sum
    }
    let from = 0
    for (const fps of [30, 15, 25, 27, 29.97, 30]) {
      count(from, fps, 15)
      expect(count(from + 15_000, fps, 10), `${fps} fps`).toBe(0)
      from += 25_000
    }
  })

  it('holds neither an absence nor a new clock against the source', () => {
    const cadence = new Cadence()
    const count = (...moments: number[]) => moments.reduce((sum, moment) => sum + cadence.tell(moment), 0)
    expect(count(...Array.from({ length: 180 }, (_, i) => (i * 1000) / 30))).toBe(0)
    expect(count(60_000, 60_033)).toBe(0)
    cadence.restart()
    expect(count(60_300, 60_333)).toBe(0)
    expect(count(60_433)).toBe(2)
  })
})
