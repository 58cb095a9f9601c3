import { randomStream } from '../art/index.ts'
import type { FaultName, VirtualSpin } from './api.ts'
import type { BallPosition } from './ball-path.ts'
import { Faults } from './faults.ts'
import { type RotorMotion, rotorAngleAt, rotorSpeedAt, rpmToSpeed } from './rotor-motion.ts'
import { ballAt, cutShort, planIdle, planSpin, type SpinPlan, type Stage, stageAt } from './spin-plan.ts'

/** Spins remembered, newest kept. */
const spinsMax = 1000

export interface WorldOptions {
  readonly seed: number
  /** World s → UTC in ms. */
  readonly utc: (time: number) => number
}

interface Dealt {
  plan: SpinPlan
  readonly touchedBy: Set<FaultName>
}

/**
 * The simulated table. Its only input but the seed are faults and the wheel's commands; time is passed in and never runs
 * backwards, so that the same seed and the same requests make the same world at any pace. Times in world s.
 */
export class World {
  readonly faults = new Faults()
  readonly seed: number
  readonly #utc: (time: number) => number
  readonly #dealt: Dealt[] = []
  #plan: SpinPlan
  #spin = 0
  #time = 0
  #powered = true

  constructor({ seed, utc }: WorldOptions) {
    this.seed = seed
    this.#utc = utc
    const random = randomStream(seed, 'rotor')
    const speed = rpmToSpeed(random.between(14.2, 19.8)) * (random.chance(0.5) ? 1 : -1)
    const rotor = { from: 0, angle: random.between(0, 2 * Math.PI), speedBefore: speed, speed }
    this.#plan = planIdle(0, rotor, null)
  }

  get time(): number {
    return this.#time
  }
  /** Number of the spin in play or last played; 0 before the first. */
  get spin(): number {
    return this.#spin
  }
  get plan(): SpinPlan {
    return this.#plan
  }
  get stage(): Stage {
    return stageAt(this.#plan, this.#time)
  }

  /** Goes on to `time`; calls `onPlan` for each spin or pause that begins on the way. */
  advance(time: number): void {
    while (time >= this.#plan.until) {
      if (this.#plan.index !== null) this.faults.endSpin(this.#plan.index)
      this.#next()
    }
    this.#time = Math.max(this.#time, time)
    const dealt = this.#dealt.at(-1)
    if (dealt?.plan.index === this.#plan.index) for (const name of this.faults.atOnce()) dealt.touchedBy.add(name)
  }

  rotorAngle(time: number): number {
    return rotorAngleAt(this.#plan.rotor, time)
  }

  /** rad/s, positive clockwise. */
  get rotorSpeed(): number {
    return rotorSpeedAt(this.#plan.rotor, this.#time)
  }

  /** @param time not long before the world's own */
  ball(time: number): BallPosition | null {
    return ballAt(this.#plan, time)
  }

  /** The wheel's own restart: the spin in play is void, and a new one begins. */
  restart(): void {
    if (this.#plan.index === null || this.stage.name === 'closed') return
    this.#plan = cutShort(this.#plan, this.#time)
    const dealt = this.#dealt.at(-1)
    if (dealt) dealt.plan = this.#plan
  }

  /** Off: the spin in play is void, and none begins before it is on again. */
  power(on: boolean): void {
    if (!on) this.restart()
    this.#powered = on
  }

  setFault(name: FaultName, spins: number | null): void {
    this.faults.set(name, spins, this.#spin)
  }

  /** What truly happened, newest first: every spin that is decided by now. */
  spins(limit: number): VirtualSpin[] {
    return this.#dealt
      .filter(({ plan }) => plan.decidedAt <= this.#time)
      .slice(-limit)
      .reverse()
      .map(({ plan, touchedBy }) => ({
        index: plan.index ?? 0,
        pocket: plan.pocket,
        startedAt: Math.round(this.#utc(plan.from)),
        endedAt: Math.round(this.#utc(plan.decidedAt)),
        faults: [...new Set([...plan.faults, ...touchedBy])],
      }))
  }

  #next(): void {
    const { until: from, rotor: before, path, left, pickUpAt } = this.#plan
    const rest = path ? path.rest : from < pickUpAt ? left : null
    const start = { from, angle: rotorAngleAt(before, from), speedBefore: rotorSpeedAt(before, from), left: rest }
    if (!this.#powered) {
      const rotor: RotorMotion = { ...start, speed: start.speedBefore }
      this.#plan = planIdle(from, rotor, rest)
      return
    }
    this.#spin++
    const random = randomStream(this.seed, `spin ${this.#spin}`)
    this.#plan = planSpin(random, { ...start, index: this.#spin }, this.faults.ofSpin())
    this.#dealt.push({ plan: this.#plan, touchedBy: new Set() })
    if (this.#dealt.length > spinsMax) this.#dealt.shift()
  }
}
