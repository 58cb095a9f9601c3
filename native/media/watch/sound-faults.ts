import type { SourceFault } from '../messages/index.ts'
import { Graded } from './graded.ts'
import { Recent } from './recent.ts'
import type { Thresholds } from './thresholds.ts'

/** Levels come ten times a second; without any for this long no sound arrives. */
const arrivesWithinMs = 500
/** A quiet sound that trembles around the limit is still silence. */
const heardAboveDb = 3
/** This near to full scale nothing is left of what was louder; dBFS. */
const fullScaleDbfs = -0.1
const clippingWindowMs = 1_000
/** A drift that nobody measured for this long is not known. */
const driftKnownMs = 2_000

/** What is wrong with a source's sound, by its level and its distance from the picture. */
export class SoundFaults {
  readonly #limits: Thresholds
  readonly #silent: Graded
  readonly #clipping: Graded
  readonly #drift: Graded
  readonly #atFullScale = new Recent(clippingWindowMs)
  #arrivedAt: number
  #heardAt: number
  #measured: { at: number; ms: number } | null = null

  constructor(limits: Thresholds, startedAt: number) {
    this.#limits = limits
    this.#silent = new Graded(limits.silent)
    this.#clipping = new Graded(limits.clipping)
    this.#drift = new Graded(limits.drift)
    this.#arrivedAt = startedAt
    this.#heardAt = startedAt
  }

  level(at: number, peakDbfs: number): void {
    const { silenceDbfs, silentMs } = this.#limits
    this.#arrivedAt = at
    if (peakDbfs >= silenceDbfs + (this.#silent.level ? heardAboveDb : 0)) this.#heardAt = at
    this.#silent.tell(at, at - this.#heardAt >= silentMs && at !== this.#heardAt)
    if (peakDbfs >= fullScaleDbfs) this.#atFullScale.add(at)
    this.#clipping.tell(at, this.#atFullScale.sum(at))
  }

  drift(at: number, ms: number): void {
    this.#measured = { at, ms }
    this.#drift.tell(at, Math.abs(ms))
  }

  /** ms, positive: the sound comes late; null when it is not known. */
  driftMs(now: number): number | null {
    return this.#measured && now - this.#measured.at <= driftKnownMs ? this.#measured.ms : null
  }

  faults(now: number): SourceFault[] {
    if (now - this.#arrivedAt > arrivesWithinMs) return [{ kind: 'silent', level: 'alarm', text: 'No sound arrives' }]
    const driftMs = this.driftMs(now) ?? 0
    return [
      ...this.#silent.fault('silent', 'The sound is silent'),
      ...this.#clipping.fault('clipping', 'The sound is too loud: it clips'),
      ...(driftMs === 0 ? [] : this.#drift.fault('drift', `The sound comes ${late(driftMs)}`)),
    ]
  }
}

function late(ms: number): string {
  return `${Math.round(Math.abs(ms))} ms ${ms > 0 ? 'late' : 'early'}`
}
