import type { Point, RgbFrame } from '../frame.ts'
import { CameraShake, marginSteps } from './camera-shake.ts'
import { CellSampler, cellPx, type Size, sampleStep } from './cell-sampler.ts'
import { Light } from './light.ts'

/** Cells across a frame's width. */
const cellsAcross = 40
/** Of the newest picture in what is remembered. */
const newest = 0.02
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
  /** It lies elsewhere than the picture before: edges are up to half a px from where the shift says. */
  readonly shaken: boolean
  /** Another picture than before: after a cut, a black or frozen one, or a pause. What was learnt of the last is void. */
  readonly anew: boolean
}

/** What all watches of a camera share: whether its picture lives, how its light has changed, how far it has been shaken. */
export class Scenery {
  #cells: Cells | null = null
  #remembered: { readonly tones: Float32Array; readonly light: Light; readonly shake: CameraShake } | null = null
  #seenAt = Number.NEGATIVE_INFINITY
  #changedAt = Number.NEGATIVE_INFINITY

  /** @returns null for a picture that says nothing: black or frozen */
  see(frame: RgbFrame): View | null {
    const at = frame.capturedAt
    const cells = this.#cellsFor(frame)
    if (at - this.#seenAt > gapMsMax) this.#remembered = null
    this.#seenAt = at
    if (this.#isDead(cells, frame)) {
      this.#remembered = null
      return null
    }
    return this.#follow(cells, frame) ?? this.#begin(cells, frame)
  }

  #cellsFor(frame: RgbFrame): Cells {
    if (this.#cells?.width === frame.width && this.#cells.height === frame.height) return this.#cells
    this.#remembered = null
    this.#cells = cellsOf(frame)
    return this.#cells
  }

  #isDead({ sampler, tones, last }: Cells, frame: RgbFrame): boolean {
    sampler.read(frame, [0, 0], tones)
    let dark = 0
    let same = true
    for (let index = 0; index < tones.length; index++) {
      const tone = tones[index] ?? 0
      if (tone < darkToneMax) dark++
      if (tone !== last[index]) same = false
    }
    last.set(tones)
    if (!same) this.#changedAt = frame.capturedAt
    return dark >= tones.length * darkPartMin || frame.capturedAt - this.#changedAt > frozenMs
  }

  #begin({ last, corners }: Cells, frame: RgbFrame): View {
    const light = new Light()
    this.#remembered = { tones: last.slice(), light, shake: new CameraShake(corners, frame) }
    return { frame, light, shift: [0, 0], shaken: false, anew: true }
  }

  /** @returns null when it is another picture than the remembered one */
  #follow({ sampler, tones, differences, xs, ys }: Cells, frame: RgbFrame): View | null {
    if (!this.#remembered) return null
    const { tones: remembered, light, shake } = this.#remembered
    const { count } = sampler
    const expected = Float32Array.from(
      shake.cells,
      (cell) => (remembered[count + cell] ?? 0) + light.at(1, xs[cell] ?? 0, ys[cell] ?? 0),
    )
    const before = shake.shift
    const shift = shake.follow(frame, expected)
    if (!shift) return null
    sampler.read(frame, shift, tones)
    for (let index = 0; index < tones.length; index++)
      differences[index] = (tones[index] ?? 0) - (remembered[index] ?? 0)
    if (light.fit(differences, xs, ys) < samePartMin) return null
    // What the light does is never learnt: all memories of this camera stay comparable.
    for (let cell = 0; cell < count; cell++) {
      for (const channel of [0, 1, 2] as const) {
        const index = channel * count + cell
        const more = (differences[index] ?? 0) - light.at(channel, xs[cell] ?? 0, ys[cell] ?? 0)
        remembered[index] = (remembered[index] ?? 0) + more * newest
      }
    }
    const shaken = shift[0] !== before[0] || shift[1] !== before[1]
    return { frame, light, shift, shaken, anew: false }
  }
}

/** Cells spread evenly over a frame. */
interface Cells extends Size {
  readonly sampler: CellSampler
  readonly corners: readonly Point[]
  /** Middles, in parts of the frame's width. */
  readonly xs: Float32Array
  readonly ys: Float32Array
  readonly tones: Float32Array
  readonly differences: Float32Array
  /** Of the last picture, unshifted. */
  readonly last: Float32Array
}

function cellsOf(frame: RgbFrame): Cells {
  const { width, height } = frame
  const [cell, margin] = [cellPx(frame), marginSteps * sampleStep(frame)]
  const pitch = Math.max(cell, Math.round(width / cellsAcross))
  const corners: Point[] = []
  for (let y = margin; y < height - margin - cell; y += pitch)
    for (let x = margin; x < width - margin - cell; x += pitch) corners.push([x, y])
  const tones = () => new Float32Array(3 * corners.length)
  return {
    ...{ width, height, corners, sampler: new CellSampler(corners, frame) },
    xs: Float32Array.from(corners, ([x]) => (x + cell / 2) / width),
    ys: Float32Array.from(corners, ([, y]) => (y + cell / 2) / width),
    ...{ tones: tones(), differences: tones(), last: tones() },
  }
}
