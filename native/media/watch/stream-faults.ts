import type { SourceFault, SourceSettings } from '../messages/index.ts'
import { Cadence } from './cadence.ts'
import { FrameRate } from './frame-rate.ts'
import { Graded } from './graded.ts'
import { Recent } from './recent.ts'
import { Repeats } from './repeats.ts'
import type { Thresholds } from './thresholds.ts'

/** Parts of the frames are those of the last 10 s. */
const partsMs = 10_000

/** What is wrong with the flow of a source's frames: too few, missing, repeated, damaged. */
export class StreamFaults {
  readonly #fps: number
  readonly #startedAt: number
  readonly #rate: FrameRate
  readonly #cadence = new Cadence()
  readonly #repeats = new Repeats()
  readonly #frames = new Recent(partsMs)
  readonly #missing = new Recent(partsMs)
  readonly #damaged = new Recent(partsMs)
  readonly #repeated = new Recent(partsMs)
  readonly #slow: Graded
  readonly #dropping: Graded
  readonly #repeating: Graded
  readonly #damage: Graded

  constructor({ fps }: Pick<SourceSettings, 'fps'>, limits: Thresholds, startedAt: number) {
    this.#fps = fps
    this.#startedAt = startedAt
    this.#rate = new FrameRate(fps)
    this.#slow = new Graded(limits.slow)
    this.#dropping = new Graded(limits.parts)
    this.#repeating = new Graded(limits.parts)
    this.#damage = new Graded(limits.parts)
  }

  frame(at: number, capturedAt: number, repeated: boolean): void {
    this.#rate.add(at)
    this.#frames.add(at)
    this.#missing.add(at, this.#cadence.tell(capturedAt))
    this.#repeated.add(at, this.#repeats.tell(at, repeated))
  }

  damaged(at: number): void {
    this.#damaged.add(at)
  }

  moved(at: number): void {
    this.#repeats.moved(at)
  }

  /** The capture times that follow are of another clock. */
  newClock(): void {
    this.#cadence.restart()
  }

  fps(now: number): number {
    return this.#rate.at(now)
  }

  /** Parts of the last 10 s; a young stream is judged as if it had been well before. */
  parts(now: number): { missing: number; repeated: number; damaged: number } {
    const missing = Math.max(0, this.#missing.sum(now))
    const frames = Math.max(this.#frames.sum(now) + missing, (this.#fps * partsMs) / 1000)
    const part = (count: number) => Math.min(1, count / frames)
    return {
      missing: part(missing),
      repeated: part(this.#repeated.sum(now)),
      damaged: part(this.#damaged.sum(now)),
    }
  }

  faults(now: number): SourceFault[] {
    const fps = this.fps(now)
    const { missing, repeated, damaged } = this.parts(now)
    // Until a whole window of frames has flowed the rate says nothing.
    if (now - this.#startedAt >= this.#rate.windowMs) this.#slow.tell(now, 1 - fps / this.#fps)
    this.#dropping.tell(now, missing)
    this.#repeating.tell(now, repeated)
    this.#damage.tell(now, damaged)
    const percent = (part: number) => `${(part * 100).toFixed(part < 0.1 ? 1 : 0)} %`
    return [
      ...this.#slow.fault('slow', `Only ${Math.round(fps)} of ${this.#fps} frames a second`),
      ...this.#damage.fault('damaged', `${percent(damaged)} of the frames are damaged`),
      ...this.#dropping.fault('dropping', `${percent(missing)} of the frames are missing`),
      ...this.#repeating.fault('repeating', `${percent(repeated)} of the frames repeat the one before`),
    ]
  }
}
