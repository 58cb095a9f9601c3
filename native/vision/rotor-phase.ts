import type { RingSampler } from './ring-sampler.ts'
import { pocketCount, redPattern } from './wheel/pattern.ts'

/** Samples a pocket: fine enough that the parabola through three of them finds the tenth of a degree. */
const samplesPerPocket = 12
export const phaseSteps = pocketCount * samplesPerPocket
export const phaseDepth = 6

/** Greenness below this is black under a tinted lamp, or compression; of 255. */
const greenFloor = 12
/** Greenness above the floor that a zero pocket has at least. */
const greenMin = 8

export interface RotorPhase {
  /** Angle of the middle of zero, rad clockwise from the picture's right. */
  readonly angle: number
  /** How well red and black fit the pattern: −1 to 1. */
  readonly fit: number
  /** Share of the ring's green that lies in the zero pocket: 0 to 1. */
  readonly greenShare: number
}

const at = (values: Float64Array, index: number): number => values[index] ?? 0

/** Finds how the rotor stands, by the whole ring of colours at once; null where there is no such ring. */
export class RotorPhaseFinder {
  readonly #red = new Float64Array(phaseSteps)
  readonly #green = new Float64Array(phaseSteps)
  /** Sums over one pocket's width that begins at each sample. */
  readonly #redOfPocket = new Float64Array(phaseSteps)
  readonly #greenOfPocket = new Float64Array(phaseSteps)
  readonly #fits = new Float64Array(phaseSteps)

  find(ring: RingSampler, pixels: Uint8Array): RotorPhase | null {
    this.#sample(ring, pixels)
    sumPockets(this.#red, this.#redOfPocket)
    sumPockets(this.#green, this.#greenOfPocket)
    const norm = Math.sqrt(this.#red.reduce((sum, value) => sum + value * value, 0) * phaseSteps)
    const greenAll = this.#green.reduce((sum, value) => sum + value, 0)
    if (norm === 0 || greenAll < greenMin * samplesPerPocket) return null

    let best = 0
    let bestScore = -1
    for (let shift = 0; shift < phaseSteps; shift++) {
      let fit = 0
      for (let pocket = 0; pocket < pocketCount; pocket++)
        fit += (redPattern[pocket] ?? 0) * at(this.#redOfPocket, (shift + pocket * samplesPerPocket) % phaseSteps)
      this.#fits[shift] = fit / norm
      const score = fit / norm + at(this.#greenOfPocket, shift) / greenAll
      if (score > bestScore) [best, bestScore] = [shift, score]
    }
    const middle = best + this.#between(best) + (samplesPerPocket - 1) / 2
    return {
      angle: (middle * 2 * Math.PI) / phaseSteps,
      fit: at(this.#fits, best),
      greenShare: at(this.#greenOfPocket, best) / greenAll,
    }
  }

  /** The true peak lies this far from the best sample, −0.5 to 0.5: by the parabola through it and its neighbours. */
  #between(best: number): number {
    const reach = 3
    const [before, here, after] = [-reach, 0, reach].map((step) =>
      at(this.#fits, (best + step + phaseSteps) % phaseSteps),
    ) as [number, number, number]
    const bend = before - 2 * here + after
    return bend < 0 ? Math.min(Math.max((reach * (before - after)) / (2 * bend), -reach), reach) : 0
  }

  /** Each angle's redness and greenness: the printed numbers are white and count as neither. */
  #sample({ depth, offsets }: RingSampler, pixels: Uint8Array): void {
    let mean = 0
    for (let step = 0; step < phaseSteps; step++) {
      let red = 0
      let green = 0
      for (let level = 0; level < depth; level++) {
        const offset = offsets[step * depth + level] ?? 0
        const [r, g, b] = [pixels[offset] ?? 0, pixels[offset + 1] ?? 0, pixels[offset + 2] ?? 0]
        red += r - (g + b) / 2
        green += Math.max(0, g - Math.max(r, b) - greenFloor)
      }
      // Green is neither red nor black.
      this.#red[step] = Math.max(red, 0) / depth
      this.#green[step] = green / depth
      mean += at(this.#red, step) / phaseSteps
    }
    for (let step = 0; step < phaseSteps; step++) this.#red[step] = at(this.#red, step) - mean
  }
}

function sumPockets(values: Float64Array, sums: Float64Array): void {
  let sum = 0
  for (let step = 0; step < samplesPerPocket; step++) sum += at(values, step)
  for (let step = 0; step < phaseSteps; step++) {
    sums[step] = sum
    sum += at(values, (step + samplesPerPocket) % phaseSteps) - at(values, step)
  }
}
