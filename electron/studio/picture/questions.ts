/** A question that got no answer: whoever was asked is away, or too slow. The message is for a person. */
export class UnansweredError extends Error {
  override readonly name = 'UnansweredError'
}

interface Waiting<Answer> {
  readonly resolve: (answer: Answer) => void
  readonly reject: (cause: UnansweredError) => void
  readonly timer: NodeJS.Timeout
}

/** Questions to another process that wait for their answer, each for a bounded time. */
export class Questions<Answer> {
  readonly #waiting = new Map<string, Waiting<Answer>[]>()

  /** How many wait. */
  get open(): number {
    return [...this.#waiting.values()].reduce((sum, list) => sum + list.length, 0)
  }

  /**
   * @param id what the answer will name
   * @throws {UnansweredError} when none came within `msMax`, or when it is given up
   */
  wait(id: string, msMax: number): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        const others = (this.#waiting.get(id) ?? []).filter((each) => each.timer !== timer)
        if (others.length > 0) this.#waiting.set(id, others)
        else this.#waiting.delete(id)
        reject(new UnansweredError(`The media process did not answer within ${msMax / 1000} s.`))
      }, msMax)
      this.#waiting.set(id, [...(this.#waiting.get(id) ?? []), { resolve, reject, timer }])
    })
  }

  /** An answer that nobody waits for is none. */
  answer(id: string, answer: Answer): void {
    for (const { resolve } of this.#take(id)) resolve(answer)
  }

  /** Nobody is there any more to answer. */
  giveUp(why: string): void {
    for (const id of [...this.#waiting.keys()]) {
      for (const { reject } of this.#take(id)) reject(new UnansweredError(why))
    }
  }

  #take(id: string): Waiting<Answer>[] {
    const waiting = this.#waiting.get(id) ?? []
    this.#waiting.delete(id)
    for (const { timer } of waiting) clearTimeout(timer)
    return waiting
  }
}
