import { expect, it } from 'vitest'
import { seededRandom } from '../frame/seeded-random.ts'
import { Pace } from './pace.ts'

interface Made {
  readonly at: number
  readonly fresh: boolean
}

/** Lets a pace run over frames that come at these times (ms), as the mixer would with a machine that takes no time. */
function run(pace: Pace, frames: readonly number[], until: number, source: string | null = 'wide'): Made[] {
  const made: Made[] = []
  let fresh = false
  const make = (at: number) => {
    made.push({ at, fresh })
    pace.made(at, fresh)
    fresh = false
  }
  pace.follow(source, 0)
  for (const frame of [...frames, until]) {
    while (pace.dueAt < frame) {
      const at = pace.dueAt
      make(at)
    }
    if (frame === until) break
    fresh = true
    if (pace.frame(frame)) make(frame)
  }
  return made.slice(1)
}

const camera = (fps: number, seconds: number, jitterMs = 0, from = 10) => {
  const random = seededRandom(fps)
  return Array.from({ length: fps * seconds }, (_, i) => from + (i * 1000) / fps + (random() * 2 - 1) * jitterMs)
}
const repeated = (made: readonly Made[]) => made.filter(({ fresh }) => !fresh).length

it.each([
  [30, 0],
  [30, 6],
  [25, 0],
  [25, 8],
  [15, 0],
  [10, 0],
])(
  'shows each frame of a camera of %s fps (± %s ms) when it comes, and repeats none once it knows the camera',
  (fps, jitter) => {
    const made = run(new Pace(30, 0), camera(fps, 10, jitter), 10_010)
    const settledIn = made.filter(({ at }) => at > 2_000)
    expect(repeated(settledIn)).toBe(0)
    expect(Math.abs(settledIn.length - 8 * fps)).toBeLessThanOrEqual(1)
  },
)

it('thins a camera that is faster than the program', () => {
  for (const fps of [50, 60, 120]) {
    const made = run(new Pace(30, 0), camera(fps, 10, 1), 10_010)
    expect(repeated(made)).toBe(0)
    expect(made.length).toBeGreaterThan(280)
    expect(made.length).toBeLessThanOrEqual(304)
  }
})

it('goes on by itself a frame and a half after a camera stopped, at the program’s rate', () => {
  const made = run(new Pace(30, 0), camera(30, 1), 2_000)
  const last = made.findLastIndex(({ fresh }) => fresh)
  const own = made.slice(last).map(({ at }) => at)
  const waits = own.slice(1).map((at, i) => Math.round(at - (own[i] ?? 0)))
  expect(waits[0]).toBe(83)
  expect(new Set(waits.slice(1))).toEqual(new Set([33]))
})

it('keeps its own rhythm when there is no source', () => {
  expect(run(new Pace(25, 0), [], 10_000, null)).toHaveLength(249)
})

it('shows late frames at once, and is in the source’s rhythm again with the next', () => {
  const [before, after] = [camera(30, 1), camera(30, 1, 0, 1_010)]
  const heldUp = after.map((at, i) => (i < 4 ? 1_130 + i : at))
  const made = run(new Pace(30, 0), [...before, ...heldUp], 2_000).filter(({ at }) => at > 1_050)
  expect(made.slice(0, 3).map(({ at, fresh }) => [Math.round(at), fresh])).toEqual([
    [1_060, false],
    [1_093, false],
    [1_127, false],
  ])
  const shown = made.filter(({ fresh }) => fresh).map(({ at }) => at)
  expect(shown[0]).toBe(1_130)
  expect(shown.slice(-25)).toEqual(after.slice(-25))
})

it('is at once with a source that is newly followed, whatever its phase', () => {
  const pace = new Pace(30, 0)
  run(pace, camera(30, 1), 990)
  pace.follow('wheel', 992)
  expect(pace.frame(994)).toBe(true)
})

it('never leaves two pictures more than 150 ms apart, nor makes many more than its rate, whatever comes', () => {
  const random = seededRandom(99)
  for (let round = 0; round < 50; round++) {
    const frames: number[] = []
    const wildness = 5 + random() * 120
    for (let at = 0; at < 20_000; at += random() * wildness * (random() < 0.02 ? 20 : 1)) frames.push(at)
    const made = run(new Pace(30, 0), frames, 20_000)
    const gaps = made.slice(1).map(({ at }, i) => at - (made[i]?.at ?? 0))
    expect(Math.max(...gaps), `round ${round}`).toBeLessThanOrEqual(150)
    expect(made.length, `round ${round}`).toBeLessThan(20 * 30 * 1.5)
  }
})
