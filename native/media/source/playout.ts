import { setTimeout as wait } from 'node:timers/promises'
import { utcNow } from '../frame/index.ts'

/** What is played is read and decoded this long ahead, ms: sound and pictures lie beside each other only roughly. */
const aheadMs = 250

interface Item {
  readonly dueAt: number
  play(): void
  free(): void
}

/** Holds what is to be played until it is due. */
export class Playout implements Disposable {
  readonly #signal: AbortSignal
  readonly #items: Item[] = []
  #timer: NodeJS.Timeout | undefined

  constructor(signal: AbortSignal) {
    this.#signal = signal
  }

  /**
   * Takes an item, which is played when it is due (UTC, ms) and then freed. Returns when there is time for the next.
   * @throws the signal's reason
   */
  async put(item: Item): Promise<void> {
    const after = this.#items.findLastIndex(({ dueAt }) => dueAt <= item.dueAt)
    this.#items.splice(after + 1, 0, item)
    this.#schedule()
    const earlyMs = item.dueAt - utcNow() - aheadMs
    if (earlyMs > 0) await wait(earlyMs, undefined, { signal: this.#signal })
  }

  #schedule(): void {
    clearTimeout(this.#timer)
    const [next] = this.#items
    if (next) this.#timer = setTimeout(() => this.#play(), Math.max(0, next.dueAt - utcNow()))
  }

  #play(): void {
    const now = utcNow()
    for (let next = this.#items[0]; next && next.dueAt <= now; next = this.#items[0]) {
      this.#items.shift()
      try {
        next.play()
      } finally {
        next.free()
      }
    }
    this.#schedule()
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#timer)
    for (const item of this.#items.splice(0)) item.free()
  }
}
