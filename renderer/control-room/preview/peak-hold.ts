/** What a meter shows of one channel, dBFS: the bar, and the mark of the highest peak of late. */
export interface MeterReading {
  readonly level: number
  readonly held: number
}

/** The quietest that a meter shows. */
const meterFloorDbfs = -60
const holdMs = 1_500
/** How fast the bar and the mark fall: as a programme meter's needle, 20 dB in 1.7 s. */
const fallDbPerSecond = 12

/** The movement of one channel's meter: up at once, down slowly, and the highest peak held for a moment. */
export class PeakHold {
  #level = meterFloorDbfs
  #held = meterFloorDbfs
  #heldAt = Number.NEGATIVE_INFINITY
  #at = Number.NEGATIVE_INFINITY

  /** @param peak dBFS; @param now ms, of any clock that only goes forward */
  add(peak: number, now: number): MeterReading {
    const fallen = this.#at === Number.NEGATIVE_INFINITY ? 0 : (Math.max(0, now - this.#at) / 1000) * fallDbPerSecond
    this.#at = now
    const bounded = Math.min(0, Math.max(meterFloorDbfs, peak))
    this.#level = Math.max(bounded, this.#level - fallen)
    if (bounded >= this.#held) {
      this.#held = bounded
      this.#heldAt = now
    } else if (now - this.#heldAt > holdMs) this.#held = Math.max(this.#level, this.#held - fallen)
    return { level: this.#level, held: this.#held }
  }
}

/** Where a level lies on the meter, 0 to 1. */
export function meterPart(dbfs: number): number {
  return 1 - Math.min(0, Math.max(meterFloorDbfs, dbfs)) / meterFloorDbfs
}
