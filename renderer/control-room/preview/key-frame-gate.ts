/** Frames that may wait to be decoded; with more, all are skipped up to the next key frame: late is worse than jerky. */
export const decodeQueueMax = 8

/** Which pictures of a feed go to its decoder, so that it never works through a queue and never lacks what a picture refers to. */
export class KeyFrameGate {
  #waits = true

  /** The next picture must be a key frame: the decoder is new, or one was lost. */
  reset(): void {
    this.#waits = true
  }

  /**
   * `restart`: what waits is thrown away first, as a key frame makes it useless.
   * @param queued pictures that wait in the decoder
   */
  judge(key: boolean, queued: number): 'decode' | 'restart' | 'skip' {
    const full = queued >= decodeQueueMax
    if (key) {
      this.#waits = false
      return full ? 'restart' : 'decode'
    }
    if (full) this.#waits = true
    return this.#waits ? 'skip' : 'decode'
  }
}
