/** How much came in the last whole second; `roll` is called once a second. */
export class PerSecond {
  #counting = 0
  #since = performance.now()
  #rate = 0

  get rate(): number {
    return this.#rate
  }

  add(amount = 1): void {
    this.#counting += amount
  }

  roll(): void {
    const now = performance.now()
    this.#rate = this.#counting / Math.max(0.001, (now - this.#since) / 1000)
    this.#counting = 0
    this.#since = now
  }
}
