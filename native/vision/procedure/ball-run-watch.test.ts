import { describe, expect, it } from 'vitest'
import { type Random, radii, randomStream } from '../../art/index.ts'
import type { FaultName } from '../../virtual/index.ts'
import { World } from '../../virtual/world.ts'
import { BallRunWatch } from './ball-run-watch.ts'
import type { BallSight } from './ball-sight.ts'
import type { BallLaunched, BallRunEnded } from './event.ts'

const fullTurn = 2 * Math.PI
const picturesPerSecond = 15

interface Camera {
  /** Part of the pictures that never come, part that show no ball, part that show one where there is none. */
  readonly dropped: number
  readonly missed: number
  readonly false: number
  readonly angleNoise: number
}
const clear: Camera = { dropped: 0, missed: 0, false: 0, angleNoise: 0 }
const poor: Camera = { dropped: 0.15, missed: 0.05, false: 0.02, angleNoise: 0.03 }

/** What a good reader sees of the virtual wheel: the ball in its pocket, elsewhere, or not at all. */
function sightOf(world: World, random: Random, camera: Camera): BallSight {
  const zero = world.rotorAngle(world.time) + camera.angleNoise * random.between(-1, 1)
  const ball = world.ball(world.time)
  const certainty = random.between(0.7, 1)
  if (random.chance(camera.false)) {
    const place = random.chance(0.3) ? 'pocket' : 'elsewhere'
    return { zero, ball: { place, angle: random.between(0, fullTurn), radius: random.between(0.7, 1.4), certainty } }
  }
  if (!ball || random.chance(camera.missed)) return { zero, ball: null }
  const place = ball.height === 0 && ball.radius < radii.rest + 7 ? 'pocket' : 'elsewhere'
  const angle = ball.angle + camera.angleNoise * random.between(-1, 1)
  return { zero, ball: { place, angle, radius: ball.radius / radii.numbers + random.between(-0.02, 0.02), certainty } }
}

interface Truth {
  readonly turns: number
  readonly launchedAt: number
  readonly endedAt: number
  readonly rested: boolean
}

/** How far the ball truly ran in the track, in turns clockwise. */
function truthOf({ plan }: World): Truth | null {
  let [first, last, launchedAt] = [Number.NaN, Number.NaN, 0]
  for (let time = plan.from; time < plan.decidedAt; time += 0.005) {
    const ball = plan.path?.at(time)
    if (ball?.radius !== radii.track) continue
    if (Number.isNaN(first)) [first, launchedAt] = [ball.angle, time]
    last = ball.angle
  }
  if (Number.isNaN(first)) return null
  const rested = plan.pocket !== null
  return { turns: (last - first) / fullTurn, launchedAt: launchedAt * 1000, endedAt: plan.decidedAt * 1000, rested }
}

type BallEvent = BallLaunched | BallRunEnded

/** Plays spins before a watch. @returns what it said during each, and what was true */
function watchSpins(seed: number, spins: number, camera: Camera, faults: (spin: number) => FaultName | null) {
  const world = new World({ seed, utc: (time) => time * 1000 })
  const random = randomStream(seed, 'camera')
  const watch = new BallRunWatch()
  const played: { truth: Truth | null; events: BallEvent[] }[] = []
  for (let picture = 0; world.spin <= spins; picture++) {
    world.advance(picture / picturesPerSecond)
    if (played.length < world.spin) played.push({ truth: truthOf(world), events: [] })
    const next = faults(world.spin + 1)
    for (const name of ['short_spin', 'mis_spin', 'ball_out'] as const) {
      if (name === next) world.setFault(name, null)
      else world.faults.clear(name)
    }
    const sight = sightOf(world, random, camera)
    if (random.chance(camera.dropped)) continue
    played.at(-1)?.events.push(...watch.see(sight, world.time * 1000))
  }
  return played.slice(0, spins)
}

const launchOf = (events: readonly BallEvent[]) => events.find((event) => event.kind === 'ball_launched')
const runOf = (events: readonly BallEvent[]) => events.find((event) => event.kind === 'ball_run_ended')

describe('BallRunWatch on the virtual wheel', () => {
  it.each([
    ['a clear picture', clear],
    ['dropped pictures, missed and false sights', poor],
  ])('counts the turns of every spin, good or short: %s', (_, camera) => {
    const played = [1, 2, 3].flatMap((seed) => watchSpins(seed, 20, camera, (spin) => (spin % 2 ? null : 'short_spin')))
    played.forEach(({ truth, events }, index) => {
      const where = `spin ${index} ${JSON.stringify(events)}`
      const run = runOf(events)
      if (!truth || !run) throw new Error(`no run: ${where}`)
      const direction = truth.turns > 0 ? 'clockwise' : 'counter_clockwise'
      expect(events, where).toHaveLength(2)
      expect(launchOf(events), where).toMatchObject({ direction })
      expect(Math.abs((launchOf(events)?.at ?? 0) - truth.launchedAt), where).toBeLessThan(500)
      expect(run, where).toMatchObject({ direction, uncertain: false, noSpin: Math.abs(truth.turns) < 4 })
      expect(Math.abs(run.revolutions - Math.abs(truth.turns)), where).toBeLessThan(0.5)
      expect(Math.abs(run.at - truth.endedAt), where).toBeLessThan(1_500)
      expect(Math.sign(run.numbers.rotorSpeed ?? 0), where).toBe(-Math.sign(truth.turns))
    })
  })

  it('knows a ball that runs with the rotor, and does not judge one that a hand caught in the track', () => {
    const played = watchSpins(4, 6, poor, () => 'mis_spin')
    const direction = (played[0]?.truth?.turns ?? 0) > 0 ? 'clockwise' : 'counter_clockwise'
    // That the ball vanished is told when the next spin has begun.
    const runs = played.flatMap(({ events }) => events.filter((event) => event.kind === 'ball_run_ended'))
    expect(runs.length).toBeGreaterThanOrEqual(5)
    for (const run of runs) {
      expect(run).toMatchObject({ direction, uncertain: true, noSpin: false, numbers: { leftTrackAt: null } })
      expect(Math.sign(run.numbers.rotorSpeed ?? 0)).toBe(direction === 'clockwise' ? 1 : -1)
    }
  })

  it('counts the turns of a ball that then leaves the wheel', () => {
    for (const { truth, events } of watchSpins(5, 6, poor, () => 'ball_out').slice(1)) {
      const run = runOf(events)
      expect(run).toMatchObject({ uncertain: false, noSpin: false })
      expect(Math.abs((run?.revolutions ?? 0) - Math.abs(truth?.turns ?? 0))).toBeLessThan(0.5)
    }
  })
})

/** A ball that is launched at 2 s and makes 2.5 turns, each slower than the one before, then lies in a pocket. */
function shortRun(seconds: number): BallSight {
  const [rotor, ran] = [-1.5 * seconds, seconds - 2]
  if (ran < 0) return { zero: rotor, ball: null }
  const landed = ran > 3.5
  const angle = landed ? rotor + 1 : 5.5 * ran - 0.29 * ran * ran
  const ball = landed
    ? ({ place: 'pocket', radius: 0.8 } as const)
    : ({ place: 'elsewhere', radius: ran > 3 ? 1.2 : 1.35 } as const)
  return { zero: rotor, ball: { ...ball, angle, certainty: 1 } }
}

/** A ball that begins at five times the speed of any, and can be followed only in its last turns. */
function outrunning(seconds: number): BallSight {
  const [rotor, ran] = [-7.5 * seconds, seconds - 2]
  if (ran < 0) return { zero: rotor, ball: null }
  const landed = ran > 2
  const angle = landed ? rotor + 1 : 42 * ran - 7 * ran * ran
  const ball = landed ? ({ place: 'pocket', radius: 0.8 } as const) : ({ place: 'elsewhere', radius: 1.35 } as const)
  return { zero: rotor, ball: { ...ball, angle, certainty: 1 } }
}

/** @param seen whether a picture is taken at so many s, and what is on it */
function watched(
  seconds: number,
  sightAt: (seconds: number) => BallSight | null,
  perSecond = picturesPerSecond,
): BallEvent[] {
  const watch = new BallRunWatch()
  return Array.from({ length: seconds * perSecond }, (_, picture) => picture / perSecond).flatMap((at) => {
    const sight = sightAt(at)
    return sight ? watch.see(sight, at * 1000) : []
  })
}
const blind = (from: number, until: number, seconds: number) => seconds >= from && seconds < until

describe('BallRunWatch', () => {
  it('is sure of a short run, also when the ball is hidden for half a second', () => {
    for (const hidden of [0, 0.5]) {
      const events = watched(8, (s) => (blind(3, 3 + hidden, s) ? { zero: -1.5 * s, ball: null } : shortRun(s)))
      expect(events).toMatchObject([
        { kind: 'ball_launched', at: 2_000, direction: 'clockwise' },
        {
          kind: 'ball_run_ended',
          noSpin: true,
          uncertain: false,
          numbers: { gapMsMax: expect.closeTo(67 + hidden * 1000, -2) },
        },
      ])
      expect(runOf(events)?.revolutions).toBeCloseTo(2.2, 0)
      expect(runOf(events)?.at).toBeCloseTo(5_533, -2)
    }
  })

  it.each<[string, (seconds: number) => BallSight | null]>([
    ['the ball was hidden for long', (s) => (blind(2.8, 4, s) ? { zero: -1.5 * s, ball: null } : shortRun(s))],
    ['no pictures came for a while', (s) => (blind(2.8, 4, s) ? null : shortRun(s))],
    ['the watch began while the ball ran', (s) => (s < 2.5 ? null : shortRun(s))],
    ['the ball vanished in the track', (s) => (s > 4 ? { zero: -1.5 * s, ball: null } : shortRun(s))],
    ['the ball outran the pictures at first', outrunning],
  ])('does not call it no spin when %s', (_, sightAt) => {
    expect(runOf(watched(10, sightAt))).toMatchObject({ uncertain: true, noSpin: false })
  })

  it.each<[string, (seconds: number) => BallSight | null]>([
    ['lies in a pocket', (s) => ({ zero: s, ball: { place: 'pocket', angle: s + 2, radius: 0.8, certainty: 1 } })],
    [
      'is a reflection in the track',
      (s) => ({ zero: s, ball: { place: 'elsewhere', angle: 2, radius: 1.35, certainty: 1 } }),
    ],
    [
      'is carried along the track by a hand',
      (s) => ({ zero: s, ball: { place: 'elsewhere', angle: s, radius: 1.35, certainty: 1 } }),
    ],
    ['moves on the cone', (s) => ({ zero: s, ball: { place: 'elsewhere', angle: 8 * s, radius: 0.7, certainty: 1 } })],
    [
      'is hardly believed',
      (s) => ({ ...shortRun(s), ball: shortRun(s).ball && ({ ...shortRun(s).ball, certainty: 0.3 } as never) }),
    ],
  ])('says nothing of a ball that %s', (_, sightAt) => {
    expect(watched(20, sightAt)).toEqual([])
  })

  it('tells no launch from pictures between which a ball may turn half round', () => {
    expect(watched(10, shortRun, 5)).toEqual([])
  })
})
