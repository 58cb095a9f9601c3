import { type CapturedSound, utcNow } from '../frame/index.ts'
import type { SoundLevel } from '../messages/index.ts'
import { KWeighting } from './k-weighting.ts'
import { Loudness } from './loudness.ts'

const samplesPerMs = 48
/** Levels are those of parts of 100 ms. */
const partSamples = 100 * samplesPerMs
/** What is missing between two sounds was silence, but no more of it needs to be measured than loudness remembers, ms. */
const gapMsMin = 100
const gapMsMax = 400
/** Nothing came for this long: there is no sound, whatever was measured last. */
const arrivesWithinMs = 500
/** Silence, in figures. */
const nothingDbfs = -90

/** Measures one source's sound: its peaks, and its loudness as EBU R 128 does. */
export class SoundMeter {
  readonly #left = new KWeighting()
  readonly #right = new KWeighting()
  readonly #loudness = new Loudness()
  #measured = 0
  #peaks = { left: 0, right: 0 }
  #endsAt: number | null = null
  #arrivedAt = Number.NEGATIVE_INFINITY

  /** @param now when it arrives, in the clock of `level`: UTC, ms */
  push({ samples, capturedAt }: CapturedSound, now = utcNow()): void {
    const gapMs = this.#endsAt === null ? 0 : capturedAt - this.#endsAt
    if (gapMs > gapMsMin) this.#measure(new Float32Array(2 * Math.round(Math.min(gapMs, gapMsMax) * samplesPerMs)))
    this.#measure(samples)
    this.#endsAt = capturedAt + samples.length / 2 / samplesPerMs
    this.#arrivedAt = now
  }

  /** Whether sound comes at all; silence is sound. */
  arrives(now = utcNow()): boolean {
    return Math.abs(now - this.#arrivedAt) <= arrivesWithinMs
  }

  level(now = utcNow()): SoundLevel {
    const { left, right } = this.peaks(now)
    return {
      peakDbfs: Math.max(left, right),
      momentaryLufs: this.arrives(now) ? this.#loudness.momentary : null,
      integratedLufs: this.#loudness.integrated,
    }
  }

  /** The highest samples of the last 100 to 200 ms, dBFS from −90 to 0. */
  peaks(now = utcNow()): { left: number; right: number } {
    const arrives = this.arrives(now)
    const dbfs = (last: number, current: number) => {
      const peak = arrives ? Math.max(last, current) : 0
      return Math.min(0, Math.max(nothingDbfs, 20 * Math.log10(peak)))
    }
    return { left: dbfs(this.#peaks.left, this.#left.peak), right: dbfs(this.#peaks.right, this.#right.peak) }
  }

  #measure(samples: Float32Array): void {
    const count = samples.length >> 1
    for (let from = 0; from < count; ) {
      const to = Math.min(count, from + partSamples - this.#measured)
      this.#left.take(samples, 0, from, to)
      this.#right.take(samples, 1, from, to)
      this.#measured += to - from
      from = to
      if (this.#measured === partSamples) this.#endPart()
    }
  }

  #endPart(): void {
    this.#loudness.add((this.#left.power + this.#right.power) / partSamples)
    this.#peaks = { left: this.#left.peak, right: this.#right.peak }
    this.#left.reset()
    this.#right.reset()
    this.#measured = 0
  }
}
