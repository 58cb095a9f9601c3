import type { CapturedSound } from '../frame/index.ts'

const samplesPerMs = 48
export const blockMs = 20
export const blockSamples = blockMs * samplesPerMs
/** A sound this far from the end of the line is put where it belongs: what is missing is silence, what was had is left out. */
const apartMs = 10
/** Nearer ones follow each other; when that has added up to this, one sample in so many is repeated or left out. */
const correctFromMs = 5
const correctToMs = 1
const correctEvery = 240
/** How much of each sound's deviation counts: what comes and goes averages out. */
const deviationGain = 0.1
/** Farther off than this, a clock was set or the process slept: the line begins anew. */
const restartMs = 1_000
/** Sounds come in pieces of up to 200 ms. After this long without any the line goes on with silence. */
export const patienceMs = 300

/**
 * Lays sounds on one line of time, in blocks of 20 ms, each block exactly where the one before ended. The line follows the
 * moments at which the sounds were heard and not their number, as no two clocks agree. Pure: the time is told to it.
 */
export class SoundLine {
  readonly #deliver: (samples: Float32Array, capturedAt: number) => void
  readonly #block = new Float32Array(2 * blockSamples)
  #filled = 0
  #blockAt: number | null = null
  /** By how much sounds are later than the line has them, ms. */
  #deviation = 0
  #correcting = false
  #untilCorrection = correctEvery
  /** Up to which moment sound was heard, and when that was known. */
  #heard: { until: number; at: number } | null = null

  /** @param deliver gets each block, 48 kHz, stereo, interleaved, −1 to 1, good until it returns; and the UTC ms of its first sample */
  constructor(deliver: (samples: Float32Array, capturedAt: number) => void) {
    this.#deliver = deliver
  }

  /** @param now when it arrives: UTC, ms */
  push({ samples, capturedAt }: CapturedSound, now: number): void {
    this.#heard = { until: capturedAt + samples.length / 2 / samplesPerMs, at: now }
    const deviation = capturedAt - this.#endNear(capturedAt)
    if (Math.abs(deviation) < apartMs) {
      this.#deviation += (deviation - this.#deviation) * deviationGain
      this.#append(samples, 0)
      return
    }
    this.#deviation = 0
    const apart = Math.round(deviation * samplesPerMs)
    this.#silence(Math.max(0, apart))
    this.#append(samples, Math.max(0, -apart))
  }

  /** Time passes: where no sound comes there is silence. To be told some ten times a second. */
  keepUp(now: number): void {
    this.#heard ??= { until: now, at: now }
    const quietMs = now - this.#heard.at
    if (quietMs >= 0 && quietMs < patienceMs) return
    const until = this.#heard.until + quietMs - patienceMs
    this.#silence(Math.max(0, Math.round((until - this.#endNear(until)) * samplesPerMs)))
  }

  /** Where the line ends, which begins anew where it is far from this moment. */
  #endNear(moment: number): number {
    const end = (this.#blockAt ?? Number.NaN) + this.#filled / samplesPerMs
    if (Math.abs(moment - end) <= restartMs) return end
    if (this.#filled > 0) this.#silence(blockSamples - this.#filled)
    this.#blockAt = moment
    this.#deviation = 0
    return moment
  }

  #silence(samples: number): void {
    for (let i = 0; i < samples; i++) this.#put(0, 0)
  }

  #append(samples: Float32Array, from: number): void {
    for (let i = 2 * from; i + 1 < samples.length; i += 2) {
      const [left, right] = [clean(samples[i]), clean(samples[i + 1])]
      const correction = this.#correction()
      if (correction >= 0) this.#put(left, right)
      if (correction > 0) this.#put(left, right)
    }
  }

  /** 1: say this sample twice; −1: leave it out. */
  #correction(): number {
    const size = Math.abs(this.#deviation)
    this.#correcting = size > (this.#correcting ? correctToMs : correctFromMs)
    if (!this.#correcting || --this.#untilCorrection > 0) return 0
    this.#untilCorrection = correctEvery
    const correction = Math.sign(this.#deviation)
    this.#deviation -= correction / samplesPerMs
    return correction
  }

  #put(left: number, right: number): void {
    this.#block[2 * this.#filled] = left
    this.#block[2 * this.#filled + 1] = right
    if (++this.#filled < blockSamples || this.#blockAt === null) return
    this.#filled = 0
    this.#deliver(this.#block, this.#blockAt)
    this.#blockAt += blockMs
  }
}

/** A damaged stream may hold anything, also what is no number. */
function clean(sample = 0): number {
  return sample > 1 ? 1 : sample >= -1 ? sample : sample < -1 ? -1 : 0
}
