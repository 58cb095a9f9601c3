import { pocketPitch, wrapAngle } from './pattern.ts'
import { RestingVote } from './resting-vote.ts'
import type { WheelSight } from './sight.ts'

/** Turns less than this between two frames are noise, rad. */
const turnMin = 0.006
/** So many frames must show the ball moving before it counts as rolling. */
const movingFramesMin = 3
/** Frames without a sight of the ball that its rolling survives. */
const missesMax = 2

type Why = 'no_wheel' | 'no_ball' | 'picture_frozen' | 'between_pockets' | 'too_few_frames' | 'unclear'

/** What is known of the ball by now. */
export type Finding =
  | { readonly kind: 'none'; readonly why: Why }
  | { readonly kind: 'rolling'; readonly confidence: number }
  | { readonly kind: 'resting'; readonly confidence: number; readonly pocket: number; readonly since: number }

/** Where a ball was seen in the picture and against the rotor, and how the rotor stood: rad. */
interface Place {
  readonly ball: number
  readonly relative: number
  readonly zero: number
}

/** Follows the ball through the sights of living pictures: it rolls, rests after a vote, or neither. */
export class BallWatch {
  readonly #vote = new RestingVote()
  #last: Place | null = null
  #movingFrames = 0
  #misses = 0

  /** Sights in the vote. */
  get frames(): number {
    return this.#vote.frames
  }

  /** What was seen so far says nothing of what comes. */
  clear(): void {
    this.#vote.clear()
    this.#movingFrames = 0
    this.#misses = 0
    this.#last = null
  }

  /** @param at when the picture was captured: UTC, ms */
  see(sight: WheelSight, at: number): Finding {
    const place = placeOf(sight)
    if (place) this.#follow(place, sight, at)
    else this.#miss()
    if (this.#movingFrames >= movingFramesMin)
      return { kind: 'rolling', confidence: 1 - 0.5 ** (this.#movingFrames - 1) }
    const verdict = this.#vote.verdict()
    if (verdict.kind === 'resting') return verdict
    if (sight.why === 'no_wheel' || sight.why === 'between_pockets') return { kind: 'none', why: sight.why }
    if (sight.why) return { kind: 'none', why: 'unclear' }
    return { kind: 'none', why: this.#vote.frames > 0 ? verdict.why : 'no_ball' }
  }

  #follow(place: Place, sight: WheelSight, at: number): void {
    const still = this.#voteOn(place, sight, at)
    this.#movingFrames = !still && this.#moved(place) ? this.#movingFrames + 1 : 0
    this.#misses = 0
    this.#last = place
  }

  /** @returns whether the ball lies where it lay against the rotor */
  #voteOn({ relative, zero }: Place, { state, confidence }: WheelSight, at: number): boolean {
    if (state === 'rolling') {
      this.#vote.clear()
      return false
    }
    return this.#vote.add({ at, relative, rotor: zero, certainty: confidence })
  }

  #moved({ ball, relative }: Place): boolean {
    const before = this.#last
    if (!before) return false
    const travelled = Math.abs(wrapAngle(ball - before.ball))
    const againstRotor = Math.abs(wrapAngle(relative - before.relative))
    // A reflection stands still in the picture, a mark on the rotor turns with it; a ball that rolls does neither.
    return travelled > turnMin && againstRotor > turnMin
  }

  #miss(): void {
    this.#vote.miss()
    this.#misses++
    if (this.#misses <= missesMax) return
    this.#movingFrames = 0
    this.#last = null
  }
}

/** Null when this picture says nothing sure of the ball. */
function placeOf({ state, why, zero, ball, fromZero }: WheelSight): Place | null {
  const seen = state === 'rolling' || state === 'resting' || why === 'between_pockets'
  if (!seen || zero === null || fromZero === null || !ball) return null
  return { ball: ball.angle, relative: fromZero * pocketPitch, zero }
}
