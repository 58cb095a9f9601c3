import { wrapAngle } from './pattern.ts'

/** Samples that differ by more than so many levels show something new: a quiet encoder moves the rest by less … */
const levelsMin = 2
/** … in more than this share of all samples: a ball that moves changes four times as many. */
const newShareMin = 0.0005
/** A picture that shows nothing new for longer stands still, ms. */
const frozenMsMin = 400
/** A picture that was away longer than this may hide a whole spin, even one at five times its speed: ms. */
const lostMsMin = 2_000
/** A rotor is heavy: from this speed it never comes to a stop between two pictures; a picture does. rad/s */
const turningMin = 0.25
/** Below this it stands. rad/s */
const standingMax = 0.06
/** What stood turns again, rad. */
const turnedMin = 0.03

/** Watches that the picture lives: that it changes, and that a rotor that turned goes on turning. */
export class PictureWatch {
  #strip: Uint8Array | null = null
  #last: { readonly zero: number; readonly at: number } | null = null
  /** rad/s */
  #speed = 0
  /** Where zero stood when the rotor stopped as no rotor can; null when it did not. */
  #stoppedAt: number | null = null
  /** When the picture last showed something new, UTC ms; null before the first one. */
  #livedAt: number | null = null

  /** @returns whether this strip shows anything that the last one did not */
  shows(strip: Uint8Array): boolean {
    const last = this.#strip
    this.#strip = strip
    return last === null || differs(strip, last)
  }

  /**
   * @param zero rad, of a picture that shows something new; null when it shows no wheel
   * @param at when it was captured: UTC, ms
   * @returns whether the picture lives: a rotor that stopped dead is a picture that stands still
   */
  lives(zero: number | null, at: number): boolean {
    const last = this.#last
    this.#last = zero === null ? null : { zero, at }
    if (zero === null || !last || at <= last.at) {
      this.#speed = 0
      if (zero === null) this.#stoppedAt = null
      return true
    }
    const before = this.#speed
    this.#speed = (Math.abs(wrapAngle(zero - last.zero)) / (at - last.at)) * 1000
    if (this.#stoppedAt === null && before >= turningMin && this.#speed < standingMax) this.#stoppedAt = last.zero
    if (this.#stoppedAt !== null && Math.abs(wrapAngle(zero - this.#stoppedAt)) > turnedMin) this.#stoppedAt = null
    return this.#stoppedAt === null
  }

  /** How long the picture has shown nothing new. @param live whether it does now; @param at when it was captured: UTC, ms */
  away(live: boolean, at: number): { readonly frozen: boolean; readonly lost: boolean } {
    this.#livedAt ??= at
    const awayMs = at - this.#livedAt
    if (live) this.#livedAt = at
    return { frozen: !live && awayMs > frozenMsMin, lost: awayMs > lostMsMin }
  }
}

function differs(one: Uint8Array, other: Uint8Array): boolean {
  const many = one.length * newShareMin
  let count = 0
  for (let sample = 0; sample < one.length; sample++)
    if (Math.abs((one[sample] ?? 0) - (other[sample] ?? 0)) > levelsMin && ++count > many) return true
  return false
}
