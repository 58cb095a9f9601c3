const slicesMax = 20

/** How much came lately, in constant memory: the sum over the last `windowMs`, which moves on by a twentieth at a time. */
export class Recent {
  readonly #sliceMs: number
  readonly #slices: number[] = Array.from({ length: slicesMax }, () => 0)
  #newest = Number.NEGATIVE_INFINITY

  constructor(windowMs: number) {
    this.#sliceMs = windowMs / slicesMax
  }

  add(at: number, amount = 1): void {
    this.#moveTo(at)
    const place = this.#newest % slicesMax
    this.#slices[place] = (this.#slices[place] ?? 0) + amount
  }

  sum(at: number): number {
    this.#moveTo(at)
    return this.#slices.reduce((sum, slice) => sum + slice, 0)
  }

  #moveTo(at: number): void {
    const slice = Math.max(0, Math.floor(at / this.#sliceMs))
    if (slice <= this.#newest) return
    const passed = Math.min(slicesMax, slice - this.#newest)
    for (let i = 0; i < passed; i++) this.#slices[(slice - i) % slicesMax] = 0
    this.#newest = slice
  }
}
