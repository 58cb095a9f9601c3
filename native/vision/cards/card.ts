import type { Quad } from '../frame.ts'

export const ranks = ['A', '2', '3', '4', '5', '6', '7', '8', '9', '10', 'J', 'Q', 'K'] as const
export type Rank = (typeof ranks)[number]
/** Spades, hearts, diamonds, clubs. */
export const suits = ['S', 'H', 'D', 'C'] as const
export type Suit = (typeof suits)[number]

/** What stands behind a sighting: probabilities, 0–1. */
export interface CardNumbers {
  /** That it is a face-up card, well framed. */
  readonly face: number
  readonly rank: number
  readonly suit: number
  /** That the finder saw a card here. */
  readonly finder: number
}

/** A face-up card in one picture. */
export interface CardSighting {
  readonly rank: Rank
  readonly suit: Suit
  /** 0–1: that all of face, rank and suit are right. */
  readonly confidence: number
  /** px of the frame: top left, top right, bottom right, bottom left of the upright card. */
  readonly quad: Quad
  readonly numbers: CardNumbers
}

/** Something that looks like a face-up card and cannot be named. */
export interface UnreadCard {
  readonly quad: Quad
  readonly numbers: CardNumbers
}

export interface ModelMark {
  readonly id: string
  /** Of the model's file, hex. */
  readonly sha256: string
}

/** All that one picture says of cards. */
export interface CardLook {
  /** Of the frame: UTC, ms. */
  readonly capturedAt: number
  /** Of the frame, px. */
  readonly width: number
  readonly height: number
  readonly models: readonly ModelMark[]
  readonly sightings: readonly CardSighting[]
  readonly unread: readonly UnreadCard[]
}
