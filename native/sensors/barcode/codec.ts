/**
 * A barcode scanner's lines, each a card: four digits, suit × 1000 + rank × 10, ended by CR and/or LF. So these 52 codes are
 * legal and no others: a first digit 1 ♠, 2 ♥, 3 ♣ or 4 ♦, then 010 (ace), 020 … 120, 130 (king); `1010` is the ace of
 * spades. Pure. There is no check digit, and equal codes in a row are legal (several decks): whether a scan counts is the
 * game's business.
 */
import type { ReadCard, Suit } from '../card.ts'
import type { Corrupt, FrameDecoder } from '../codec.ts'
import { type Line, type LineFault, Lines } from '../lines.ts'
import { barcodeFacts } from './facts.ts'

/** By digit, from 1; a shoe counts them otherwise. */
const suits: readonly Suit[] = ['spades', 'hearts', 'clubs', 'diamonds']
const rankMax = 13

type BarcodeRefusal = LineFault | 'not_four_digits' | 'unknown_suit' | 'unknown_rank'

export type BarcodeFrame = (ReadCard & { readonly type: 'card'; readonly raw: string }) | Corrupt<BarcodeRefusal>

/** Bytes of a scanner to cards; takes up again at the next whole line. */
export class BarcodeDecoder implements FrameDecoder<BarcodeFrame> {
  readonly #lines = new Lines(barcodeFacts.frameBytesMax.value)

  push(bytes: Uint8Array): BarcodeFrame[] {
    return this.#lines.push(bytes).map(parseLine)
  }

  end(): BarcodeFrame[] {
    return this.#lines.end().map(parseLine)
  }
}

function parseLine({ raw, fault }: Line): BarcodeFrame {
  const corrupt = (reason: BarcodeRefusal): BarcodeFrame => ({ type: 'corrupt', reason, raw })
  if (fault) return corrupt(fault)
  if (!/^[0-9]{4}$/.test(raw)) return corrupt('not_four_digits')
  const suit = suits[Number(raw[0]) - 1]
  const rank = Number(raw.slice(1)) / 10
  if (suit === undefined) return corrupt('unknown_suit')
  if (!Number.isInteger(rank) || rank < 1 || rank > rankMax) return corrupt('unknown_rank')
  return { type: 'card', suit, rank, raw }
}

/** A card as a scanner sends it, with its line end. */
export function encodeCard({ suit, rank }: ReadCard): string {
  return `${(suits.indexOf(suit) + 1) * 1000 + rank * 10}\r\n`
}
