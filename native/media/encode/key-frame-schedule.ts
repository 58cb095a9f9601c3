/** A key frame at least this often: a request that is lost on the way is never repeated. */
export const keyFrameMsMax = 2_000
/** Answers to requests come no more often than this, whoever asks: key frames are large. */
export const requestedKeyFrameMsMin = 500

/**
 * When a picture must be a key frame, for all rungs together. The first request is answered by the very next picture, also
 * right after one of the regular key frames; it counts as open until a key frame was made. Time is an argument, in ms.
 */
export class KeyFrameSchedule {
  #wanted = false
  #madeAt = Number.NEGATIVE_INFINITY
  #answeredAt = Number.NEGATIVE_INFINITY

  request(): void {
    this.#wanted = true
  }

  due(now: number): boolean {
    return now - this.#madeAt >= keyFrameMsMax || (this.#wanted && now - this.#answeredAt >= requestedKeyFrameMsMin)
  }

  /** A key frame went out that was begun at `now`: it answers whoever asked before. */
  made(now: number): void {
    this.#madeAt = now
    if (this.#wanted) this.#answeredAt = now
    this.#wanted = false
  }
}
