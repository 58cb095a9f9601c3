/** Loudness is measured over 400 ms, begun anew every 100 ms. */
const partsPerBlock = 4
/** ITU-R BS.1770-4: LUFS of a mean square of 1. */
const offsetLufs = -0.691
/** Blocks below this, or this much below the mean of the others, do not count: pauses. */
const absoluteGateLufs = -70
const relativeGateLu = -10
/** Blocks are kept in steps of a tenth of a LU, so that hours of sound take no more memory than seconds. */
const stepsPerLu = 10
const loudestLufs = 20
const steps = (loudestLufs - absoluteGateLufs) * stepsPerLu
/** Silence, in figures. */
const nothingLufs = -90

/** Momentary and integrated loudness (EBU R 128, EBU Tech 3341) out of the power of each 100 ms. */
export class Loudness {
  readonly #parts: number[] = []
  readonly #counts = new Float64Array(steps)
  readonly #powers = new Float64Array(steps)

  /** @param power mean square of 100 ms, K-weighted, summed over the channels */
  add(power: number): void {
    this.#parts.push(power)
    if (this.#parts.length < partsPerBlock) return
    if (this.#parts.length > partsPerBlock) this.#parts.shift()
    const block = this.#blockPower()
    const step = Math.min(steps - 1, Math.floor((lufs(block) - absoluteGateLufs) * stepsPerLu))
    if (step < 0) return
    this.#counts[step] = (this.#counts[step] ?? 0) + 1
    this.#powers[step] = (this.#powers[step] ?? 0) + block
  }

  /** Of the last 400 ms, LUFS; null before as much has come. */
  get momentary(): number | null {
    return this.#parts.length < partsPerBlock ? null : Math.max(nothingLufs, lufs(this.#blockPower()))
  }

  /** Of all that came, without pauses, LUFS; null before anything was louder than a pause. */
  get integrated(): number | null {
    const all = this.#mean(Number.NEGATIVE_INFINITY)
    return all === null ? null : this.#mean(all + relativeGateLu)
  }

  #blockPower(): number {
    return this.#parts.reduce((sum, part) => sum + part, 0) / partsPerBlock
  }

  #mean(gateLufs: number): number | null {
    let count = 0
    let power = 0
    for (let step = 0; step < steps; step++) {
      const here = this.#counts[step] ?? 0
      if (here === 0) continue
      const powers = this.#powers[step] ?? 0
      if (lufs(powers / here) <= gateLufs) continue
      count += here
      power += powers
    }
    return count === 0 ? null : lufs(power / count)
  }
}

function lufs(power: number): number {
  return offsetLufs + 10 * Math.log10(power)
}
