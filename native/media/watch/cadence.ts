/** A longer gap is an absence, which has its own states; the rhythm begins anew after it. */
const gapMsMax = 500
/** Frames from which the rhythm is found, time and again. */
const framesHeard = 90
/** The rhythm is sought from a little slower than the mean of these frames to what it is if nearly half are missing. */
const searchFrom = 1.03
const searchTo = 0.55
const searchStep = 0.9975
/** How well frames must keep step with a rhythm, from 0 by chance to 1 on the beat, for it to be theirs. */
const inStepMin = 0.5
/** The source sends at another rate now when the rhythm differs by more than this part from the one before. */
const newRhythmAt = 0.02
/** How much of a frame's deviation the rhythm follows: jitter averages out, and a clock that runs differently is followed. */
const phaseGain = 0.06
const periodGain = 0.001

/**
 * Finds frames that are missing in a stream by the rhythm of those that came. The rhythm is tracked instead of comparing
 * neighbours, since two frames that jitter by half a frame each look like a gap of two.
 */
export class Cadence {
  #heard: number[] = []
  #last: number | null = null
  #period: number | null = null
  /** When the next frame is due; null until one has come that sets the beat. */
  #due: number | null = null

  /**
   * @param capturedAt ms of the frame's capture
   * @returns how many frames are missing before this one; negative when frames that seemed to be missing came late after all
   */
  tell(capturedAt: number): number {
    const distance = this.#last === null ? Number.NaN : capturedAt - this.#last
    if (!(Math.abs(distance) < gapMsMax)) this.restart()
    this.#last = capturedAt
    this.#heard.push(capturedAt)
    if (this.#heard.length > framesHeard) this.#listen(this.#heard.splice(0))
    return this.#period === null ? 0 : this.#follow(capturedAt, this.#period, this.#due ?? capturedAt)
  }

  /** The capture times that follow are of another clock. */
  restart(): void {
    this.#last = null
    this.#due = null
    this.#heard = []
  }

  /** Finds the rhythm of the last frames. Where there is none, as jitter hides it, nothing can be said to be missing. */
  #listen(heard: readonly number[]): void {
    const mean = ((heard.at(-1) ?? 0) - (heard[0] ?? 0)) / (heard.length - 1)
    let period: number | null = null
    let best = inStepMin
    for (let candidate = mean * searchFrom; candidate > mean * searchTo; candidate *= searchStep) {
      const step = inStep(heard, candidate)
      if (step <= best) continue
      best = step
      period = candidate
    }
    if (period !== null && this.#period !== null && Math.abs(period / this.#period - 1) < newRhythmAt) return
    this.#period = period
    this.#due = null
  }

  #follow(capturedAt: number, period: number, due: number): number {
    const missing = Math.round((capturedAt - due) / period)
    const beat = due + missing * period
    const deviation = capturedAt - beat
    this.#period = period + deviation * periodGain
    this.#due = beat + deviation * phaseGain + this.#period
    return missing
  }
}

/** How well moments keep step with a period: the length of the mean of their phases as arrows on a circle. */
function inStep(moments: readonly number[], period: number): number {
  const from = moments[0] ?? 0
  let x = 0
  let y = 0
  for (const moment of moments) {
    const phase = ((moment - from) / period) * 2 * Math.PI
    x += Math.cos(phase)
    y += Math.sin(phase)
  }
  return Math.hypot(x, y) / moments.length
}
