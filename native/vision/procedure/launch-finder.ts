import { wrapAngle } from '../wheel/pattern.ts'
import { AngleTrail } from './angle-trail.ts'

const fullTurn = 2 * Math.PI
/** No dealer launches faster, rad/s: it makes less than half a turn between the first two sights. */
const speedMax = 3.2 * fullTurn
const firstStepMsMax = (Math.PI / speedMax) * 1000
/** Slower than gravity lets a ball stay in the track, rad/s. */
const speedMin = 2
/** A hand that lays the ball down does not take it so far round, rad. */
const travelMin = 0.4 * fullTurn
const sightsMin = 4
/** Longer unseen, it begins anew, ms. */
const gapMsMax = 400

/** So many steps too fast to be followed are no chance: a ball ran before one could be counted. */
const tooFastMin = 3

interface Launch {
  /** The way of a ball that has just been seen to run, from its first sight on. */
  readonly trail: AngleTrail
  /** Whether it seems to have run before that, faster than can be followed. */
  readonly ranBefore: boolean
}

/** Finds a ball that runs in the track among sights of balls there. */
export class LaunchFinder {
  #mark: { readonly at: number; readonly angle: number } | null = null
  #trail: AngleTrail | null = null
  #tooFast = 0

  see(angle: number, at: number): Launch | null {
    const followed = this.#trail && at - this.#trail.last.at <= gapMsMax && this.#trail.follow(at, angle)
    if (!followed || !runs(this.#trail?.speed ?? 0)) this.#begin(angle, at)
    this.#mark = { at, angle }
    const trail = this.#trail
    if (!trail || trail.count < sightsMin || Math.abs(trail.travelled) < travelMin) return null
    const ranBefore = this.#tooFast >= tooFastMin
    this.forget()
    return { trail, ranBefore }
  }

  forget(): void {
    this.#mark = null
    this.#trail = null
    this.#tooFast = 0
  }

  #begin(angle: number, at: number): void {
    const mark = this.#mark
    this.#trail = null
    if (mark && at - mark.at > gapMsMax) this.#tooFast = 0
    if (!mark || at <= mark.at || at - mark.at > firstStepMsMax) return
    const speed = (wrapAngle(angle - mark.angle) / (at - mark.at)) * 1000
    if (runs(speed)) this.#trail = new AngleTrail(mark, { at, angle })
    else if (Math.abs(speed) > speedMax) this.#tooFast++
  }
}

const runs = (speed: number): boolean => Math.abs(speed) >= speedMin && Math.abs(speed) <= speedMax
