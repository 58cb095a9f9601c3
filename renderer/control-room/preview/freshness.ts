/** How a tile's picture stands, whatever the studio says of its source. Times are the local clock in ms. */
export type FeedState =
  /** Nothing was drawn yet. */
  | { readonly state: 'waiting' }
  | { readonly state: 'playing' }
  /** The newest picture is older than it may be. */
  | { readonly state: 'stopped'; readonly since: number }
  /** It came, and could not be decoded. */
  | { readonly state: 'failed'; readonly since: number }

/** With the look at it and the way to the screen it is seen within half a second. */
const stoppedMs = 300
/** A slow source may be late in its own measure. */
const stoppedIntervals = 2.5
const intervalMsMax = 1_000
/** How much the newest interval counts. */
const intervalWeight = 0.2

/** Whether a picture that is on the screen is still live: told by when the last one was drawn, and by nobody's word. */
export class Freshness {
  #drawnAt: number | null = null
  #failedAt: number | null = null
  #wantedAt = 0
  #intervalMs = 0

  drawn(now: number): void {
    const interval = this.#drawnAt === null ? 0 : now - this.#drawnAt
    if (interval <= intervalMsMax) this.#intervalMs += (interval - this.#intervalMs) * intervalWeight
    this.#drawnAt = now
    this.#failedAt = null
  }

  failed(now: number): void {
    this.#failedAt ??= now
  }

  /** It was out of sight and is asked for again: it may take a moment to come. */
  wanted(now: number): void {
    this.#wantedAt = now
  }

  look(now: number): FeedState {
    if (this.#failedAt !== null) return { state: 'failed', since: this.#failedAt }
    if (this.#drawnAt === null) return { state: 'waiting' }
    const newest = Math.max(this.#drawnAt, this.#wantedAt)
    const isOld = now - newest > Math.max(stoppedMs, this.#intervalMs * stoppedIntervals)
    return isOld ? { state: 'stopped', since: this.#drawnAt } : { state: 'playing' }
  }
}
