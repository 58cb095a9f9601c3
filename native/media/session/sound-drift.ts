/** What counts of the past, ms. */
const settleMs = 2_000

/**
 * How far a source's sound runs away from its picture. Both carry times of one clock; what each is late by when it arrives
 * differs by the container's habit, which stays, and by drift, which grows. Pure.
 */
export class SoundDrift {
  #pictureLateMs: number | null = null
  #soundLateMs: number | null = null
  #startedAt: number | null = null
  #usual: number | null = null

  /** A new connection has habits of its own. */
  restart(): void {
    this.#pictureLateMs = null
    this.#soundLateMs = null
    this.#startedAt = null
    this.#usual = null
  }

  /** @param at when it arrived, ms; @param capturedAt its own time, ms of the same clock */
  picture(at: number, capturedAt: number): void {
    this.#pictureLateMs = smoothed(this.#pictureLateMs, at - capturedAt)
  }

  sound(at: number, capturedAt: number): void {
    this.#soundLateMs = smoothed(this.#soundLateMs, at - capturedAt)
    this.#startedAt ??= at
  }

  /** Sound minus picture, ms, positive when the sound comes late; null until both have come for 2 s. */
  at(now: number): number | null {
    if (this.#pictureLateMs === null || this.#soundLateMs === null || this.#startedAt === null) return null
    if (now - this.#startedAt < settleMs) return null
    const difference = this.#soundLateMs - this.#pictureLateMs
    this.#usual ??= difference
    return difference - this.#usual
  }
}

/** One value in so many counts. */
const weight = 1 / 40

function smoothed(before: number | null, value: number): number {
  return before === null ? value : before + (value - before) * weight
}
