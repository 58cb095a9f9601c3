/** Further than this from the light's plane, in tones, something else has changed than the light. */
const inlierMax = 4
const rounds = 2

/** How much brighter each of red, green and blue is than remembered, in tones: a plane over the picture. */
export class Light {
  /** For red, green and blue: at the origin, for each part of the width to the right, and down. */
  readonly planes: readonly [Float64Array, Float64Array, Float64Array] = [
    new Float64Array(3),
    new Float64Array(3),
    new Float64Array(3),
  ]

  /** @param x, y parts of the frame's width */
  at(channel: 0 | 1 | 2, x: number, y: number): number {
    return onPlane(this.planes[channel], x, y)
  }

  /**
   * Fits the planes to what has changed everywhere, whatever has moved here and there.
   * @param differences tones minus those remembered: red of all cells, then green, then blue
   * @returns the part of the cells that changed with the light only, 0–1
   */
  fit(differences: Float32Array, xs: Float32Array, ys: Float32Array): number {
    const before = this.#inliers(differences, xs, ys)
    // A lamp was switched: begin with what most cells say.
    if (before.length < xs.length / 2) this.#restart(differences, xs.length)
    for (let round = 0; round < rounds; round++) {
      const inliers = this.#inliers(differences, xs, ys)
      for (const channel of channels) this.#solve(channel, differences, xs, ys, inliers)
    }
    return this.#inliers(differences, xs, ys).length / Math.max(1, xs.length)
  }

  #restart(differences: Float32Array, count: number): void {
    for (const channel of channels) {
      const sorted = differences.slice(channel * count, (channel + 1) * count).sort()
      this.planes[channel].set([sorted[count >> 1] ?? 0, 0, 0])
    }
  }

  #inliers(differences: Float32Array, xs: Float32Array, ys: Float32Array): number[] {
    const count = xs.length
    const [red, green, blue] = this.planes
    const inliers: number[] = []
    for (let cell = 0; cell < count; cell++) {
      const [x, y] = [xs[cell] ?? 0, ys[cell] ?? 0]
      if (offPlane(red, x, y, differences[cell] ?? 0) >= inlierMax) continue
      if (offPlane(green, x, y, differences[count + cell] ?? 0) >= inlierMax) continue
      if (offPlane(blue, x, y, differences[2 * count + cell] ?? 0) < inlierMax) inliers.push(cell)
    }
    return inliers
  }

  /** Least squares about the inliers' middle. */
  #solve(
    channel: 0 | 1 | 2,
    differences: Float32Array,
    xs: Float32Array,
    ys: Float32Array,
    inliers: readonly number[],
  ): void {
    const count = inliers.length
    if (count < 3) return
    let [meanX, meanY, meanD] = [0, 0, 0]
    const difference = (cell: number) => differences[channel * xs.length + cell] ?? 0
    for (const cell of inliers) {
      meanX += (xs[cell] ?? 0) / count
      meanY += (ys[cell] ?? 0) / count
      meanD += difference(cell) / count
    }
    let [xx, xy, yy, xd, yd] = [0, 0, 0, 0, 0]
    for (const cell of inliers) {
      const [x, y, d] = [(xs[cell] ?? 0) - meanX, (ys[cell] ?? 0) - meanY, difference(cell) - meanD]
      xx += x * x
      xy += x * y
      yy += y * y
      xd += x * d
      yd += y * d
    }
    const determinant = xx * yy - xy * xy
    const right = determinant > 0 ? (xd * yy - yd * xy) / determinant : 0
    const down = determinant > 0 ? (yd * xx - xd * xy) / determinant : 0
    this.planes[channel].set([meanD - right * meanX - down * meanY, right, down])
  }
}

const channels = [0, 1, 2] as const
const onPlane = (plane: Float64Array, x: number, y: number): number =>
  (plane[0] ?? 0) + (plane[1] ?? 0) * x + (plane[2] ?? 0) * y
const offPlane = (plane: Float64Array, x: number, y: number, tone: number): number =>
  Math.abs(tone - onPlane(plane, x, y))
