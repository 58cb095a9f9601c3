import type { Point, RgbFrame } from '../frame.ts'
import { CellSampler, sampleStep } from './cell-sampler.ts'

/** How far from a frame's edges all cells stay, and how far the camera is followed, in steps of a sample. */
export const marginSteps = 16
const shiftMax = 15
/** Part of the cells, those with the sharpest edges, by which shake is told. */
const edgePart = 0.25
/** A cell's greatest part in the distance, in tones: a hand over some cells is no shake. */
const differenceMax = 24
/** A shift must be better than where the picture lay by this part. */
const betterPart = 0.9
/** If this much worse than usual, the camera was pushed, and places further around are tried. */
const pushedPart = 1.6
/** Edges that are so far from where they should be, in so many pictures in a row, were not found: one may be a lamp's. */
const lostDistanceMin = 10
const lostPicturesMin = 2
/** Of the newest picture in what is usual. */
const newest = 0.1

const stepMoves: readonly Point[] = [
  [1, 0],
  [-1, 0],
  [0, 1],
  [0, -1],
]
/** Every second place within eight steps. */
const pushMoves: readonly Point[] = Array.from(
  { length: 81 },
  (_, move): Point => [2 * (move % 9) - 8, 2 * Math.floor(move / 9) - 8],
)

/** Follows a camera that shakes or is pushed by some px: where the edges of the first picture lie now. */
export class CameraShake {
  /** Indices of the cells that change most when the picture moves by a step. */
  readonly cells: readonly number[]
  readonly #sampler: CellSampler
  readonly #step: number
  #shift: Point = [0, 0]
  #usual: number | null = null
  #lostPictures = 0

  /** @param corners of all cells that may tell shake: px */
  constructor(corners: readonly Point[], frame: RgbFrame) {
    this.#step = sampleStep(frame)
    const strength = strengthOf(corners, frame, this.#step)
    this.cells = [...corners.keys()]
      .sort((a, b) => (strength[b] ?? 0) - (strength[a] ?? 0))
      .slice(0, Math.round(corners.length * edgePart))
    const sharp = this.cells.map((cell): Point => corners[cell] ?? [0, 0])
    this.#sampler = new CellSampler(sharp, frame)
  }

  get shift(): Point {
    return this.#shift
  }

  /**
   * @param expected green tones of `cells` under the present light
   * @returns whole px that the picture lies right of and below the first one; null when it is not to be found
   */
  follow(frame: RgbFrame, expected: Float32Array): Point | null {
    const stayed = { shift: this.#shift, distance: this.#sampler.distance(frame, this.#shift, expected, differenceMax) }
    let best = stayed
    const tryAround = ([x, y]: Point, moves: readonly Point[]) => {
      for (const [right, down] of moves) {
        const shift: Point = [x + right * this.#step, y + down * this.#step]
        if (Math.max(...shift.map(Math.abs)) > shiftMax * this.#step) continue
        const distance = this.#sampler.distance(frame, shift, expected, differenceMax)
        if (distance < best.distance) best = { shift, distance }
      }
    }
    if (this.#usual !== null && stayed.distance > this.#usual * pushedPart) tryAround(stayed.shift, pushMoves)
    for (let from: Point | null = null; from !== best.shift; ) {
      from = best.shift
      tryAround(from, stepMoves)
    }
    if (best.distance > stayed.distance * betterPart) best = stayed
    this.#shift = best.shift
    this.#usual = this.#usual === null ? best.distance : this.#usual + (best.distance - this.#usual) * newest
    this.#lostPictures = best.distance > lostDistanceMin ? this.#lostPictures + 1 : 0
    return this.#lostPictures < lostPicturesMin ? this.#shift : null
  }
}

/** How much each cell's green changes when the picture moves by a step each way, in tones. */
function strengthOf(corners: readonly Point[], frame: RgbFrame, step: number): Float32Array {
  const sampler = new CellSampler(corners, frame)
  const [here, moved] = [new Float32Array(3 * corners.length), new Float32Array(3 * corners.length)]
  sampler.read(frame, [0, 0], here)
  const strength = new Float32Array(corners.length)
  for (const [right, down] of stepMoves) {
    sampler.read(frame, [right * step, down * step], moved)
    for (let cell = 0; cell < corners.length; cell++) {
      const green = corners.length + cell
      strength[cell] = (strength[cell] ?? 0) + Math.abs((moved[green] ?? 0) - (here[green] ?? 0))
    }
  }
  return strength
}
