import type { RingSampler } from './ring-sampler.ts'

/** Angles sampled around a ring: 1.4 px of a 640 px frame apart at the pockets. */
export const ballSteps = 370
/** A white ball stands out of its ring by at least this, of 255. */
const contrastMin = 55
/** Nothing else in the ring may stand out by more than this share of it. */
const rivalShareMax = 0.7

export interface SeenBall {
  /** rad, clockwise from the picture's right. */
  readonly angle: number
  /** How far it stands out of its ring, 0–255. */
  readonly contrast: number
}

/**
 * Finds one bright, colourless blob of a ball's size in a ring. Brightness is the least of red, green and blue, so that red
 * pockets and brown wood are dark.
 */
export class BallFinder {
  readonly #ring: RingSampler
  /** Half the width of a ball, in angles and in radii. */
  readonly #reach: { readonly steps: number; readonly levels: number }
  readonly #white: Float64Array
  readonly #summed: Float64Array
  readonly #best = new Float64Array(ballSteps)

  /** @param ball the ball's diameter in the ring's own samples: along the ring, and across */
  constructor(ring: RingSampler, ball: { readonly steps: number; readonly levels: number }) {
    this.#ring = ring
    const half = (samples: number) => Math.max(1, Math.round((samples * 0.62 - 1) / 2))
    this.#reach = { steps: half(ball.steps), levels: half(ball.levels) }
    this.#white = new Float64Array(ballSteps * ring.depth)
    this.#summed = new Float64Array(ballSteps * ring.depth)
  }

  find(pixels: Uint8Array): SeenBall | null {
    const { depth, offsets } = this.#ring
    const white = this.#white
    for (let index = 0; index < white.length; index++) {
      const offset = offsets[index] ?? 0
      white[index] = Math.min(pixels[offset] ?? 0, pixels[offset + 1] ?? 0, pixels[offset + 2] ?? 0)
    }
    this.#sumAlong(depth)
    this.#bestAcross(depth)
    return this.#pick()
  }

  /** Running sums along the ring, over a ball's width. */
  #sumAlong(depth: number): void {
    const reach = this.#reach.steps
    for (let level = 0; level < depth; level++) {
      let sum = 0
      for (let step = -reach; step <= reach; step++) sum += this.#white[around(step) * depth + level] ?? 0
      for (let step = 0; step < ballSteps; step++) {
        this.#summed[step * depth + level] = sum
        sum += this.#white[around(step + reach + 1) * depth + level] ?? 0
        sum -= this.#white[around(step - reach) * depth + level] ?? 0
      }
    }
  }

  /** For each angle the whitest ball-sized patch at any radius, as a mean. */
  #bestAcross(depth: number): void {
    const { steps, levels } = this.#reach
    const area = (2 * steps + 1) * (2 * levels + 1)
    for (let step = 0; step < ballSteps; step++) {
      let best = 0
      for (let level = levels; level < depth - levels; level++) {
        let sum = 0
        for (let near = level - levels; near <= level + levels; near++) sum += this.#summed[step * depth + near] ?? 0
        if (sum > best) best = sum
      }
      this.#best[step] = best / area
    }
  }

  #pick(): SeenBall | null {
    const best = this.#best
    const usual = [...best].sort((a, b) => a - b)[ballSteps >> 1] ?? 0
    let peak = 0
    for (let step = 1; step < ballSteps; step++) if ((best[step] ?? 0) > (best[peak] ?? 0)) peak = step
    const contrast = (best[peak] ?? 0) - usual
    if (contrast < contrastMin) return null
    const own = 4 * this.#reach.steps + 4
    let rival = 0
    let weighted = 0
    let weight = 0
    for (let away = -(ballSteps >> 1); away < ballSteps >> 1; away++) {
      const above = (best[around(peak + away)] ?? 0) - usual
      if (Math.abs(away) > own) rival = Math.max(rival, above)
      else if (above > contrast / 2) [weighted, weight] = [weighted + away * above, weight + above]
    }
    if (rival > contrast * rivalShareMax) return null
    return { angle: ((peak + weighted / weight) * 2 * Math.PI) / ballSteps, contrast }
  }
}

const around = (step: number): number => ((step % ballSteps) + ballSteps) % ballSteps
