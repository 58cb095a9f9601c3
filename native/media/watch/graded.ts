import type { SourceFault } from '../messages/index.ts'

type Level = SourceFault['level']

/** A fault is left only below this part of the limit that it was entered at, so that it does not flicker. */
const leaveAt = 0.7

export interface GradedLimits {
  /** Above these it is amber and red; in whatever unit the badness is told. */
  readonly attention: number
  readonly alarm: number
  /** It must be worse for this long before that is said, and better for that long, ms. */
  readonly worseForMs: number
  readonly betterForMs: number
}

const ranks = { none: 0, attention: 1, alarm: 2 }

/** How grave one fault is, out of how bad it is told to be. */
export class Graded {
  readonly #limits: GradedLimits
  #level: Level | null = null
  #changing: { worse: boolean; since: number } | null = null

  constructor(limits: GradedLimits) {
    this.#limits = limits
  }

  get level(): Level | null {
    return this.#level
  }

  /** The fault as it is told; none while it is well. */
  fault(kind: SourceFault['kind'], text: string): SourceFault[] {
    return this.#level ? [{ kind, level: this.#level, text }] : []
  }

  /** @param badness 0 is well; a truth is told as 0 or 1 */
  tell(at: number, badness: number | boolean): void {
    const wanted = this.#wanted(Number(badness))
    if (wanted === this.#level) {
      this.#changing = null
      return
    }
    const worse = ranks[wanted ?? 'none'] > ranks[this.#level ?? 'none']
    if (this.#changing?.worse !== worse) this.#changing = { worse, since: at }
    const { worseForMs, betterForMs } = this.#limits
    if (at - this.#changing.since < (worse ? worseForMs : betterForMs)) return
    this.#level = wanted
    this.#changing = null
  }

  #wanted(badness: number): Level | null {
    const { attention, alarm } = this.#limits
    if (badness > alarm * (this.#level === 'alarm' ? leaveAt : 1)) return 'alarm'
    return badness > attention * (this.#level ? leaveAt : 1) ? 'attention' : null
  }
}
