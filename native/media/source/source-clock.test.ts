import { describe, expect, it } from 'vitest'
import { LiveClock, PlayClock } from './source-clock.ts'

const frameMs = 1000 / 30
const start = 1_760_000_000_000
const framesIn = (seconds: number) => seconds * 30

/** Deterministic: 0 ≤ value < 1. */
function random(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

interface Sample {
  readonly pts: number
  readonly at: number
}

/** Feeds a clock and checks what must hold of each answer; gives what each was dated. */
function run(clock: LiveClock, samples: readonly Sample[]): number[] {
  const dated = samples.map(({ pts, at }) => ({ at, utc: clock.arrived(pts, at), again: clock.utcOf(pts, at) }))
  expect(dated.filter(({ at, utc, again }) => utc > at || at - utc > 1_000 || again !== utc)).toEqual([])
  return dated.map(({ utc }) => utc)
}

const steady = (count: number, delay: (i: number) => number, { ppm = 0, from = 0, first = 0 } = {}): Sample[] =>
  Array.from({ length: count }, (_, i) => {
    const captured = start + from + i * frameMs
    return { pts: first + i * frameMs * (1 + ppm / 1e6), at: captured + delay(i) }
  })

describe('a source that sends as it captures', () => {
  it('is dated by its own clock, however its packets jitter', () => {
    const next = random(1)
    const utc = run(
      new LiveClock(),
      steady(900, () => 5 + 60 * next() ** 2),
    )
    for (let i = 151; i < utc.length; i++) {
      expect((utc[i] ?? 0) - (utc[i - 1] ?? 0)).toBeCloseTo(frameMs, 0)
      expect((utc[i] ?? 0) - (start + i * frameMs)).toBeLessThan(7)
    }
  })

  it.each([200, -200])('is followed when its clock drifts by %i ppm', (ppm) => {
    const next = random(2)
    const samples = steady(framesIn(1_800), () => 5 + 20 * next(), { ppm })
    const errors = run(new LiveClock(), samples).map((utc, i) => utc - (start + i * frameMs))
    const settled = errors.slice(300)
    expect(Math.min(...settled)).toBeGreaterThan(0)
    expect(Math.max(...settled)).toBeLessThan(10)
  })

  it('goes on by its own clock after a stall whose packets come in a burst', () => {
    const stalledUntil = start + 10_800
    const samples = steady(600, () => 5).map(({ pts, at }) => ({
      pts,
      at: pts > 10_000 && at < stalledUntil ? stalledUntil : at,
    }))
    const utc = run(new LiveClock(), samples)
    utc.forEach((at, i) => {
      expect(at - (start + i * frameMs)).toBeCloseTo(5, 0)
    })
  })

  it('is dated anew after a jump either way, and after one wrong time', () => {
    const clock = new LiveClock()
    run(
      clock,
      steady(300, () => 5),
    )
    run(
      clock,
      steady(300, () => 5, { from: 10_000, first: 5_000_000 }),
    )
    const after = run(
      clock,
      steady(300, () => 5, { from: 20_000, first: 0 }),
    )
    expect((after[0] ?? 0) - (start + 20_000)).toBeCloseTo(5, 0)
    run(clock, [{ pts: 90_000_000, at: start + 30_005 }])
    const last = run(
      clock,
      steady(30, () => 5, { from: 30_033, first: 10_033 }),
    )
    expect((last[29] ?? 0) - (start + 30_033 + 29 * frameMs)).toBeCloseTo(5, 0)
  })

  it('recovers from a time that is wrong by half a second', () => {
    const clock = new LiveClock()
    run(clock, [{ pts: 500, at: start }])
    const utc = run(
      clock,
      steady(framesIn(40), () => 5, { from: 33 }),
    )
    expect((utc.at(-1) ?? 0) - (start + 33 + (utc.length - 1) * frameMs)).toBeGreaterThan(0)
  })

  it('does not notice that 33 bits of 90 kHz wrap', () => {
    const wrap = 2 ** 33 / 90
    const samples = steady(600, () => 5, { first: wrap - 10_000 }).map(({ pts, at }) => ({ pts: pts % wrap, at }))
    const utc = run(new LiveClock(), samples)
    utc.forEach((at, i) => {
      expect(at - (start + i * frameMs)).toBeCloseTo(5, 0)
    })
  })

  it('keeps sound and picture together, whichever of them comes late', () => {
    const clock = new LiveClock()
    const picture = steady(600, () => 40)
    const sound = steady(600, () => 5)
    for (let i = 0; i < 600; i++) {
      const [seen] = run(clock, picture.slice(i, i + 1))
      const [heard] = run(clock, sound.slice(i, i + 1))
      if (i > 0) expect(Math.abs((seen ?? 0) - (heard ?? 0))).toBeLessThan(1)
    }
  })
})

describe('what is played', () => {
  it('is due at its own pace from the first on, and without a gap when it loops', () => {
    const clock = new PlayClock()
    expect(clock.dueAt(400, start)).toBe(start)
    expect(clock.dueAt(900, start + 480)).toBe(start + 500)
    clock.loop(400, 933)
    expect(clock.dueAt(400, start + 520)).toBe(start + 533)
  })

  it('begins anew when this computer slept, or when its times jump', () => {
    const clock = new PlayClock()
    clock.dueAt(0, start)
    expect(clock.dueAt(33, start + 60_000)).toBe(start + 60_000)
    expect(clock.dueAt(900_000, start + 60_033)).toBe(start + 60_033)
  })
})
