import { describe, expect, it } from 'vitest'
import type { FaultName } from '../../virtual/index.ts'
import { type Random, randomStream } from '../../virtual/random.ts'
import { radii } from '../../virtual/wheel-geometry.ts'
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
    const offs: number[] = []
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
      offs.push(run.revolutions - Math.abs(truth.turns))
    })
    console.log(Math.min(...offs), Math.max(...offs))
  })
})
