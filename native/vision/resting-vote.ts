import { pocketCount, pocketPitch, wheelOrder, wrapAngle } from './wheel/pattern.ts'

/** Frames in which the ball must lie still against the rotor. */
const votesMin = 5
/** The oldest votes fall out: about two seconds. */
const votesMax = 32
/** The rotor must have carried the ball this far: a ball that only looks still between two frames has not come along. */
const carriedMin = Math.PI / 4
/** Further than this from where it lay, in pockets, it has moved. */
const stillMax = 0.28
/** The first and the second half of the votes agree to this, in pockets: a slow creep is no rest. */
const driftMax = 0.14
/** Further than this from a pocket's middle, in pockets, it may as well be the next. */
const centredMax = 0.36
/** Frames without a sight of the ball that a rest survives. */
const missesMax = 2

export interface Vote {
  readonly at: number
  /** Angle of the ball from the middle of zero, rad. */
  readonly relative: number
  readonly rotor: number
  /** How sure this one frame is, 0–1. */
  readonly certainty: number
}

export type Verdict =
  | { readonly kind: 'resting'; readonly pocket: number; readonly confidence: number; readonly since: number }
  | { readonly kind: 'open'; readonly why: 'too_few_frames' | 'between_pockets' }

/** Watches whether the ball's angle to zero stays the same while the rotor turns, and says in which pocket that is. */
export class RestingVote {
  #votes: Vote[] = []
  #since = 0
  #carried = 0
  #misses = 0

  get frames(): number {
    return this.#votes.length
  }

  clear(): void {
    this.#votes = []
    this.#carried = 0
    this.#misses = 0
  }

  miss(): void {
    this.#misses++
    if (this.#misses > missesMax) this.clear()
  }

  /** @returns whether the ball lies where it lay; otherwise it moved, and the vote begins anew */
  add(vote: Vote): boolean {
    this.#misses = 0
    const last = this.#votes.at(-1)
    if (!last || Math.abs(wrapAngle(vote.relative - this.#mean(this.#votes))) > stillMax * pocketPitch) {
      this.#votes = [vote]
      this.#since = vote.at
      this.#carried = 0
      return !last
    }
    this.#carried += Math.abs(wrapAngle(vote.rotor - last.rotor))
    this.#votes.push(vote)
    if (this.#votes.length > votesMax) this.#votes.shift()
    return true
  }

  verdict(): Verdict {
    const count = this.#votes.length
    if (count < votesMin || this.#carried < carriedMin) return { kind: 'open', why: 'too_few_frames' }
    const half = count >> 1
    const drift = wrapAngle(this.#mean(this.#votes.slice(half)) - this.#mean(this.#votes.slice(0, half)))
    if (Math.abs(drift) > driftMax * pocketPitch) return { kind: 'open', why: 'too_few_frames' }
    const place = this.#mean(this.#votes) / pocketPitch
    const off = Math.abs(place - Math.round(place))
    if (off > centredMax) return { kind: 'open', why: 'between_pockets' }
    const pocket = wheelOrder[(Math.round(place) + 2 * pocketCount) % pocketCount]
    if (pocket === undefined) return { kind: 'open', why: 'between_pockets' }
    const certainty = this.#votes.reduce((sum, vote) => sum + vote.certainty, 0) / count
    // Certain in the middle of a pocket, worth nothing at its edge; each further frame halves what doubt chance leaves.
    const centred = Math.min(1, Math.max(0, (0.5 - off) / 0.26))
    const voted = 1 - 0.5 ** (count - 1)
    return { kind: 'resting', pocket, confidence: certainty * centred * voted, since: this.#since }
  }

  #mean(votes: readonly Vote[]): number {
    let [x, y] = [0, 0]
    for (const { relative } of votes) [x, y] = [x + Math.cos(relative), y + Math.sin(relative)]
    return Math.atan2(y, x)
  }
}
