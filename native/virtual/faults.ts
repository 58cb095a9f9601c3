import type { FaultName } from './api.ts'

/** These are part of how a spin is dealt, so they begin with the next one; all others are there at once. */
export const spinFaults: readonly FaultName[] = [
  'mis_spin',
  'short_spin',
  'failed_launch',
  'ball_out',
  'sensor_wrong_number',
]

interface Active {
  spinsLeft: number | null
  /** The first whole spin that it counts. */
  readonly fromSpin: number
}

/** The faults that were asked for, and for how many whole spins they last. */
export class Faults {
  readonly #active = new Map<FaultName, Active>()

  /** @param spin the one in play, whose rest is not counted; @param spins null until cleared */
  set(name: FaultName, spins: number | null, spin: number): void {
    this.#active.set(name, { spinsLeft: spins, fromSpin: spin + 1 })
  }

  clear(name: FaultName): void {
    this.#active.delete(name)
  }

  has(name: FaultName): boolean {
    return this.#active.has(name)
  }

  /** What spoils the spin that begins now. */
  ofSpin(): FaultName[] {
    return spinFaults.filter((name) => this.#active.has(name))
  }

  /** What is there at this moment, whatever the spin. */
  atOnce(): FaultName[] {
    return [...this.#active.keys()].filter((name) => !spinFaults.includes(name))
  }

  endSpin(spin: number): void {
    for (const [name, fault] of this.#active) {
      if (fault.spinsLeft === null || spin < fault.fromSpin) continue
      fault.spinsLeft--
      if (fault.spinsLeft === 0) this.#active.delete(name)
    }
  }

  list(): { name: FaultName; spinsLeft: number | null }[] {
    return [...this.#active].map(([name, { spinsLeft }]) => ({ name, spinsLeft }))
  }
}
