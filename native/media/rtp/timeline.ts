import { randomInt } from 'node:crypto'
import { opusDurationMs } from './opus.ts'

/** In ticks a ms. */
const [pictureRate, soundRate] = [90, 48]
/** A packet of sound that was captured later than this after the end of the one before follows a gap. */
const soundGapMsMin = 20

/** Which timestamp stands for which instant, in one stream. */
export interface Timeline {
  /** The timestamp that stands for this instant now: for sender reports. @param utcMs */
  at(utcMs: number): number
}

/** Timestamps of pictures are their capture time. One base serves all rungs. */
export class PictureTimeline implements Timeline {
  readonly #base: number
  #shift = 0
  #last = Number.NEGATIVE_INFINITY

  constructor(base: number) {
    this.#base = base
  }

  /** Timestamps only rise: when the clock was set back, the mapping shifts and the next sender report tells it. */
  next(capturedAt: number): number {
    if (capturedAt + this.#shift <= this.#last) this.#shift = this.#last + 1 - capturedAt
    this.#last = capturedAt + this.#shift
    return this.at(capturedAt)
  }

  at(utcMs: number): number {
    return (this.#base + Math.round((utcMs + this.#shift) * pictureRate)) % 2 ** 32
  }
}

/**
 * Timestamps of sound count its samples, as decoders take any other step for a loss; sender reports and capture times
 * follow the clock, which never agrees with the samples for long.
 */
export class SoundTimeline implements Timeline {
  #last = { timestamp: randomInt(2 ** 32), capturedAt: Number.NaN, durationMs: 0 }

  next(packet: Buffer, capturedAt: number): number {
    const { timestamp, durationMs } = this.#last
    const gapMs = capturedAt - this.#last.capturedAt - durationMs
    const stepMs = durationMs + (gapMs > soundGapMsMin ? gapMs : 0)
    const next = (timestamp + Math.round(stepMs * soundRate)) % 2 ** 32
    this.#last = { timestamp: next, capturedAt, durationMs: opusDurationMs(packet) }
    return next
  }

  at(utcMs: number): number {
    const ticks = this.#last.timestamp + Math.round((utcMs - this.#last.capturedAt) * soundRate)
    return ((ticks % 2 ** 32) + 2 ** 32) % 2 ** 32
  }
}
