import type { CardLook, CardSighting } from './card.ts'
import { overlap } from './quad.ts'
import type { CropReading } from './reader-output.ts'

/** A card is told from this confidence on: of 1,703 told on validation pictures none was wrong; of 1,000 without a card one shows a joker that was told. */
const confidenceMin = 0.99
/** What looks this much like a face-up card and is not told is worth a word. */
const unreadFaceMin = 0.5
/** Two quads that share more than this are one place: of two cards, the lower would hardly be seen. */
const samePlaceOverlap = 0.5
/** … and of two with the same name: one card, once badly framed. Two that overlap by a third share less. */
const sameCardOverlap = 0.3

/** What the reader said of one candidate. */
export interface FoundCard extends CropReading {
  /** That the finder saw a card here: 0–1. */
  readonly finder: number
}

/** Each place once, by its most certain reading: told, or unread where it is not certain enough or contradicted. */
export function judged(found: readonly FoundCard[]): Pick<CardLook, 'sightings' | 'unread'> {
  const sightings: CardSighting[] = []
  const unread: CardLook['unread'][number][] = []
  let rest = found.toSorted((a, b) => b.confidence - a.confidence)
  for (let best = rest[0]; best; best = rest[0]) {
    const { rank, suit, confidence, quad, finder } = best
    const numbers = { ...best.numbers, finder }
    const isSame = (other: FoundCard) => other.rank === rank && other.suit === suit
    const here = rest.filter((other) => {
      const shared = other === best ? 1 : overlap(quad, other.quad)
      return shared > (isSame(other) ? sameCardOverlap : samePlaceOverlap)
    })
    rest = rest.filter((other) => !here.includes(other))
    const contradicted = here.some((other) => isCertain(other) && !isSame(other))
    if (isCertain(best) && !contradicted) sightings.push({ rank, suit, confidence, quad, numbers })
    else if (numbers.face >= unreadFaceMin) unread.push({ quad, numbers })
  }
  return { sightings, unread }
}

const isCertain = ({ confidence }: FoundCard): boolean => confidence >= confidenceMin
