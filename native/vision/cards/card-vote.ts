import type { Point } from '../frame.ts'
import type { CardSighting } from './card.ts'
import { centreOf, distance, widthOf } from './quad.ts'

/** Pictures in a row that must agree before a card is told. */
const votesMin = 3
/** … and before a told card is taken back for another: a new card has been laid in its place. */
const votesToChange = 5
/** Pictures without a sight of a told card before it is gone: about two seconds, a hand reaches over it meanwhile. */
const missesMax = 10
/** … of one that is not told yet. */
const missesUntoldMax = 2
/** Its confidence is the mean of so many last sights. */
const confidencesMax = 5
/** A card that is seen nearer than this to where it lay is the same, in parts of its short side. */
const placeReach = 0.5

type Face = Pick<CardSighting, 'rank' | 'suit'>
const isSame = (a: Face, b: Face): boolean => a.rank === b.rank && a.suit === b.suit

/** One card's place on the table, and the vote on what lies there. */
export class CardVote {
  /** When the card was first seen: UTC, ms. */
  readonly appearedAt: number
  /** The last sight of the card. */
  #sighting: CardSighting
  #seenAt: number
  #confidences: readonly number[]
  #votes: number
  #misses = 0
  /** What has been seen here instead, in how many pictures in a row, and since when. */
  #rival: { readonly face: Face; readonly votes: number; readonly since: number } | null = null

  constructor(sighting: CardSighting, seenAt: number, { appearedAt = seenAt, votes = 1 } = {}) {
    this.appearedAt = appearedAt
    this.#sighting = sighting
    this.#seenAt = seenAt
    this.#confidences = [sighting.confidence]
    this.#votes = votes
  }

  get sighting(): CardSighting {
    return this.#sighting
  }

  /** When that was: UTC, ms. */
  get seenAt(): number {
    return this.#seenAt
  }

  get isTold(): boolean {
    return this.#votes >= votesMin
  }

  get isGone(): boolean {
    return this.#misses > (this.isTold ? missesMax : missesUntoldMax)
  }

  /** 0–1. */
  get confidence(): number {
    return this.#confidences.reduce((sum, value) => sum + value, 0) / this.#confidences.length
  }

  /** How far a point lies from here, px; infinite where that is another place. */
  reach(point: Point): number {
    const away = distance(centreOf(this.#sighting.quad), point)
    return away <= placeReach * widthOf(this.#sighting.quad) ? away : Number.POSITIVE_INFINITY
  }

  /** @returns the vote on this place from now on: a new one once another card has taken it */
  add(sighting: CardSighting, at: number): CardVote {
    this.#misses = 0
    if (isSame(sighting, this.#sighting)) {
      this.#sighting = sighting
      this.#seenAt = at
      this.#confidences = [...this.#confidences, sighting.confidence].slice(-confidencesMax)
      this.#votes++
      this.#rival = null
      return this
    }
    const before = this.#rival && isSame(this.#rival.face, sighting) ? this.#rival : null
    const rival = { face: sighting, votes: (before?.votes ?? 0) + 1, since: before?.since ?? at }
    this.#rival = rival
    const won = rival.votes >= (this.isTold ? votesToChange : 1)
    return won ? new CardVote(sighting, at, { appearedAt: rival.since, votes: rival.votes }) : this
  }

  miss(): void {
    this.#misses++
  }
}
