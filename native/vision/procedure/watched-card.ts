import { centreOf, distance, widthOf } from '../cards/quad.ts'
import type { Point, Quad } from '../frame.ts'
import { CellMemory } from './cell-memory.ts'
import type { Found, ProcedureNews } from './event.ts'
import { around, cutOut, newsOf } from './evidence.ts'
import type { View } from './scenery.ts'
import { ZoneCells } from './zone-cells.ts'

/** What is needed of a card that was read. */
export interface LyingCard {
  readonly zone: string
  readonly rank: string
  readonly suit: string
  /** When it was last seen: UTC, ms. */
  readonly seenAt: number
  /** Where: px of the frame. */
  readonly quad: Quad
}

/** From where it lay, in short sides of the card: more than a quad's own trembling. */
const movedMin = 0.15
const movedPicturesMin = 2
/** So many pictures in a row show it in one place, to this part of its short side, before that is where it lies. */
const settledPicturesMin = 3
const settledMax = 0.06
/** Of the card's picture, its edges are left out, which a trembling of the quad would change. */
const innerPart = 0.85
/** Part of the card that something hides, or, once hidden, still hides. */
const coveredShareMin = 0.2
const uncoveredShareMax = 0.1
const coveredPicturesMin = 2
/** Neither read nor like itself for so long, it is gone, ms. */
const goneMs = 10_000
const followSeconds = 12

/** Where a card lies and how it looks there. */
interface Home {
  readonly centre: Point
  readonly short: number
  readonly cells: ZoneCells
  readonly memory: CellMemory
}

/** One card that was read, from picture to picture. */
export class WatchedCard {
  readonly #zone: string
  /** Where it was last seen: px of the frame. */
  #quad: Quad
  #places: Point[] = []
  #home: Home | null = null
  #movedPictures = 0
  #hidden: { readonly from: number; pictures: number } | null = null
  #knownAt = 0
  #seenAt = 0

  constructor({ zone, quad }: LyingCard) {
    this.#zone = zone
    this.#quad = quad
  }

  /** @param sights cards of this face in its zone: itself, and perhaps where it lay before */
  see(sights: readonly LyingCard[], view: View): readonly ProcedureNews[] {
    const at = view.frame.capturedAt
    const seconds = this.#seenAt === 0 ? 0 : (at - this.#seenAt) / 1000
    this.#seenAt = at
    const seen = this.#nearest(sights.filter(({ seenAt }) => seenAt === at))
    if (seen) this.#quad = seen.quad
    const share = this.#home ? this.#unlikeShare(this.#home, view, seconds) : 0
    if (seen || (this.#home && share < uncoveredShareMax)) this.#knownAt = at
    const found = [...this.#judgeCover(seen !== null, share, at), ...(seen ? this.#judgePlace(seen, view) : [])]
    return found.map((event) => this.#news(event, view))
  }

  /** @param others other cards that lie on the table */
  isGone(others: readonly LyingCard[], at: number): boolean {
    const home = this.#home
    if (at - this.#knownAt > goneMs || (!home && at !== this.#knownAt)) return true
    if (!home || at === this.#knownAt) return false
    return others.some(({ quad, seenAt }) => seenAt === at && distance(centreOf(quad), home.centre) < home.short / 2)
  }

  /** It is gone: what covered it is over. */
  close(view: View): readonly ProcedureNews[] {
    return this.#uncover(view.frame.capturedAt).map((event) => this.#news(event, view))
  }

  #nearest(sights: readonly LyingCard[]): LyingCard | null {
    const centre = this.#home?.centre ?? this.#places.at(-1)
    const far = ({ quad }: LyingCard) => (centre ? distance(centreOf(quad), centre) : 0)
    return sights.toSorted((a, b) => far(a) - far(b))[0] ?? null
  }

  #unlikeShare({ cells, memory }: Home, view: View, seconds: number): number {
    cells.see(view)
    const differing = memory.compare(view)
    const share = differing / Math.max(1, cells.inside.length)
    if (share < uncoveredShareMax) memory.follow(Math.min(1, seconds / followSeconds), seconds)
    return share
  }

  #judgeCover(seen: boolean, share: number, at: number): readonly Found[] {
    if (seen || share < uncoveredShareMax) return this.#uncover(at)
    if (!this.#hidden && share < coveredShareMin) return []
    this.#hidden ??= { from: at, pictures: 0 }
    this.#hidden.pictures++
    if (this.#hidden.pictures !== coveredPicturesMin) return []
    return [{ kind: 'card_covered', zone: this.#zone, from: this.#hidden.from, until: null }]
  }

  #uncover(at: number): readonly Found[] {
    const hidden = this.#hidden
    this.#hidden = null
    if (!hidden || hidden.pictures < coveredPicturesMin) return []
    return [{ kind: 'card_covered', zone: this.#zone, from: hidden.from, until: at }]
  }

  #judgePlace({ quad }: LyingCard, view: View): readonly Found[] {
    const { shift, frame } = view
    const [x, y] = centreOf(quad)
    // Where it lies in the remembered picture, however the camera shakes.
    const centre: Point = [x - shift[0], y - shift[1]]
    const home = this.#home
    if (!home) {
      this.#settle(centre, quad, view)
      return []
    }
    const moved = distance(centre, home.centre) / home.short
    this.#movedPictures = moved > movedMin ? this.#movedPictures + 1 : 0
    if (this.#movedPictures < movedPicturesMin) return []
    this.#movedPictures = 0
    this.#home = null
    this.#places = []
    return [{ kind: 'card_moved', zone: this.#zone, at: frame.capturedAt, distance: moved }]
  }

  #settle(centre: Point, quad: Quad, view: View): void {
    const short = widthOf(quad)
    this.#places = [...this.#places.filter((place) => distance(place, centre) <= settledMax * short), centre]
    if (this.#places.length < settledPicturesMin) return
    const { width } = view.frame
    const [x, y] = centreOf(quad)
    const inward = ([cornerX, cornerY]: Point): Point => [
      (centre[0] + (cornerX - x) * innerPart) / width,
      (centre[1] + (cornerY - y) * innerPart) / width,
    ]
    const [a, b, c, d] = quad
    const inner: Quad = [inward(a), inward(b), inward(c), inward(d)]
    const cells = new ZoneCells(inner, view.frame)
    cells.see(view)
    this.#home = { centre: meanOf(this.#places), short, cells, memory: new CellMemory(cells) }
  }

  #news(event: Found, { frame }: View): ProcedureNews {
    return newsOf(event, cutOut(frame, around(this.#quad, frame)))
  }
}

function meanOf(points: readonly Point[]): Point {
  let [x, y] = [0, 0]
  for (const point of points) [x, y] = [x + point[0] / points.length, y + point[1] / points.length]
  return [x, y]
}
