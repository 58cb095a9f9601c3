import type { MixClock } from './mix-clock.ts'

interface Call {
  readonly at: number
  readonly call: () => void
}

/** For tests: time that passes when it is told to. Monotonic time and UTC differ, as they do. */
export class HeldClock implements MixClock {
  static readonly utcAtZero = 1_800_000_000_000
  readonly #calls = new Set<Call>()
  #now = 0

  now(): number {
    return this.#now
  }

  utc(): number {
    return HeldClock.utcAtZero + this.#now
  }

  after(ms: number, call: () => void): () => void {
    const entry = { at: this.#now + ms, call }
    this.#calls.add(entry)
    return () => this.#calls.delete(entry)
  }

  /** Time alone passes: whoever waits is late. */
  jump(ms: number): void {
    this.#now += ms
  }

  /** The mixer has a call outstanding exactly while it makes no picture. */
  async idle(): Promise<void> {
    do await new Promise(setImmediate)
    while (this.#calls.size === 0)
  }

  /** Lets `ms` pass; what is due on the way is called at its time, and each picture is finished before time goes on. */
  async pass(ms: number): Promise<void> {
    const until = this.#now + ms
    await this.idle()
    for (;;) {
      const next = [...this.#calls].sort((one, other) => one.at - other.at).find(({ at }) => at <= until)
      if (!next) break
      this.#calls.delete(next)
      this.#now = Math.max(this.#now, next.at)
      next.call()
      await this.idle()
    }
    this.#now = until
  }
}
