import { describe, expect, it } from 'vitest'
import { seededRandom } from '../frame/seeded-random.ts'
import { blockMs, blockSamples, patienceMs, SoundLine } from './sound-line.ts'

const start = 1_700_000_000_000
const perMs = 48

/** A line, and the blocks that came of it: their time and the samples of their left channel. */
function line() {
  const blocks: { at: number; left: Float32Array }[] = []
  const sounds = new SoundLine((samples, at) => blocks.push({ at, left: samples.filter((_, i) => i % 2 === 0) }))
  return {
    sounds,
    blocks,
    push: (at: number, samples: Float32Array, now = at + samples.length / 2 / perMs) =>
      sounds.push({ samples, capturedAt: at }, now),
    /** The moments at which the line has a sample above a half. */
    clicks: () =>
      blocks.flatMap(({ at, left }) => [...left.entries()].flatMap(([i, x]) => (x > 0.5 ? [at + i / perMs] : []))),
  }
}

/** Stereo of one value, with a click (1) at some samples. */
function sound(count: number, value = 0.1, ...clicks: number[]): Float32Array {
  const samples = new Float32Array(2 * count).fill(value)
  for (const click of clicks) samples.fill(1, 2 * click, 2 * click + 2)
  return samples
}

function expectWhole(blocks: readonly { at: number; left: Float32Array }[], hint = ''): void {
  for (const [i, { at, left }] of blocks.entries()) {
    expect(left.length, hint).toBe(blockSamples)
    const before = blocks[i - 1]
    if (before) expect(Math.abs(at - before.at - blockMs), `${hint} block ${i}`).toBeLessThan(0.01)
  }
}

describe('SoundLine', () => {
  it('begins with the first sound and cuts it into blocks, whatever its pieces', () => {
    const { blocks, push } = line()
    for (let i = 0; i < 100; i++) push(start + (i * 1_024) / perMs, sound(1_024))
    expect(blocks[0]?.at).toBe(start)
    expect(blocks.length).toBe(Math.floor((100 * 1_024) / blockSamples))
    expectWhole(blocks)
    for (const { left } of blocks) expect(left.every((x) => Math.abs(x - 0.1) < 1e-6)).toBe(true)
  })

  it('fills a gap with silence of its length', () => {
    const { blocks, push, clicks } = line()
    push(start, sound(960, 0.1, 10))
    push(start + 105, sound(1_920, 0.1, 0))
    expectWhole(blocks)
    expect(clicks()).toEqual([start + 10 / perMs, start + 105])
    expect(blocks.slice(1, 5).every(({ left }) => left.every((x) => x === 0))).toBe(true)
  })

  it('leaves out what it had already', () => {
    const { blocks, push, clicks } = line()
    push(start, sound(4_800))
    push(start + 50, sound(4_800, 0.1, 0, 2_400))
    push(start + 20, sound(960, 0.1, 5))
    push(start + 150, sound(960))
    expectWhole(blocks)
    // The first of the clicks lies in what is left out, the second where it ends.
    expect(clicks()).toEqual([start + 100])
  })

  it('follows a clock that runs faster or slower, by single samples', () => {
    for (const drift of [-200e-6, 200e-6]) {
      const { blocks, push } = line()
      const pieces = 60_000 / blockMs
      let last = 0
      for (let i = 0; i < pieces; i++) {
        last = start + i * blockMs * (1 + drift)
        push(last, sound(blockSamples, 0.1, i === pieces - 3 ? 100 : -1))
      }
      expectWhole(blocks)
      const end = (blocks.at(-1)?.at ?? 0) + blockMs
      expect(Math.abs(end - last - blockMs)).toBeLessThan(blockMs + 6)
      const gaps = blocks.slice(0, -1).filter(({ left }) => left.some((x) => x === 0))
      expect(gaps).toEqual([])
    }
  })

  it('does not mind jitter', () => {
    const { blocks, push } = line()
    const chance = seededRandom(3)
    for (let i = 0; i < 1_000; i++) push(start + i * blockMs + (chance() * 2 - 1) * 4, sound(blockSamples))
    expectWhole(blocks)
    expect(blocks.length).toBeGreaterThanOrEqual(999)
  })

  it('goes on with silence when no sound comes, and with sound when it comes again', () => {
    const { sounds, blocks, push, clicks } = line()
    push(start, sound(4_800))
    for (let now = start + 100; now <= start + 5_000; now += 100) sounds.keepUp(now)
    expectWhole(blocks)
    expect((blocks.at(-1)?.at ?? 0) + blockMs).toBeCloseTo(start + 5_000 - patienceMs, -2)
    push(start + 5_000, sound(4_800, 0.1, 960))
    expectWhole(blocks)
    expect(clicks()).toEqual([start + 5_020])
  })

  it('leaves alone a source that is late but steady', () => {
    const { sounds, blocks, push } = line()
    for (let i = 0; i < 100; i++) {
      push(start + i * 100, sound(4_800), start + i * 100 + 900)
      sounds.keepUp(start + i * 100 + 950)
    }
    expectWhole(blocks)
    expect(blocks.every(({ left }) => left.every((x) => x > 0))).toBe(true)
  })

  it('is silence from the start where there is no source yet', () => {
    const { sounds, blocks } = line()
    for (let now = start; now <= start + 2_000; now += 100) sounds.keepUp(now)
    expect(blocks.length).toBeGreaterThan(70)
    expectWhole(blocks)
  })

  it('begins anew where the clock was set, either way, without hours of silence', () => {
    for (const step of [3_600_000, -3_600_000]) {
      const { sounds, blocks, push, clicks } = line()
      push(start, sound(1_000))
      sounds.keepUp(start + 100 + step)
      push(start + step, sound(1_920, 0.1, 0))
      push(start + step + 40, sound(1_920))
      expect(blocks.length).toBeLessThan(30)
      expect(clicks()).toEqual([start + step])
    }
  })

  it('takes what is no number for silence, and what is too loud for full scale', () => {
    const { blocks, push } = line()
    push(
      start,
      Float32Array.from({ length: 1_920 }, (_, i) => [Number.NaN, 7, -1e30, 0.25][(i >> 1) % 4] ?? 0),
    )
    expect([...(blocks[0]?.left.subarray(0, 4) ?? [])]).toEqual([0, 1, -1, 0.25])
  })

  it('is whole, rising and true to the moments of sound, whatever gaps and overlaps come', () => {
    for (let seed = 1; seed <= 8; seed++) {
      const chance = seededRandom(seed)
      const { sounds, blocks, push, clicks } = line()
      const told: number[] = []
      let at = start
      let now = start
      let covered = start
      for (let i = 0; i < 150; i++) {
        const kind = chance()
        if (kind < 0.1) at += chance() * 900
        else if (kind < 0.2) at -= chance() * 300
        else at += (chance() * 2 - 1) * 0.5
        const count = 1 + Math.floor(chance() * 9_600)
        const click = Math.floor(chance() * count)
        // A click counts where the line has nothing yet, with a margin for what is followed slowly.
        if (at + click / perMs > covered + 12) told.push(at + click / perMs)
        const length = count / perMs
        now = Math.max(now, at + length)
        push(at, sound(count, 0.1, click), now)
        covered = Math.max(covered, at + length)
        at += length
        if (chance() < 0.1) {
          now += chance() * 250
          sounds.keepUp(now)
        }
      }
      const hint = `seed ${seed}`
      expectWhole(blocks, hint)
      const heard = clicks()
      const end = (blocks.at(-1)?.at ?? 0) + blockMs
      for (const click of told.filter((moment) => moment < end - 30)) {
        expect(Math.min(...heard.map((moment) => Math.abs(moment - click))), hint).toBeLessThan(11)
      }
    }
  })
})
