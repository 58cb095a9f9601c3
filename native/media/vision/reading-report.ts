import type { WheelReading } from '../../vision/index.ts'

/** The confidence from which a reading counts as a witness's word. */
const witnessConfidence = 0.9
/** A ball at rest is told again this often, so that a listener that came late knows. */
const repeatRestingMs = 1_000

/** Which of a wheel's readings, one a picture, are worth telling. */
export class ReadingReport {
  #told: WheelReading | null = null

  /** Whether this reading says something new, or says again that the ball rests. */
  tells(reading: WheelReading): boolean {
    const told = this.#told
    const news =
      told === null ||
      told.kind !== reading.kind ||
      told.pocket !== reading.pocket ||
      told.confidence >= witnessConfidence !== reading.confidence >= witnessConfidence ||
      (reading.kind === 'resting' && reading.capturedAt - told.capturedAt >= repeatRestingMs)
    if (news) this.#told = reading
    return news
  }
}
