/** A key frame that was asked for comes within half a second, as they are not made more often. */
const askAgainMs = 500

/**
 * Whether a window gets the pictures of a tile: what it misses breaks the pictures after it, so it goes on with a key frame.
 * Time is an argument, ms.
 */
export class Follower {
  #state: 'beginning' | 'following' | 'missing' = 'beginning'
  #askedAt = Number.NEGATIVE_INFINITY

  /** Whether this picture was lost to a window that had begun. */
  get isMissing(): boolean {
    return this.#state === 'missing'
  }

  /** @param open whether the window takes anything now @returns whether to send it */
  takes(key: boolean, open: boolean): boolean {
    if (open && key) this.#state = 'following'
    else if (!open && this.#state === 'following') this.#state = 'missing'
    return this.#state === 'following'
  }

  /** Whether to ask the encoder for a key frame: while it waits for one, again and again, as one may be missed too. */
  asks(now: number): boolean {
    if (this.#state === 'following' || now - this.#askedAt < askAgainMs) return false
    this.#askedAt = now
    return true
  }
}
