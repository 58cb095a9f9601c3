import type { Quad } from '../frame.ts'
import { CellMemory } from './cell-memory.ts'
import type { ProcedureNews } from './event.ts'
import { cutOut, newsOf } from './evidence.ts'
import type { View } from './scenery.ts'
import { WatchedZone } from './watched-zone.ts'

/** What lives moves: so many cells change within a time, and not all in one picture. */
const changesMin = 12
const changedShareMin = 0.004
const picturesMin = 3
const withinMs = 8_000
/** Beside each other within this time, ms: noise is here and there. */
const besideMs = 1_000
/** Nobody sits stiller than this, ms. */
const absentMs = 10_000
/** … but what looks unlike the empty place is given longer: somebody may read. */
const stillMs = 30_000
/** Part of the zone that then differs from the empty place. */
const unlikeShareMin = 0.05
/** How fast the empty place is followed while nobody is there, s. */
const emptySeconds = 12

/**
 * Tells whether somebody is in a zone of the picture: whoever lives moves a little within ten seconds. It cannot know a
 * person from anything else that moves there: a fan, a screen or a passer-by is somebody for ten seconds. Once it has seen the
 * place empty, what differs from that and keeps still is somebody for thirty seconds; after that a jacket on the chair is
 * nobody, and so is whoever keeps as still as a jacket.
 */
export class PresenceWatch {
  readonly #id: string
  readonly #quad: Quad
  #zone: WatchedZone | null = null
  #empty: CellMemory | null = null
  /** Pictures in which something changed, and how many cells did. */
  #changes: { readonly at: number; readonly cells: number }[] = []
  /** When somebody was last sure to be there, or the watch began: UTC, ms. */
  #aliveAt = 0
  #present: boolean | null = null

  /** @param quad parts of the frame's width */
  constructor({ id, quad }: { readonly id: string; readonly quad: Quad }) {
    this.#id = id
    this.#quad = quad
  }

  see(view: View): readonly ProcedureNews[] {
    const at = view.frame.capturedAt
    if (!this.#zone || view.anew) {
      this.#zone = new WatchedZone(this.#quad, view)
      this.#empty = null
      this.#changes = []
      this.#aliveAt = at
      return []
    }
    const seconds = this.#zone.see(view)
    if (seconds === null) return []
    this.#noteLife(this.#zone, view, seconds)
    const unlike = this.#isUnlikeEmpty(this.#zone, view, seconds)
    const present = this.#judge(unlike, at)
    if (present === null || present === this.#present) return []
    this.#present = present
    // The place as it is now, without anybody, is the empty one.
    this.#empty = present ? this.#empty : new CellMemory(this.#zone.cells)
    const { columns, rows } = this.#zone.cells
    const crop = this.#zone.cells.rectangle(0, 0, columns - 1, rows - 1, view.shift)
    return [newsOf({ kind: 'presence', zone: this.#id, present, at }, cutOut(view.frame, crop))]
  }

  #noteLife(
    { cells: { neighbours }, changedAt }: WatchedZone,
    { frame: { capturedAt: at }, shaken }: View,
    seconds: number,
  ): void {
    // A camera that shakes makes everything live: that time says nothing.
    if (shaken) {
      this.#aliveAt += seconds * 1000
      return
    }
    let cells = 0
    for (let cell = 0; cell < changedAt.length; cell++) {
      if (changedAt[cell] !== at) continue
      const beside = neighbours.subarray(4 * cell, 4 * cell + 4)
      if (beside.some((next) => next !== cell && at - (changedAt[next] ?? 0) <= besideMs)) cells++
    }
    this.#changes = this.#changes.filter((change) => at - change.at <= withinMs)
    if (cells === 0) return
    this.#changes.push({ at, cells })
    const changed = this.#changes.reduce((sum, change) => sum + change.cells, 0)
    const least = Math.max(changesMin, changedShareMin * changedAt.length)
    if (this.#changes.length >= picturesMin && changed >= least) this.#aliveAt = at
  }

  #isUnlikeEmpty({ cells }: WatchedZone, view: View, seconds: number): boolean {
    if (!this.#empty) return false
    const share = this.#empty.compare(view) / Math.max(1, cells.inside.length)
    if (!this.#present) this.#empty.follow(Math.min(1, seconds / emptySeconds), seconds)
    return share >= unlikeShareMin
  }

  /** @returns null while it cannot be known */
  #judge(unlike: boolean, at: number): boolean | null {
    const still = at - this.#aliveAt
    if (still === 0) return true
    if (still > (unlike && this.#present ? stillMs : absentMs)) return false
    return this.#present
  }
}
