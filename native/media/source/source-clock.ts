/** The least delay is looked for in the last one to two of these, ms. */
const windowMs = 5_000
/** The estimate rises towards the least delay of the window by 1/e in this time, ms. */
const riseMs = 5_000
/** What came this much later than it should is of a new time line, or of a stall that is over: it counts as of now. */
const lateMsMax = 1_000
/** What is to be played later than this is not waited for, ms. */
const aheadMsMax = 5_000
/** Times of MPEG-TS have 33 bits. */
const wrapMs = 2 ** 33 / 90

/**
 * The clock of a source that sends as it captures. Whatever arrived fastest tells how far the sender's clock is from ours;
 * everything else was captured when its time says, and was delayed on its way. Pictures and sound share it, so that they
 * stay together.
 */
export class LiveClock {
  /** UTC minus the sender's time, ms, for what had the least delay. */
  #offset = Number.NaN
  #updatedAt = 0
  #windowStart = 0
  #leastNow = Number.POSITIVE_INFINITY
  #leastBefore = Number.POSITIVE_INFINITY
  #lastPts = 0

  /**
   * Something arrived just now.
   * @param ptsMs when it was captured, ms of the sender's clock, which may jump and wrap
   * @param at UTC, ms
   * @returns when it was captured, UTC, ms: never later than `at`, and at most a second earlier
   */
  arrived(ptsMs: number, at: number): number {
    const pts = this.#unwrap(ptsMs)
    this.#lastPts = pts
    const offset = at - pts
    // Also true of the first, whose offset is compared with none.
    if (!(offset - this.#offset <= lateMsMax)) this.#anchor(offset, at)
    if (at - this.#windowStart > windowMs) {
      this.#leastBefore = this.#leastNow
      this.#leastNow = offset
      this.#windowStart = at
    }
    this.#leastNow = Math.min(this.#leastNow, offset)
    const least = Math.min(this.#leastNow, this.#leastBefore)
    const rise = Math.min(1, Math.max(0, at - this.#updatedAt) / riseMs)
    this.#offset = least < this.#offset ? least : this.#offset + (least - this.#offset) * rise
    this.#updatedAt = at
    return pts + this.#offset
  }

  /** The same for what is known to have arrived, as pictures that were held back for reordering. */
  utcOf(ptsMs: number, at: number): number {
    const utc = this.#unwrap(ptsMs) + this.#offset
    return utc <= at && utc >= at - 2 * lateMsMax ? utc : at
  }

  #anchor(offset: number, at: number): void {
    this.#offset = offset
    this.#updatedAt = at
    this.#windowStart = at
    this.#leastNow = offset
    this.#leastBefore = Number.POSITIVE_INFINITY
  }

  /** The time nearest to the last one that may be meant. */
  #unwrap(ptsMs: number): number {
    return ptsMs + Math.round((this.#lastPts - ptsMs) / wrapMs) * wrapMs
  }
}

/** The clock of what we play ourselves: from now on at its own pace. */
export class PlayClock {
  #offset = Number.NaN

  /** When it is due: UTC, ms; may lie ahead. What lies far off starts the time line anew. */
  dueAt(ptsMs: number, at: number): number {
    const late = at - (ptsMs + this.#offset)
    if (!(late <= lateMsMax && late >= -aheadMsMax)) this.#offset = at - ptsMs
    return ptsMs + this.#offset
  }

  /** It begins again: what has `startMs` follows what ended at `endMs`. */
  loop(startMs: number, endMs: number): void {
    this.#offset += endMs - startMs
  }
}
