/** Identical pictures for longer than this are a picture that stands still, not one that stutters. */
const stutterMsMax = 400
/** Something must have moved so recently: where nothing moves, two honest pictures may be the same. */
const movedWithinMs = 500

/** Counts the pictures that a source sends once more instead of new ones, while something moves in them. */
export class Repeats {
  #identical = 0
  #newAt = Number.NEGATIVE_INFINITY
  #movedAt = Number.NEGATIVE_INFINITY

  moved(at: number): void {
    this.#movedAt = at
  }

  /** @returns how many frames before this one were repeated: they are known as such when the next new one comes */
  tell(at: number, repeated: boolean): number {
    if (repeated) {
      this.#identical++
      return 0
    }
    const identical = this.#identical
    const stutters = at - this.#newAt <= stutterMsMax && at - this.#movedAt <= movedWithinMs
    this.#identical = 0
    this.#newAt = at
    return stutters ? identical : 0
  }
}
