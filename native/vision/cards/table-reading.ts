import type { Quad } from '../frame.ts'
import type { CardNumbers, ModelMark, Rank, Suit } from './card.ts'
import type { Rectangle } from './homography.ts'

/** A card that lies on the table, after the vote. */
export interface CardInPlace {
  /** The zone's id. */
  readonly zone: string
  readonly rank: Rank
  readonly suit: Suit
  /** 0–1: of the vote. */
  readonly confidence: number
  /** When it was first seen: UTC, ms. */
  readonly appearedAt: number
  /** When it was last seen: UTC, ms. */
  readonly seenAt: number
  /** 1 is the card that appeared first of all that lie on the table. */
  readonly place: number
  /** Where it was last seen: px of the frame. */
  readonly quad: Quad
  /** Behind the last sight of it. */
  readonly numbers: CardNumbers
}

/** What lies in one zone. */
export interface ZoneReading {
  /** The zone's id. */
  readonly zone: string
  /**
   * `empty`: no face-up card; `undecided`: one is seen and not told yet; `read`: all that are seen are told;
   * `no_read`: one has been seen for long and cannot be told.
   */
  readonly state: 'empty' | 'undecided' | 'read' | 'no_read'
  /** Told cards, in order of appearance. */
  readonly cards: readonly CardInPlace[]
  /** Of the least certain card; 0 unless `read`. */
  readonly confidence: number
  /** Since when the zone has had this state and these cards: UTC, ms. */
  readonly since: number
  /** The zone in px of the frame: the evidence to cut out. */
  readonly crop: Rectangle
}

/** What the camera says of all cards at one moment. */
export interface CardTableReading {
  /** UTC, ms. */
  readonly capturedAt: number
  readonly models: readonly ModelMark[]
  /** In the order of the layout. */
  readonly zones: readonly ZoneReading[]
  /** All told cards, in order of appearance. */
  readonly appeared: readonly CardInPlace[]
}
