import type { Point, Quad } from '../frame.ts'
import { type Rank, ranks, type Suit, suits } from './card.ts'
import { cardInCrop, cropToFrame } from './card-crop.ts'
import { mapped } from './homography.ts'

/** Values that the card-reader gives for a crop. */
const readingValues = 27
const suitsAt = 13
const faceAt = 17
const cornersAt = 18
/** Corner offsets are told in eighths of a px of the crop … that is, 1 is 8 px. */
const cornerPx = 8

/** What the card-reader says of one crop. */
export interface CropReading {
  readonly rank: Rank
  readonly suit: Suit
  /** Probabilities, 0–1. */
  readonly numbers: { readonly face: number; readonly rank: number; readonly suit: number }
  /** face · rank · suit. */
  readonly confidence: number
  /** Where the card's corners really lie: px of the frame. */
  readonly quad: Quad
  /** How far the worst corner lies from where the crop had it: px of the crop. */
  readonly moved: number
  /** The 27 values as the reader gave them. */
  readonly values: Float32Array
}

/** The reader's word on each crop of a batch. @param quads of the frame, that the crops were drawn from */
export const cropReadings = (values: Float32Array, quads: readonly Quad[]): CropReading[] =>
  quads.map((quad, index) => cropReading(values.subarray(index * readingValues, (index + 1) * readingValues), quad))

/** Two looks at one card as one: the mean of what they name, and the corners of the second. */
export function bothLooks(first: CropReading, second: CropReading, quadOfSecond: Quad): CropReading {
  const values = second.values.map((value, place) =>
    place < cornersAt ? (value + (first.values[place] ?? 0)) / 2 : value,
  )
  return cropReading(values, quadOfSecond)
}

function cropReading(values: Float32Array, quad: Quad): CropReading {
  const at = (place: number) => values[place] ?? 0
  const [rank, rankChance] = best(ranks, values.subarray(0, suitsAt))
  const [suit, suitChance] = best(suits, values.subarray(suitsAt, faceAt))
  const face = 1 / (1 + Math.exp(-at(faceAt)))
  const { x, y, width, height } = cardInCrop
  const corners: Quad = [
    [x, y],
    [x + width, y],
    [x + width, y + height],
    [x, y + height],
  ]
  const toFrame = cropToFrame(quad)
  let moved = 0
  const corner = (place: 0 | 1 | 2 | 3): Point => {
    const [dx, dy] = [at(cornersAt + 2 * place) * cornerPx, at(cornersAt + 2 * place + 1) * cornerPx]
    moved = Math.max(moved, Math.hypot(dx, dy))
    return mapped(toFrame, [corners[place][0] + dx, corners[place][1] + dy])
  }
  return {
    rank,
    suit,
    numbers: { face, rank: rankChance, suit: suitChance },
    confidence: face * rankChance * suitChance,
    quad: [corner(0), corner(1), corner(2), corner(3)],
    moved,
    values,
  }
}

/** The likeliest, and how likely it is: softmax. */
function best<Name>(names: readonly [Name, ...Name[]], logits: Float32Array): [Name, number] {
  const most = Math.max(...logits)
  const sum = logits.reduce((total: number, logit) => total + Math.exp(logit - most), 0)
  return [names[logits.indexOf(most)] ?? names[0], 1 / sum]
}
