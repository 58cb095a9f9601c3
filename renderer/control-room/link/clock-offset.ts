/** Samples that count: the newest ones, so that a clock that is set right is followed within seconds. */
const samplesMax = 30

/**
 * What must be added to the local clock to read the studio's, in ms. Each message was made a little before it arrived, so
 * every sample is too low by its delay; the highest of the latest is nearest to the truth.
 */
export class ClockOffset {
  #samples: number[] = []

  /** `serverAt` when the message was made, `receivedAt` when it arrived, each by its own clock. */
  add(serverAt: number, receivedAt: number): number {
    this.#samples = [...this.#samples.slice(1 - samplesMax), serverAt - receivedAt]
    return this.value
  }

  get value(): number {
    return this.#samples.length === 0 ? 0 : Math.max(...this.#samples)
  }
}
