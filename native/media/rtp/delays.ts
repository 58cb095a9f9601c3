const spanMs = 1_000
/** Three rungs at 60 pictures a second fit in, twice. */
const delaysMax = 400

/** How long pictures took from the camera to the wire: the 95th percentile of the last second. */
export class Delays {
  readonly #last: { readonly at: number; readonly delayMs: number }[] = []

  /** @param now ms, of any one clock */
  add(delayMs: number, now: number): void {
    this.#last.push({ at: now, delayMs })
    if (this.#last.length > delaysMax) this.#last.shift()
  }

  /** ms; null when nothing was sent in the last second */
  p95(now: number): number | null {
    const delays = this.#last.filter(({ at }) => now - at <= spanMs).map(({ delayMs }) => delayMs)
    delays.sort((a, b) => a - b)
    return delays[Math.floor(delays.length * 0.95)] ?? null
  }
}
