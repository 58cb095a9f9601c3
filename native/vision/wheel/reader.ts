import type { RgbFrame } from '../frame.ts'
import { BallWatch, type Finding } from './ball-watch.ts'
import { checkCalibration, type WheelCalibration } from './calibration.ts'
import { cropAround } from './crop.ts'
import type { WheelEye } from './eye.ts'
import { PictureWatch } from './picture-watch.ts'
import type { WheelReading } from './reading.ts'
import type { WheelSight } from './sight.ts'
import { stripOf } from './strip.ts'

/**
 * Reads a roulette wheel, frame by frame: whether the ball rolls and, once it lies still against the rotor, in which pocket.
 * One for each camera; frames in the order of their capture, one at a time.
 */
export class WheelReader {
  readonly #eye: WheelEye
  readonly #calibration: WheelCalibration
  readonly #picture = new PictureWatch()
  readonly #ball = new BallWatch()
  #sight: WheelSight | null = null
  #finding: Finding = { kind: 'none', why: 'too_few_frames' }
  #since: number | null = null
  #rolledAt: number | null = null

  constructor(eye: WheelEye, calibration: WheelCalibration) {
    this.#eye = eye
    this.#calibration = calibration
  }

  /**
   * @param frame any size, the same as long as it can be
   * @throws VisionError `bad_calibration` where the wheel cannot be in such a frame; what the model throws
   */
  async read(frame: RgbFrame): Promise<WheelReading> {
    checkCalibration(this.#calibration, frame)
    const strip = stripOf(frame, this.#calibration)
    // The same picture twice says nothing new, neither for nor against: it is not looked at again.
    const shows = this.#picture.shows(strip)
    const sight = shows || !this.#sight ? await this.#eye.read(strip) : this.#sight
    this.#sight = sight
    const at = frame.capturedAt
    const lives = shows && this.#picture.lives(sight.zero, at)
    const { frozen, lost } = this.#picture.away(lives && sight.zero !== null, at)
    const blind = sight.zero === null ? 'no_wheel' : frozen ? 'picture_frozen' : null
    if (lost) this.#rolledAt = null
    if (lost || blind) this.#ball.clear()
    if (blind) this.#conclude({ kind: 'none', why: blind }, at)
    else if (lives) this.#conclude(this.#ball.see(sight, at), at)
    return this.#reading(frame, sight)
  }

  #conclude(finding: Finding, at: number): void {
    const before = this.#finding
    const same =
      before.kind === finding.kind &&
      (before.kind !== 'resting' || finding.kind !== 'resting' || before.pocket === finding.pocket)
    if (finding.kind === 'resting') this.#since = finding.since
    else if (!same) this.#since = at
    if (finding.kind === 'rolling') this.#rolledAt = at
    this.#finding = finding
  }

  #reading(frame: RgbFrame, sight: WheelSight): WheelReading {
    const { capturedAt } = frame
    this.#since ??= capturedAt
    const finding = this.#finding
    const common = {
      capturedAt,
      since: this.#since,
      rolledAt: this.#rolledAt,
      frames: this.#ball.frames,
      crop: cropAround(this.#calibration, finding.kind === 'none' ? null : sight.ball, frame),
      model: this.#eye.model,
      sight,
    }
    switch (finding.kind) {
      case 'none':
        return { kind: 'none', confidence: 0, why: finding.why, ...common }
      case 'rolling':
        return { kind: 'rolling', confidence: finding.confidence, ...common }
      case 'resting':
        return { kind: 'resting', pocket: finding.pocket, confidence: finding.confidence, ...common }
    }
  }
}
