import type { Quad } from '../frame.ts'
import { type CardBox, overlap, quadOf } from './quad.ts'
import type { SmallLayout } from './small-picture.ts'

/** The map's cells are squares of this many px of the 640 × 360 picture. */
const cellPx = 8
const mapWidth = 80
const mapHeight = 45
const cells = mapWidth * mapHeight
/** Sides are told as logarithms of multiples of this, px. */
const sidePx = 32
/** A cell's heat from which something is worth a look: a logit, 0.12. The reader judges; the finder must only not miss. */
const heatMin = -2
/** At most so many are looked at: more cards than lie on any table. */
export const candidatesMax = 24
/** Two boxes that share more than this are one card found twice. */
const sameBoxOverlap = 0.6
/** No card has a side outside of this, px of the 640 × 360 picture. */
const sideMin = 12
const sideMax = 320

/** Where a card may lie, in px of the frame. */
export interface Candidate {
  readonly quad: Quad
  /** That a card lies here: 0–1. */
  readonly finder: number
}

/** The peaks of the card-finder's map, best first, each place once. @param map 8 × 45 × 80 */
export function candidatesOf(map: Float32Array, layout: SmallLayout): Candidate[] {
  const peaks = peaksOf(map).slice(0, 2 * candidatesMax)
  const kept: Candidate[] = []
  for (const cell of peaks) {
    const box = boxAt(map, cell, layout)
    if (!box || kept.length === candidatesMax) continue
    const quad = quadOf(box)
    if (kept.some((other) => overlap(quad, other.quad) > sameBoxOverlap)) continue
    kept.push({ quad, finder: 1 / (1 + Math.exp(-(map[cell] ?? 0))) })
  }
  return kept
}

/** Cells that are hotter than all their neighbours, hottest first. */
function peaksOf(map: Float32Array): number[] {
  const peaks: number[] = []
  for (let cell = 0; cell < cells; cell++) {
    if ((map[cell] ?? 0) >= heatMin && isPeak(map, cell)) peaks.push(cell)
  }
  return peaks.sort((a, b) => (map[b] ?? 0) - (map[a] ?? 0))
}

function isPeak(map: Float32Array, cell: number): boolean {
  const heat = map[cell] ?? 0
  const column = cell % mapWidth
  for (let dy = -1; dy <= 1; dy++) {
    for (let dx = -1; dx <= 1; dx++) {
      if (column + dx < 0 || column + dx >= mapWidth) continue
      const step = dy * mapWidth + dx
      const near = map[cell + step] ?? 0
      if (step === 0 || cell + step < 0 || cell + step >= cells) continue
      // Of two that are equal the first is the peak.
      if (near > heat || (near === heat && step < 0)) return false
    }
  }
  return true
}

function boxAt(map: Float32Array, cell: number, { scale, left, top }: SmallLayout): CardBox | null {
  const at = (channel: number) => map[channel * cells + cell] ?? 0
  const x = ((cell % mapWidth) + 0.5 + at(1)) * cellPx
  const y = (Math.floor(cell / mapWidth) + 0.5 + at(2)) * cellPx
  const short = Math.exp(at(3)) * sidePx
  const long = Math.exp(at(4)) * sidePx
  if (!(short >= sideMin && long >= short / 2 && long <= sideMax)) return null
  return {
    centre: [(x - left) / scale, (y - top) / scale],
    short: short / scale,
    long: long / scale,
    angle: Math.atan2(at(6), at(5)) / 2,
  }
}
