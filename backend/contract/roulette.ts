import { z } from 'zod'

/** A pocket of a European wheel, 0–36. */
export const pocketSchema = z.number().int().min(0).max(36)
export type Pocket = z.infer<typeof pocketSchema>

/** Pockets clockwise around a European wheel, seen from above. Source: the standard single-zero wheel. */
export const wheelOrder: readonly Pocket[] = [
  0, 32, 15, 19, 4, 21, 2, 25, 17, 34, 6, 27, 13, 36, 11, 30, 8, 23, 10, 5, 24, 16, 33, 1, 20, 14, 31, 9, 22, 18, 29, 7,
  28, 12, 35, 3, 26,
]

const red: ReadonlySet<Pocket> = new Set([1, 3, 5, 7, 9, 12, 14, 16, 18, 19, 21, 23, 25, 27, 30, 32, 34, 36])

export type PocketColour = 'green' | 'red' | 'black'

export function colourOf(pocket: Pocket): PocketColour {
  if (pocket === 0) return 'green'
  return red.has(pocket) ? 'red' : 'black'
}

type SpotKind =
  | 'straight'
  | 'split'
  | 'street'
  | 'corner'
  | 'six-line'
  | 'column'
  | 'dozen'
  | 'red'
  | 'black'
  | 'even'
  | 'odd'
  | 'low'
  | 'high'

/** A place on the layout that takes a bet. */
export interface Spot {
  /** `straight-17`, `split-17-20`, `street-1-2-3`, `corner-1-2-4-5`, `six-line-1-2-3-4-5-6`, `column-1`, `dozen-1`, `red`, … */
  readonly id: string
  readonly kind: SpotKind
  /** The pockets it covers, ascending. */
  readonly pockets: readonly Pocket[]
}

const range = (first: number, last: number, step = 1): number[] =>
  Array.from({ length: Math.floor((last - first) / step) + 1 }, (_, index) => first + index * step)

const inside = (kind: SpotKind, pockets: number[]): Spot => ({ id: `${kind}-${pockets.join('-')}`, kind, pockets })

function everySpot(): Spot[] {
  const numbers = range(1, 36)
  const rows = range(1, 34, 3)
  return [
    ...[0, ...numbers].map((n) => inside('straight', [n])),
    ...[1, 2, 3].map((n) => inside('split', [0, n])),
    ...numbers.filter((n) => n % 3 !== 0).map((n) => inside('split', [n, n + 1])),
    ...numbers.filter((n) => n <= 33).map((n) => inside('split', [n, n + 3])),
    ...rows.map((n) => inside('street', [n, n + 1, n + 2])),
    // The trios 0-1-2 and 0-2-3 pay as streets, the first four 0-1-2-3 as a corner.
    inside('street', [0, 1, 2]),
    inside('street', [0, 2, 3]),
    inside('corner', [0, 1, 2, 3]),
    ...numbers.filter((n) => n % 3 !== 0 && n <= 32).map((n) => inside('corner', [n, n + 1, n + 3, n + 4])),
    ...rows.filter((n) => n <= 31).map((n) => inside('six-line', range(n, n + 5))),
    ...[1, 2, 3].map((n): Spot => ({ id: `column-${n}`, kind: 'column', pockets: range(n, 36, 3) })),
    ...[1, 2, 3].map((n): Spot => ({ id: `dozen-${n}`, kind: 'dozen', pockets: range(n * 12 - 11, n * 12) })),
    { id: 'red', kind: 'red', pockets: numbers.filter((n) => red.has(n)) },
    { id: 'black', kind: 'black', pockets: numbers.filter((n) => !red.has(n)) },
    { id: 'even', kind: 'even', pockets: range(2, 36, 2) },
    { id: 'odd', kind: 'odd', pockets: range(1, 35, 2) },
    { id: 'low', kind: 'low', pockets: range(1, 18) },
    { id: 'high', kind: 'high', pockets: range(19, 36) },
  ]
}

/** Every spot of a European layout by its id: 157 in all. */
export const spots: ReadonlyMap<string, Spot> = new Map(everySpot().map((spot) => [spot.id, spot]))

export const spotIdSchema = z.string().refine((id) => spots.has(id), 'There is no such spot on a European layout')
