/** One sample each so many pixels, both ways: 14,400 of a 720p picture, fine enough for a ball. */
const stepPx = 8
/** Video black is 16; compression and a camera's noise keep it below this. */
const darkLumaMax = 32
const darkShareMin = 0.98
/** A sample moved when it differs by more than compression makes a still picture flicker. */
const movedLumaMin = 12
/** Part of the samples that must move: about a ball's area. */
const movedShareMin = 0.0005

export interface PictureLook {
  readonly black: boolean
  /** Something moved since the last picture in which something moved. */
  readonly moved: boolean
}

/** Looks at the brightness of a grid of points: is the picture black, does anything move? */
export class LumaGrid {
  #samples = new Uint8Array(0)
  #reference = new Uint8Array(0)

  /**
   * @param plane rows of 8-bit luma, `stride` bytes apart
   * @param width px
   * @param height px
   */
  look(plane: Uint8Array, stride: number, width: number, height: number): PictureLook {
    const count = Math.ceil(width / stepPx) * Math.ceil(height / stepPx)
    const first = count !== this.#samples.length
    if (first) {
      this.#samples = new Uint8Array(count)
      this.#reference = new Uint8Array(count)
    }
    let dark = 0
    let moved = 0
    let index = 0
    for (let y = 0; y < height; y += stepPx) {
      for (let x = 0; x < width; x += stepPx) {
        const luma = plane[y * stride + x] ?? 0
        const before = this.#reference[index] ?? 0
        this.#samples[index++] = luma
        if (luma <= darkLumaMax) dark++
        if (luma - before > movedLumaMin || before - luma > movedLumaMin) moved++
      }
    }
    const look = { black: dark >= count * darkShareMin, moved: first || moved >= Math.max(1, count * movedShareMin) }
    // The reference stays until something moved, so that slow movement adds up and flicker does not.
    if (look.moved) [this.#samples, this.#reference] = [this.#reference, this.#samples]
    return look
  }
}
