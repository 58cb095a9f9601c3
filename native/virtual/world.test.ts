import { expect, test } from 'vitest'
import { pocketPitch, radii, wheelOrder } from '../art/index.ts'
import type { FaultName } from './api.ts'
import { World } from './world.ts'

const newWorld = (seed: number) => new World({ seed, utc: (time) => time * 1000 })

/** Plays until spin `count` is over, in steps of a camera's frame or longer. */
function play(world: World, count: number, step = 0.5, look: () => void = () => {}): void {
  for (let time = world.time; world.spin <= count; time += step) {
    world.advance(time)
    look()
  }
}

test('the same seed makes the same world at any pace; another seed another', () => {
  const [slow, fast, other] = [newWorld(7), newWorld(7), newWorld(8)]
  play(slow, 20, 1 / 30)
  play(fast, 20, 5)
  play(other, 20)
  const pockets = (world: World) => world.spins(20).map(({ pocket }) => pocket)
  expect(pockets(slow).slice(-19)).toEqual(pockets(fast).slice(-19))
  expect(pockets(slow)).not.toEqual(pockets(other))
})

test('the ball runs four turns or more against the rotor, falls, and comes to rest in the pocket that is the truth', () => {
  for (let seed = 0; seed < 40; seed++) {
    const world = newWorld(seed)
    play(world, 0, 0.1)
    const { plan } = world
    const path = plan.path
    if (!path || plan.index === null) throw new Error(`no ball in seed ${seed}`)
    let [turned, last] = [0, Number.NaN]
    let trackEnds = 0
    for (let time = plan.from; time < plan.decidedAt; time += 0.01) {
      const ball = path.at(time)
      if (ball?.radius !== radii.track) continue
      if (!Number.isNaN(last)) turned += ball.angle - last
      ;[last, trackEnds] = [ball.angle, time]
    }
    expect(Math.abs(turned) / (2 * Math.PI), `seed ${seed}`).toBeGreaterThan(4)
    expect(Math.sign(turned), `seed ${seed}`).toBe(-Math.sign(plan.rotor.speed))
    expect(plan.decidedAt - trackEnds).toBeGreaterThan(1.5)
    for (const time of [plan.decidedAt, plan.until - 0.01]) {
      const relative = ((path.at(time)?.angle ?? Number.NaN) - world.rotorAngle(time)) / pocketPitch
      const place = ((Math.round(relative) % 37) + 37) % 37
      expect(wheelOrder[place], `seed ${seed}`).toBe(plan.pocket)
      expect(Math.abs(relative - Math.round(relative))).toBeLessThan(0.2)
    }
  }
})

test('the dealer keeps the rhythm of a round of about 25 s, with the ball at rest about 1 s before the number', () => {
  const world = newWorld(3)
  const lengths: number[] = []
  let seen = 0
  play(world, 40, 0.5, () => {
    const { plan } = world
    if (plan.index === null || plan.index === seen) return
    seen = plan.index
    lengths.push(plan.until - plan.from)
    expect(plan.stages.map(({ name }) => name)).toEqual(['place_bets', 'ball_in_rim', 'no_more_bets', 'winning_number'])
    expect((plan.stages.at(-1)?.from ?? 0) - plan.decidedAt).toBeCloseTo(1, 0)
  })
  expect(Math.min(...lengths)).toBeGreaterThan(22)
  expect(Math.max(...lengths)).toBeLessThan(28)
})

test('every pocket comes up', () => {
  const world = newWorld(4)
  play(world, 1000, 5)
  const counts = new Map<number | null, number>()
  for (const { pocket } of world.spins(1000)) counts.set(pocket, (counts.get(pocket) ?? 0) + 1)
  expect(counts.size).toBe(37)
  const chiSquare = wheelOrder.reduce(
    (sum, pocket) => sum + ((counts.get(pocket) ?? 0) - 1000 / 37) ** 2 / (1000 / 37),
    0,
  )
  // 36 degrees of freedom: above 68 once in a thousand fair wheels.
  expect(chiSquare).toBeLessThan(68)
})

test('short_spin: the ball makes fewer than four turns, comes to rest all the same, and the wheel notices nothing', () => {
  for (let seed = 0; seed < 40; seed++) {
    const world = newWorld(seed)
    world.setFault('short_spin', 1)
    play(world, 0, 0.1)
    const { path, pocket, reported, stages } = world.plan
    let [first, last] = [Number.NaN, Number.NaN]
    for (let time = world.plan.from; time < world.plan.decidedAt; time += 0.01) {
      const ball = path?.at(time)
      if (ball?.radius !== radii.track) continue
      if (Number.isNaN(first)) first = ball.angle
      last = ball.angle
    }
    const turns = Math.abs(last - first) / (2 * Math.PI)
    expect(turns, `seed ${seed}`).toBeGreaterThan(1)
    expect(turns, `seed ${seed}`).toBeLessThan(3.7)
    expect(pocket, `seed ${seed}`).not.toBeNull()
    expect(reported).toBe(pocket)
    expect(stages.some(({ warning }) => warning)).toBe(false)
    expect(stages.map(({ from }) => from)).toEqual(stages.map(({ from }) => from).sort((a, b) => a - b))
  }
})

test.each<FaultName>(['mis_spin', 'ball_out'])('%s: the spin has no pocket, and a new one begins', (fault) => {
  const world = newWorld(5)
  play(world, 0)
  world.setFault(fault, 2)
  expect(world.faults.list()).toEqual([{ name: fault, spinsLeft: 2 }])
  play(world, 4)
  const spins = world.spins(4).reverse()
  expect(spins.map(({ faults }) => faults)).toEqual([[], [fault], [fault], []])
  expect(spins.map(({ pocket }) => pocket === null)).toEqual([false, true, true, false])
  expect(world.faults.list()).toEqual([])
})

test('failed_launch: the ball comes later, or the wheel closes and begins anew', () => {
  const world = newWorld(6)
  world.setFault('failed_launch', null)
  const warned = new Set<number>()
  play(world, 30, 0.25, () => {
    if (world.stage.warning === 'failed_launch') warned.add(world.spin)
  })
  const spins = world.spins(30).filter(({ index }) => index <= 30)
  expect(warned.size).toBeGreaterThanOrEqual(30)
  expect(spins.filter(({ pocket }) => pocket === null).length).toBeGreaterThan(3)
  expect(spins.filter(({ pocket }) => pocket !== null).length).toBeGreaterThan(3)
})

test('faults of the devices are there at once, count whole spins, and can be cleared', () => {
  const world = newWorld(9)
  play(world, 0)
  world.setFault('sensor_silent', 1)
  expect(world.faults.has('sensor_silent')).toBe(true)
  play(world, 2)
  expect(world.faults.list()).toEqual([])
  expect(
    world
      .spins(3)
      .map(({ faults }) => faults)
      .reverse()
      .slice(0, 2),
  ).toEqual([['sensor_silent'], ['sensor_silent']])
  world.setFault('camera_black', null)
  world.faults.clear('camera_black')
  expect(world.faults.list()).toEqual([])
})

test('a restart of the wheel voids the spin in play, and switching it off holds the next one back', () => {
  const world = newWorld(10)
  play(world, 0)
  world.advance(world.time + 12)
  world.restart()
  expect(world.stage.name).toBe('closed')
  expect(world.ball(world.time + 0.1)).toBeNull()
  play(world, 1)
  expect(world.spins(1)[0]).toMatchObject({ index: 1, pocket: null })
  world.power(false)
  world.advance(world.time + 60)
  expect(world.spin).toBe(2)
  world.power(true)
  world.advance(world.time + 4)
  expect(world.spin).toBe(3)
})
