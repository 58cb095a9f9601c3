import type { Random } from '../art/index.ts'
import { wheelOrder } from '../art/index.ts'
import type { WheelWarning } from '../sensors/index.ts'
import type { FaultName, VirtualState } from './api.ts'
import {
  type BallPath,
  type BallPosition,
  caughtBall,
  leavingBall,
  pushFor,
  type RestingBall,
  settlingBall,
} from './ball-path.ts'
import { type RotorMotion, rotorAngleAt, rpmToSpeed } from './rotor-motion.ts'

/** What the wheel itself says is going on, from a world time in s on. */
export interface Stage {
  readonly name: VirtualState['stage']
  readonly from: number
  readonly warning?: WheelWarning
}

/** Everything that will happen from the dealer's *place bets* to the next; drawn once, then only looked at. Times in world s. */
export interface SpinPlan {
  /** 1, 2, 3, …; null while the wheel stands idle between games. */
  readonly index: number | null
  readonly from: number
  readonly until: number
  readonly stages: readonly Stage[]
  readonly rotor: RotorMotion
  /** The last spin's ball, until the dealer takes it out. */
  readonly left: RestingBall | null
  readonly pickUpAt: number
  readonly path: BallPath | null
  /** When the ball came to rest or the spin failed. */
  readonly decidedAt: number
  readonly pocket: number | null
  /** What the wheel's sensor will say. */
  readonly reported: number | null
  readonly faults: readonly FaultName[]
}

/** The wheel stands open with nobody at it: after power-on, after a restart. */
export function planIdle(from: number, rotor: RotorMotion, left: RestingBall | null): SpinPlan {
  const stages: Stage[] = [
    { name: 'closed', from },
    { name: 'before_game', from: from + 1.5 },
  ]
  const idle = { path: null, decidedAt: from, pocket: null, reported: null, faults: [] }
  return { index: null, from, until: from + 3, stages, rotor, left, pickUpAt: from + 1, ...idle }
}

/**
 * The dealer's rhythm: bets 9 s, ball in the rim 4 s, no more bets 7 s with the ball at rest about a second before its end,
 * number 5 s; each varies by some tenths.
 */
export function planSpin(
  random: Random,
  start: { index: number; from: number; angle: number; speedBefore: number; left: RestingBall | null },
  faults: readonly FaultName[],
): SpinPlan {
  const direction = start.speedBefore < 0 ? -1 : 1
  const speed = direction * rpmToSpeed(random.between(14.2, 19.8))
  const rotor = { from: start.from, angle: start.angle, speedBefore: start.speedBefore, speed }
  const rotorAngle = (time: number) => rotorAngleAt(rotor, time)
  const rimAt = start.from + random.between(8.4, 9.6)
  const rimSeconds = random.between(3.6, 4.4)
  const common = {
    ...{ index: start.index, from: start.from, rotor, left: start.left },
    pickUpAt: start.from + random.between(1.7, 2.3),
    faults,
  }
  const opening: Stage[] = [{ name: 'place_bets', from: start.from }]

  if (faults.includes('mis_spin')) {
    const caughtAt = rimAt + rimSeconds
    const path = caughtBall(random, { at: rimAt - 0.15, direction, dropsAt: caughtAt, rotorAngle })
    opening.push({ name: 'ball_in_rim', from: rimAt }, { name: 'ball_in_rim', from: rimAt + 0.6, warning: 'mis_spin' })
    return { ...common, ...failedAt(caughtAt, opening, path) }
  }

  let launchedAt = rimAt
  if (faults.includes('failed_launch')) {
    opening.push({ name: 'place_bets', from: rimAt - 1, warning: 'failed_launch' })
    opening.push({ name: 'ball_in_rim', from: rimAt, warning: 'failed_launch' })
    if (random.chance(0.4)) return { ...common, ...failedAt(rimAt + random.between(5, 7), opening, null) }
    launchedAt = rimAt + random.between(1.5, 4.5)
  }
  const closedAt = launchedAt + rimSeconds
  opening.push({ name: 'ball_in_rim', from: launchedAt }, { name: 'no_more_bets', from: closedAt })
  const fullDropsAt = closedAt + random.between(3, 3.4)
  const weak = faults.includes('short_spin') ? pushFor(random.between(1.2, 3.4)) : null
  const launch = {
    at: launchedAt - 0.15,
    direction: -direction as 1 | -1,
    ...(weak ? { dropsAt: launchedAt - 0.15 + weak.seconds, speed: weak.speed } : { dropsAt: fullDropsAt }),
    rotorAngle,
  }

  if (faults.includes('ball_out')) {
    const path = leavingBall(random, launch)
    opening.push({ name: 'no_more_bets', from: path.endsAt, warning: 'ball_not_detected' })
    return { ...common, ...failedAt(path.endsAt + random.between(5.8, 6.6), opening, path) }
  }

  const path = settlingBall(random, launch)
  const numberAt = path.endsAt + random.between(0.8, 1.2)
  const { pocket } = path
  const lie = random.between(1, wheelOrder.length)
  return {
    ...common,
    until: numberAt + random.between(4.6, 5.4),
    stages: [...opening, { name: 'winning_number', from: numberAt }],
    path,
    decidedAt: path.endsAt,
    pocket,
    reported: faults.includes('sensor_wrong_number') ? otherPocket(pocket, Math.floor(lie)) : pocket,
  }
}

/** A spin that comes to nothing: the wheel closes for two seconds, waits one, and a new spin begins. */
function failedAt(closedAt: number, opening: readonly Stage[], path: BallPath | null) {
  const stages: Stage[] = [...opening, { name: 'closed', from: closedAt }, { name: 'before_game', from: closedAt + 2 }]
  const decidedAt = Math.min(path?.endsAt ?? closedAt, closedAt)
  return { until: closedAt + 3, stages, path, decidedAt, pocket: null, reported: null }
}

function otherPocket(pocket: number | null, steps: number): number | null {
  if (pocket === null) return null
  const place = wheelOrder.indexOf(pocket)
  return wheelOrder[(place + steps) % wheelOrder.length] ?? null
}

/** The same spin, ended by the wheel at `at`: a ball that was still running is taken out. */
export function cutShort(plan: SpinPlan, at: number): SpinPlan {
  const decided = plan.decidedAt <= at
  const path = plan.path && { ...plan.path, at: (time: number) => (time < at ? (plan.path?.at(time) ?? null) : null) }
  const ended = failedAt(
    at,
    plan.stages.filter((stage) => stage.from < at),
    path && { ...path, rest: null },
  )
  const record = decided ? { decidedAt: plan.decidedAt, pocket: plan.pocket } : { decidedAt: at }
  return { ...plan, ...ended, ...record }
}

export function stageAt(plan: SpinPlan, time: number): Stage {
  return plan.stages.findLast((stage) => stage.from <= time) ?? (plan.stages[0] as Stage)
}

export function ballAt(plan: SpinPlan, time: number): BallPosition | null {
  if (plan.left && time < plan.pickUpAt)
    return { angle: rotorAngleAt(plan.rotor, time) + plan.left.relative, radius: plan.left.radius, height: 0 }
  return plan.path?.at(time) ?? null
}
