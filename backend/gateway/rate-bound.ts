export interface RateBoundOptions {
  /** How many at once. */
  readonly burst: number
  /** How many over time, a second. */
  readonly perSecond: number
  /** How many keys are remembered; the one that was quiet longest is forgotten first, and starts afresh. */
  readonly keysMax: number
}

/** How often something may happen for each key: an address, a player. The time comes with each question. */
export class RateBound {
  readonly #options: RateBoundOptions
  /** In the order of their last use. */
  readonly #keys = new Map<string, { left: number; at: number }>()

  constructor(options: RateBoundOptions) {
    this.#options = options
  }

  /** Whether it may happen once more; if so, it counts. @param now ms, never falling */
  take(key: string, now: number): boolean {
    const { burst, perSecond, keysMax } = this.#options
    const known = this.#keys.get(key) ?? { left: burst, at: now }
    const left = Math.min(burst, known.left + ((now - known.at) / 1000) * perSecond)
    const allowed = left >= 1
    this.#keys.delete(key)
    this.#keys.set(key, { left: allowed ? left - 1 : left, at: now })
    const [quietest] = this.#keys.keys()
    if (this.#keys.size > keysMax && quietest !== undefined) this.#keys.delete(quietest)
    return allowed
  }
}
