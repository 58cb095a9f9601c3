import { wrapAngle } from './wheel/pattern.ts'

/** A rotor in play turns by more than this, rad … */
const turnMin = 0.012
/** … within this time; otherwise the picture stands still, ms. */
const frozenMsMin = 400
/** A picture that was away longer than this may hide a whole spin, ms. */
const lostMsMin = 1_000

/** Watches that the picture lives: that there is a wheel and that its rotor turns. */
export class PictureWatch {
  #rotor = 0
  /** When the rotor was last seen to turn, ms; null before the first frame. */
  #turnedAt: number | null = null
  #sawRotor = false

  /**
   * @param rotor rad; null when no wheel is seen
   * @param at when the frame was captured: UTC, ms
   */
  see(rotor: number | null, at: number): { readonly frozen: boolean; readonly lost: boolean } {
    const away = this.#turnedAt === null ? 0 : at - this.#turnedAt
    this.#turnedAt ??= at
    if (rotor === null) {
      this.#sawRotor = false
      return { frozen: false, lost: away > lostMsMin }
    }
    if (!this.#sawRotor || Math.abs(wrapAngle(rotor - this.#rotor)) > turnMin) {
      this.#rotor = rotor
      this.#turnedAt = at
      this.#sawRotor = true
      return { frozen: false, lost: away > lostMsMin }
    }
    return { frozen: away > frozenMsMin, lost: away > lostMsMin }
  }
}
