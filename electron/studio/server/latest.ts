/**
 * The newest value for each listener that asks: a slow one misses what came between, and holds nobody up. At most one
 * value in `everyMs`.
 */
export class Latest<Value> {
  readonly #make: () => Value
  readonly #everyMs: number
  readonly #waiting = new Set<() => void>()
  #version = 0
  #timer: NodeJS.Timeout | undefined
  #madeAt = Number.NEGATIVE_INFINITY

  constructor(make: () => Value, everyMs: number) {
    this.#make = make
    this.#everyMs = everyMs
  }

  /** The value is another one now. */
  changed(): void {
    if (this.#timer !== undefined) return
    const waitMs = Math.max(0, this.#madeAt + this.#everyMs - performance.now())
    this.#timer = setTimeout(() => {
      this.#timer = undefined
      this.#madeAt = performance.now()
      this.#version += 1
      for (const wake of this.#waiting) wake()
    }, waitMs)
  }

  /** The value now, and then whenever it changed. */
  async *watch(signal: AbortSignal | undefined): AsyncGenerator<Value, void, void> {
    while (!signal?.aborted) {
      const seen = this.#version
      yield this.#make()
      while (seen === this.#version && !signal?.aborted) await this.#next(signal)
    }
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#timer)
  }

  #next(signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve) => {
      const wake = () => {
        this.#waiting.delete(wake)
        signal?.removeEventListener('abort', wake)
        resolve()
      }
      this.#waiting.add(wake)
      signal?.addEventListener('abort', wake, { once: true })
    })
  }
}
