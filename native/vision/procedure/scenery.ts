import type { Point, RgbFrame } from '../frame.ts'
import { CellSampler, type Size, sampleStep } from './cell-sampler.ts'
import { Light } from './light.ts'

/** Cells across a frame's width, and how far from its edges they and all zones stay, in steps of a sample. */
const cellsAcross = 40
export const marginSteps = 16
/** The camera is followed so far, in steps of a sample. */
const shiftMax = 12
/** Part of the cells, those with the sharpest edges, by which shake is told. */
const edgePart = 0.25
/** A cell's part in the distance, in tones. */
const edgeDifferenceMax = 24
/** A shift must be better than where the picture lay by this part. */
const betterPart = 0.9
/** If this much worse than usual, the camera was pushed, and all places around are tried. */
const pushedPart = 1.6
/** Of the newest picture in what is remembered, and in what is usual. */
const newest = 0.02
const newestDistance = 0.1

/** Fewer cells than this that changed with the light only are another picture. */
const samePartMin = 0.4
/** Tone of brightness 20 of 255. */
const darkToneMax = 28
const darkPartMin = 0.98
/** A live camera always trembles: the very same picture for longer is frozen, ms. */
const frozenMs = 2_000
/** Between two pictures; what happened in a longer time nobody saw, ms. */
const gapMsMax = 2_000

/** How a picture relates to the scenery that is remembered: its tones, less the light, at places moved by the shift. */
export interface View {
  readonly frame: RgbFrame
  readonly light: Light
  /** Whole px that the picture lies right of and below the remembered one. */
  readonly shift: Point
  /** Another picture than before: after a cut, a black or frozen one, or a pause. What was learnt of the last is void. */
  readonly anew: boolean
}

/** What all watches of a camera share: whether its picture lives, how its light has changed, how far it has been shaken. */
export class Scenery {
  #places: Places | null = null
  #light = new Light()
  #shift: Point = [0, 0]
  #usualDistance = 0
  #seenAt = Number.NEGATIVE_INFINITY
  #changedAt = Number.NEGATIVE_INFINITY
  #blind = true

  /** @returns null for a picture that says nothing: black or frozen */
  see(frame: RgbFrame): View | null {
    const { capturedAt: at } = frame
    if (at - this.#seenAt > gapMsMax) this.#blind = true
    this.#seenAt = at
    const places = this.#placesFor(frame)
    if (this.#isDead(places, frame)) {
      this.#blind = true
      return null
    }
    if (this.#blind) return this.#begin(places, frame)
    this.#follow(places, frame)
    places.all.read(frame, this.#shift, places.tones)
    for (let index = 0; index < places.tones.length; index++)
      places.differences[index] = (places.tones[index] ?? 0) - (places.remembered[index] ?? 0)
    const same = this.#light.fit(places.differences, places.xs, places.ys)
    if (same < samePartMin || Math.max(...this.#shift.map(Math.abs)) > shiftMax * places.step)
      return this.#begin(places, frame)
    this.#remember(places)
    return { frame, light: this.#light, shift: this.#shift, anew: false }
  }

  #placesFor(frame: RgbFrame): Places {
    if (this.#places?.width !== frame.width || this.#places.height !== frame.height) {
      this.#places = placesOf(frame)
      this.#blind = true
    }
    return this.#places
  }

  #isDead(places: Places, frame: RgbFrame): boolean {
    places.all.read(frame, [0, 0], places.tones)
    let dark = 0
    let same = true
    for (let index = 0; index < places.tones.length; index++) {
      const tone = places.tones[index] ?? 0
      if (tone < darkToneMax) dark++
      if (tone !== places.last[index]) same = false
    }
    places.last.set(places.tones)
    if (!same) this.#changedAt = frame.capturedAt
    return dark >= places.tones.length * darkPartMin || frame.capturedAt - this.#changedAt > frozenMs
  }

  #begin(places: Places, frame: RgbFrame): View {
    this.#blind = false
    this.#light = new Light()
    this.#shift = [0, 0]
    places.remembered.set(places.last)
    places.edges = edgesOf(places, frame)
    this.#usualDistance = 0
    return { frame, light: this.#light, shift: this.#shift, anew: true }
  }

  /** Finds where the picture's edges lie now, from where they lay in the last one. */
  #follow({ edges, remembered, all, xs, ys, step }: Places, frame: RgbFrame): void {
    const expected = Float32Array.from(
      edges.cells,
      (cell) => (remembered[all.count + cell] ?? 0) + this.#light.at(1, xs[cell] ?? 0, ys[cell] ?? 0),
    )
    const distance = ([x, y]: Point) =>
      Math.max(Math.abs(x), Math.abs(y)) > (marginSteps - 1) * step
        ? Number.POSITIVE_INFINITY
        : edges.sampler.distance(frame, [x, y], expected, edgeDifferenceMax)
    let best = { shift: this.#shift, distance: distance(this.#shift) }
    const stayed = best.distance
    const tryAround = ([x, y]: Point, moves: readonly Point[]) => {
      for (const [right, down] of moves) {
        const shift: Point = [x + right * step, y + down * step]
        const found = { shift, distance: distance(shift) }
        if (found.distance < best.distance) best = found
      }
    }
    if (this.#usualDistance > 0 && stayed > this.#usualDistance * pushedPart) tryAround(this.#shift, pushMoves)
    for (let from: Point | null = null; from !== best.shift; ) {
      from = best.shift
      tryAround(from, stepMoves)
    }
    if (best.distance < stayed * betterPart) this.#shift = best.shift
    else best = { shift: this.#shift, distance: stayed }
    this.#usualDistance += (best.distance - this.#usualDistance) * (this.#usualDistance === 0 ? 1 : newestDistance)
  }

  #remember({ all, remembered, differences, xs, ys }: Places): void {
    for (let cell = 0; cell < all.count; cell++) {
      const [x, y] = [xs[cell] ?? 0, ys[cell] ?? 0]
      for (const channel of [0, 1, 2] as const) {
        const index = channel * all.count + cell
        const residual = (differences[index] ?? 0) - this.#light.at(channel, x, y)
        remembered[index] = (remembered[index] ?? 0) + residual * newest
      }
    }
  }
}

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

interface Places extends Size {
  readonly step: number
  readonly all: CellSampler
  readonly corners: readonly Point[]
  /** Middles of the cells, in parts of the frame's width. */
  readonly xs: Float32Array
  readonly ys: Float32Array
  readonly tones: Float32Array
  /** Of the last picture, where it lay. */
  readonly last: Float32Array
  readonly remembered: Float32Array
  readonly differences: Float32Array
  edges: { readonly cells: readonly number[]; readonly sampler: CellSampler }
}

function placesOf(frame: RgbFrame): Places {
  const { width, height } = frame
  const step = sampleStep(frame)
  const margin = marginSteps * step
  const pitch = Math.max(4 * step, Math.round(width / cellsAcross))
  const corners: Point[] = []
  for (let y = margin; y < height - margin - 4 * step; y += pitch)
    for (let x = margin; x < width - margin - 4 * step; x += pitch) corners.push([x, y])
  const all = new CellSampler(corners, frame)
  const tones = () => new Float32Array(3 * corners.length)
  return {
    ...{ width, height, step, all, corners, edges: { cells: [], sampler: new CellSampler([], frame) } },
    xs: Float32Array.from(corners, ([x]) => (x + 2 * step) / width),
    ys: Float32Array.from(corners, ([, y]) => (y + 2 * step) / width),
    ...{ tones: tones(), last: tones(), remembered: tones(), differences: tones() },
  }
}

/** The cells that change most when the picture moves by a step. */
function edgesOf({ all, corners, step, remembered, tones }: Places, frame: RgbFrame): Places['edges'] {
  const strength = new Float32Array(all.count)
  for (const [right, down] of stepMoves) {
    all.read(frame, [right * step, down * step], tones)
    for (let cell = 0; cell < all.count; cell++) {
      const change = Math.abs((tones[all.count + cell] ?? 0) - (remembered[all.count + cell] ?? 0))
      strength[cell] = (strength[cell] ?? 0) + change
    }
  }
  const cells = [...strength.keys()]
    .sort((a, b) => (strength[b] ?? 0) - (strength[a] ?? 0))
    .slice(0, Math.round(all.count * edgePart))
  const places = cells.map((cell): Point => corners[cell] ?? [0, 0])
  return { cells, sampler: new CellSampler(places, frame) }
}
