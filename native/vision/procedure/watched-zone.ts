import type { Quad } from '../frame.ts'
import { CellMemory } from './cell-memory.ts'
import type { View } from './scenery.ts'
import { ZoneCells } from './zone-cells.ts'

/** Before this, the watch only learns what is usual. */
const learnMs = 1_000
const learnPictures = 5
/** How long a change takes that is not noticed, such as daylight's, to be the usual: s. */
const recentSeconds = 3

/** A zone from picture to picture: its cells, and when each last changed. */
export class WatchedZone {
  readonly cells: ZoneCells
  /** As each cell last changed. */
  readonly #recent: CellMemory
  /** Per cell, UTC ms. */
  readonly changedAt: Float64Array
  readonly #startedAt: number
  #seenAt: number
  #pictures = 0

  constructor(quad: Quad, view: View) {
    this.cells = new ZoneCells(quad, view.frame)
    this.cells.see(view)
    this.#recent = new CellMemory(this.cells)
    this.changedAt = new Float64Array(this.cells.inside.length).fill(Number.NEGATIVE_INFINITY)
    this.#startedAt = view.frame.capturedAt
    this.#seenAt = view.frame.capturedAt
  }

  /** @returns s since the picture before, or null while it learns */
  see(view: View): number | null {
    const at = view.frame.capturedAt
    const seconds = (at - this.#seenAt) / 1000
    this.#seenAt = at
    this.#pictures++
    this.cells.see(view)
    this.#recent.compare(view)
    const learns = this.#pictures < learnPictures || at - this.#startedAt < learnMs
    const { differs } = this.#recent
    for (let cell = 0; cell < differs.length; cell++) {
      if (!differs[cell]) continue
      this.#recent.adopt(cell)
      this.changedAt[cell] = at
    }
    this.#recent.follow(Math.min(1, seconds / recentSeconds), seconds)
    return learns ? null : seconds
  }
}
