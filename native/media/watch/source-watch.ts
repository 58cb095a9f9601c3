import type { PictureLook } from './luma.ts'
import type { SourceState } from '../messages/index.ts'

/** No frame for this long: what is on the screen is old. Three frames of the slowest camera would come in it. */
const staleAfterMs = 500
/** No frame for this long: the source is gone. */
const lostAfterMs = 3_000
/** A new source may take this long to its first frame: it waits for a key frame. */
const connectingMsMax = 5_000
/** Frames must have come without a gap for this long before a source that was away counts as back. */
const backAfterMs = 500
/** Black, or not black, for this long before it is said: a cut or a flash is neither. */
const blackAfterMs = 500
/** Nothing moved for this long: a wheel always turns, a live camera always trembles. */
const frozenAfterMs = 2_000
/** Two movements within this time end a freeze: one may be a key frame's flicker. */
const thawWithinMs = 500
/** Too few frames: below this part of the expected rate, until it is above the second again. */
const slowBelow = 0.7
const slowUntil = 0.85
/** For this long, so that a hiccup is not a fault. */
const slowAfterMs = 1_000
const rateWindowMs = 1_000
/** Frames remembered for the rate, whatever a source sends. */
const rateFramesMax = 240

export interface SourceStatus {
  readonly state: SourceState
  readonly why?: string
  readonly fps: number
  readonly frameAgeMs: number | null
  readonly black: boolean
  readonly frozen: boolean
}

/**
 * Judges a source by its frames. Pure: every moment is told to it (UTC or any other ms, from one clock that rises).
 * `frame` at each frame, `look` for some of them, `trouble` when the connection fails, `status` whenever it matters, at least ten times a second.
 */
export class SourceWatch {
  readonly #fpsExpected: number
  readonly #startedAt: number
  #arrivals: number[] = []
  #lastFrameAt: number | null = null
  /** Since when frames come without a gap. */
  #flowingSince = Number.POSITIVE_INFINITY
  #wasAway = false
  #black = new Lasting(blackAfterMs)
  #slow = new Lasting(slowAfterMs)
  #frozen = false
  #movedAt = Number.NEGATIVE_INFINITY
  #trouble: string | null = null

  /** @param fpsExpected frames a second at which the source is well */
  constructor(fpsExpected: number, startedAt: number) {
    this.#fpsExpected = fpsExpected
    this.#startedAt = startedAt
  }

  frame(at: number): void {
    if (this.#lastFrameAt === null || at - this.#lastFrameAt > staleAfterMs) this.#restart(at)
    if (at - this.#flowingSince >= backAfterMs) this.#wasAway = false
    this.#lastFrameAt = at
    this.#arrivals.push(at)
    if (this.#arrivals.length > rateFramesMax) this.#arrivals.shift()
    this.#trouble = null
    this.#judgeRate(at)
  }

  /** What a frame shows; a few a second are enough to judge by. */
  look(at: number, { black, moved }: PictureLook): void {
    this.#black.tell(at, black)
    this.#judgeMovement(at, moved)
  }

  /** The connection could not be made, or broke; `why` in words for the operator. */
  trouble(why: string): void {
    this.#trouble = why
  }

  status(now: number): SourceStatus {
    const frameAgeMs = this.#lastFrameAt === null ? null : Math.max(0, now - this.#lastFrameAt)
    const fps = this.#rate(now)
    const { state, why } = this.#judge(now, frameAgeMs, fps)
    return { state, ...(why && { why }), fps, frameAgeMs, black: this.#black.value, frozen: this.#frozen }
  }

  #judge(now: number, frameAgeMs: number | null, fps: number): { state: SourceState; why?: string } {
    if (frameAgeMs === null) {
      const state = now - this.#startedAt > connectingMsMax ? 'lost' : 'connecting'
      return { state, why: this.#trouble ?? 'No picture yet' }
    }
    if (frameAgeMs > lostAfterMs) return { state: 'lost', why: this.#trouble ?? 'The camera sends nothing' }
    if (frameAgeMs > staleAfterMs) {
      return { state: 'stale', why: `No new picture for ${(frameAgeMs / 1000).toFixed(1)} s` }
    }
    if (this.#wasAway) return { state: 'stale', why: 'The picture comes back' }
    if (this.#black.value) return { state: 'degraded', why: 'The picture is black' }
    if (this.#frozen) return { state: 'degraded', why: 'The picture does not move' }
    if (this.#slow.value)
      return { state: 'degraded', why: `Only ${Math.round(fps)} of ${this.#fpsExpected} frames a second` }
    return { state: 'ok' }
  }

  #restart(at: number): void {
    this.#wasAway = this.#lastFrameAt !== null
    this.#flowingSince = at
    this.#arrivals = []
    this.#slow = new Lasting(slowAfterMs)
    this.#frozen = false
    this.#movedAt = at
  }

  #judgeMovement(at: number, moved: boolean): void {
    if (!moved) {
      // Black is its own fault: an operator needs one reason, not two.
      this.#frozen = !this.#black.value && (this.#frozen || at - this.#movedAt >= frozenAfterMs)
      return
    }
    if (at - this.#movedAt <= thawWithinMs) this.#frozen = false
    this.#movedAt = at
  }

  #rate(now: number): number {
    while (this.#arrivals[0] !== undefined && this.#arrivals[0] <= now - rateWindowMs) this.#arrivals.shift()
    return this.#arrivals.length / (rateWindowMs / 1000)
  }

  #judgeRate(at: number): void {
    // Until a whole window of frames has flowed the rate says nothing.
    if (at - this.#flowingSince < rateWindowMs) return
    this.#slow.tell(at, this.#rate(at) < this.#fpsExpected * (this.#slow.value ? slowUntil : slowBelow))
  }
}

/** A truth that changes only when the contrary was told for a while. */
class Lasting {
  readonly #afterMs: number
  #value = false
  #contrarySince: number | null = null

  constructor(afterMs: number) {
    this.#afterMs = afterMs
  }

  get value(): boolean {
    return this.#value
  }

  tell(at: number, value: boolean): void {
    if (value === this.#value) this.#contrarySince = null
    else this.#contrarySince ??= at
    if (this.#contrarySince === null || at - this.#contrarySince < this.#afterMs) return
    this.#value = value
    this.#contrarySince = null
  }
}
