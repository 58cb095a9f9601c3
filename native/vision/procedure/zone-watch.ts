import type { Quad } from '../frame.ts'
import { CellMemory } from './cell-memory.ts'
import type { ProcedureNews } from './event.ts'
import { cutOut, type Evidence, newsOf } from './evidence.ts'
import { largestPart, type Part } from './largest-part.ts'
import type { View } from './scenery.ts'
import { WatchedZone } from './watched-zone.ts'

/** The least that moves, as a connected part of the zone: a hand, or a chip close by. */
const shareMin = 0.003
const cellsMin = 10
/** In so many pictures: what one picture alone shows is a fault of that picture. */
const picturesMin = 2
/** A cell that has changed counts as moving for so long: the inside of a hand looks the same from picture to picture. */
const lingerMs = 300
/** Without movement for so long, it is over. */
const quietMs = 600
/** What goes on for longer is told in pieces. */
const pieceMs = 2_000
/** What has lain still for so long belongs to the zone. */
const absorbMs = 4_000
/** How fast the background follows what changes too slowly to be noticed, s. */
const backgroundSeconds = 12
/** The evidence is taken again when so much more moves. */
const betterEvidence = 1.1

interface Motion {
  readonly from: number
  until: number
  share: number
  evidence: Evidence | null
  pictures: number
}

/**
 * Tells motion in a zone of the picture: hands, chips laid down or taken away. Light that changes everywhere, soft shadows,
 * noise and a camera that shakes by some px are none. Something of the felt's own colour and brightness cannot be seen, and a
 * screen or a coloured spotlight in the zone is motion.
 */
export class ZoneWatch {
  readonly #id: string
  readonly #quad: Quad
  #zone: WatchedZone | null = null
  #background: CellMemory | null = null
  #moving = new Uint8Array(0)
  #motion: Motion | null = null

  /** @param quad parts of the frame's width */
  constructor({ id, quad }: { readonly id: string; readonly quad: Quad }) {
    this.#id = id
    this.#quad = quad
  }

  see(view: View): readonly ProcedureNews[] {
    if (!this.#zone || view.anew) {
      this.#zone = new WatchedZone(this.#quad, view)
      this.#moving = new Uint8Array(this.#zone.cells.inside.length)
      this.#background = null
      this.#motion = null
      return []
    }
    const seconds = this.#zone.see(view)
    if (seconds === null) return []
    this.#background ??= new CellMemory(this.#zone.cells)
    const at = view.frame.capturedAt
    const changed = this.#compare(this.#zone, this.#background, view)
    this.#background.follow(Math.min(1, seconds / backgroundSeconds), seconds)
    const least = Math.max(cellsMin, shareMin * this.#zone.cells.inside.length)
    const part = largestPart(this.#zone.cells, this.#moving)
    // What lies still where it was laid lingers, and does not move any more.
    if (part && part.cells >= least) this.#note(part, changed >= least / 4, this.#zone, view)
    return this.#tell(at)
  }

  /** @returns how many cells have changed in this very picture */
  #compare({ changedAt }: WatchedZone, background: CellMemory, view: View): number {
    background.compare(view)
    const at = view.frame.capturedAt
    let changed = 0
    for (let cell = 0; cell < this.#moving.length; cell++) {
      const since = at - (changedAt[cell] ?? 0)
      const differs = background.differs[cell] === 1
      this.#moving[cell] = differs && since <= lingerMs ? 1 : 0
      if (differs && since === 0) changed++
      if (differs && since > absorbMs) background.adopt(cell)
    }
    return changed
  }

  #note(part: Part, moves: boolean, { cells }: WatchedZone, { frame, shift }: View): void {
    const at = frame.capturedAt
    if (!this.#motion && !moves) return
    const share = part.cells / cells.inside.length
    const motion = this.#motion ?? { from: at, until: at, share: 0, evidence: null, pictures: 0 }
    motion.pictures++
    if (moves) motion.until = at
    if (share > motion.share * betterEvidence) {
      motion.share = share
      motion.evidence = cutOut(frame, cells.rectangle(part.left, part.top, part.right, part.bottom, shift))
    }
    this.#motion = motion
  }

  #tell(at: number): readonly ProcedureNews[] {
    const motion = this.#motion
    if (!motion) return []
    const { from, until, share, evidence, pictures } = motion
    const over = at - until > quietMs
    if (!over && at - from < pieceMs) return []
    this.#motion = over ? null : { from: until, until, share: 0, evidence: null, pictures: 0 }
    if (!evidence || pictures < picturesMin) return []
    return [newsOf({ kind: 'zone_motion', zone: this.#id, from, until, share }, evidence)]
  }
}
