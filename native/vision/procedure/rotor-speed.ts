import { wrapAngle } from '../wheel/pattern.ts'

/** A rotor turns less than half a turn in this time, ms. */
const stepMsMax = 400
/** Part of the newest step in the speed. */
const newest = 0.2

/** How fast the zero pocket goes round. */
export class RotorSpeed {
  #last: { readonly zero: number; readonly at: number } | null = null
  #speed: number | null = null

  /** rad/s, positive clockwise; null before it was seen to turn. */
  get speed(): number | null {
    return this.#speed
  }

  see(zero: number | null, at: number): void {
    if (zero === null) return
    const last = this.#last
    this.#last = { zero, at }
    if (!last || at <= last.at || at - last.at > stepMsMax) return
    const step = (wrapAngle(zero - last.zero) / (at - last.at)) * 1000
    this.#speed = this.#speed === null ? step : this.#speed + (step - this.#speed) * newest
  }
}
