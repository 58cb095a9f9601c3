/** Frames remembered, whatever a source sends. */
const arrivalsMax = 240
/** The rate is that of the last second; of a slow source, of the last five frames. */
const windowMsMin = 1_000
const windowFramesMin = 5

/**
 * Frames a second, by the distances between frames: a count would be off by one frame, which is too much to tell 95 %
 * from 100 % of 25.
 */
export class FrameRate {
  readonly windowMs: number
  #arrivals: number[] = []

  constructor(fpsExpected: number) {
    this.windowMs = Math.max(windowMsMin, (windowFramesMin * 1000) / fpsExpected)
  }

  add(at: number): void {
    this.#arrivals.push(at)
    if (this.#arrivals.length > arrivalsMax) this.#arrivals.shift()
  }

  at(now: number): number {
    while (this.#arrivals[0] !== undefined && this.#arrivals[0] <= now - this.windowMs) this.#arrivals.shift()
    const first = this.#arrivals[0]
    const last = this.#arrivals.at(-1)
    const distances = this.#arrivals.length - 1
    if (first === undefined || last === undefined || distances < 1) return 0
    // A frame that is overdue by a whole distance lowers the rate already now.
    const overdueMs = Math.max(0, now - last - (2 * (last - first)) / distances)
    return (distances * 1000) / Math.max(1, last - first + overdueMs)
  }
}
