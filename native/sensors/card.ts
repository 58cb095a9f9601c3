/** A card as a shoe or a scanner reads it. */
export interface ReadCard {
  readonly suit: Suit
  /** 1 is the ace, 11 to 13 are knave, queen and king. */
  readonly rank: number
}

export type Suit = 'spades' | 'hearts' | 'clubs' | 'diamonds'
