import type { PictureLook } from './luma.ts'
import type { MediaStatistics, SourceState } from './messages.ts'

/** No frame for this long: what is on the screen is old. Three frames of the slowest camera would come in it. */
export const staleAfterMs = 500
/** No frame for this long: the source is gone. */
export const lostAfterMs = 3_000
/** A new source may take this long to its first frame: it waits for a key frame. */
export const connectingMsMax = 5_000
/** Frames must have come without a gap for this long before a source that was away counts as back. */
export const backAfterMs = 500
/** Black, or not black, for this long before it is said: a cut or a flash is neither. */
export const blackAfterMs = 500
/** Nothing moved for this long: a wheel always turns, a live camera always trembles. */
export const frozenAfterMs = 2_000
/** Two movements within this time end a freeze: one may be a key frame's flicker. */
const thawWithinMs = 500
/** Too few frames: below this part of the expected rate, until it is above the second again. */
const slowBelow = 0.7
const slowUntil = 0.85
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
 * `frame` at each frame, `trouble` when the connection fails, `status` whenever it matters, at least ten times a second.
 */
export class SourceWatch {
  readonly #fpsExpected: number
  readonly #startedAt: number
  #arrivals: number[] = []
  #lastFrameAt: number | null = null
  /** Since when frames come without a gap. */
  #flowingSince = Number.POSITIVE_INFINITY
  #wasAway = false
  #black = false
  #blackDiffersSince: number | null = null
  #frozen = false
  #movedAt = Number.NEGATIVE_INFINITY
  #slow = false
  #trouble: string | null = null

  /** @param fpsExpected frames a second at which the source is well */
  constructor(fpsExpected: number, startedAt: number) {
    this.#fpsExpected = fpsExpected
    this.#startedAt = startedAt
  }

  frame(at: number, look: PictureLook): void {
    if (this.#lastFrameAt === null || at - this.#lastFrameAt > staleAfterMs) this.#restart(at)
    this.#lastFrameAt = at
    this.#arrivals.push(at)
    if (this.#arrivals.length > rateFramesMax) this.#arrivals.shift()
    this.#trouble = null
    this.#judgeBlack(at, look.black)
    this.#judgeMovement(at, look.moved)
  }

  /** The connection could not be made, or broke; `why` in words for the operator. */
  trouble(why: string): void {
    this.#trouble = why
  }

  status(now: number): SourceStatus {
    const frameAgeMs = this.#lastFrameAt === null ? null : Math.max(0, now - this.#lastFrameAt)
    while (this.#arrivals[0] !== undefined && this.#arrivals[0] <= now - rateWindowMs) this.#arrivals.shift()
    const fps = this.#arrivals.length / (rateWindowMs / 1000)
    this.#judgeRate(now, fps)
    const { state, why } = this.#judge(now, frameAgeMs, fps)
    const black = this.#black
    return { state, ...(why && { why }), fps, frameAgeMs, black, frozen: this.#frozen }
  }

  #judge(now: number, frameAgeMs: number | null, fps: number): { state: SourceState; why?: string } {
    if (frameAgeMs === null) {
      const state = now - this.#startedAt > connectingMsMax ? 'lost' : 'connecting'
      return { state, why: this.#trouble ?? 'No picture yet' }
    }
    if (frameAgeMs > lostAfterMs) this.#wasAway = true
    if (frameAgeMs > lostAfterMs) return { state: 'lost', why: this.#trouble ?? 'The camera sends nothing' }
    if (frameAgeMs > staleAfterMs) {
      return { state: 'stale', why: `No new picture for ${(frameAgeMs / 1000).toFixed(1)} s` }
    }
    if (this.#wasAway && now - this.#flowingSince < backAfterMs)
      return { state: 'stale', why: 'The picture comes back' }
    this.#wasAway = false
    if (this.#black) return { state: 'degraded', why: 'The picture is black' }
    if (this.#frozen) return { state: 'degraded', why: 'The picture does not move' }
    if (this.#slow) return { state: 'degraded', why: `Only ${Math.round(fps)} of ${this.#fpsExpected} frames a second` }
    return { state: 'ok' }
  }

  #restart(at: number): void {
    this.#wasAway = this.#lastFrameAt !== null
    this.#flowingSince = at
    this.#arrivals = []
    this.#slow = false
    this.#frozen = false
    this.#movedAt = at
  }

  #judgeBlack(at: number, black: boolean): void {
    if (black === this.#black) this.#blackDiffersSince = null
    else this.#blackDiffersSince ??= at
    if (this.#blackDiffersSince === null || at - this.#blackDiffersSince < blackAfterMs) return
    this.#black = black
    this.#blackDiffersSince = null
  }

  #judgeMovement(at: number, moved: boolean): void {
    if (!moved) {
      // Black is its own fault: an operator needs one reason, not two.
      this.#frozen = !this.#black && (this.#frozen || at - this.#movedAt >= frozenAfterMs)
      return
    }
    if (at - this.#movedAt <= thawWithinMs) this.#frozen = false
    this.#movedAt = at
  }

  #judgeRate(now: number, fps: number): void {
    // Until a whole window of frames has flowed the rate says nothing.
    if (now - this.#flowingSince < 2 * rateWindowMs) return
    this.#slow = fps < this.#fpsExpected * (this.#slow ? slowUntil : slowBelow)
  }
}

/** The source's part of the statistics. */
export function sourceStatistics(
  status: SourceStatus,
  capture: { readonly width: number; readonly height: number; readonly frames: number },
  dropped: number,
): MediaStatistics['source'] {
  return { ...status, width: capture.width, height: capture.height, frames: capture.frames, dropped }
}
