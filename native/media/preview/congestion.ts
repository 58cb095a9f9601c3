/** The answer to a ping that was sent behind the pictures; a window that is late with it by more has a queue before it. */
export const behindMsMax = 400
/** A ping is sent this often while pictures go. */
const pingEveryMs = 100
/** A window that answers nothing for so long is gone, whatever its socket says. */
const goneMsMax = 30_000
/** More than this waiting in our own memory is too much, however fresh: some seconds of all tiles. */
const bufferedBytesMax = 2 * 1024 * 1024

/**
 * How far a window is behind. The system's buffers hold seconds of small pictures before ours holds a byte, so that their
 * length says nothing; but a ping waits in the same queue, and every browser answers it by itself. Time is an argument, ms.
 */
export class Congestion {
  #pingAt = Number.NEGATIVE_INFINITY
  #isAnswered = true

  /** Whether to send a ping behind what was just sent. */
  pings(now: number): boolean {
    if (!this.#isAnswered || now - this.#pingAt < pingEveryMs) return false
    this.#pingAt = now
    this.#isAnswered = false
    return true
  }

  answered(): void {
    this.#isAnswered = true
  }

  /** @param bufferedBytes what waits for the window in this process */
  isBehind(now: number, bufferedBytes: number): boolean {
    return bufferedBytes > bufferedBytesMax || (!this.#isAnswered && now - this.#pingAt > behindMsMax)
  }

  isGone(now: number): boolean {
    return !this.#isAnswered && now - this.#pingAt > goneMsMax
  }
}
