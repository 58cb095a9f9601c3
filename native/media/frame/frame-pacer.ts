/** A frame may come this part of a frame's time early and still count: cameras jitter. */
const earlyMax = 0.4

/** Thins a stream of frames to at most `fps` a second, evenly. */
export class FramePacer {
  readonly #everyMs: number
  #dueAt = Number.NEGATIVE_INFINITY

  constructor(fps: number) {
    this.#everyMs = 1000 / fps
  }

  /** Whether the frame of this moment (ms) is one to use. */
  accepts(at: number): boolean {
    const earlyMs = this.#dueAt - at
    // Earlier than any frame can be: the clock was set back, and nothing would be used until it has caught up.
    if (earlyMs > this.#everyMs * earlyMax && earlyMs <= 2 * this.#everyMs) return false
    // After a gap the rhythm starts anew; otherwise it is kept, so that jitter does not add up to lost frames.
    this.#dueAt = Math.abs(earlyMs) > this.#everyMs ? at + this.#everyMs : this.#dueAt + this.#everyMs
    return true
  }
}
