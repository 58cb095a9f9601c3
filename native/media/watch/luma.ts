/** Video black is 16; compression and a camera's noise keep it below this. */
const darkLumaMax = 32
const darkShareMin = 0.98
/** A sample moved when it differs by more than compression makes a still picture flicker. */
const movedLumaMin = 12
/** Part of the samples that must move: a ball that leaves one place for another moves about twice as many. */
const movedShareMin = 0.0003

export interface PictureLook {
  readonly black: boolean
  /** Something moved since the last picture in which something moved. */
  readonly moved: boolean
}

/** Looks at the brightness of a small picture: is it black, does anything in it move? */
export class LumaWatch {
  #reference = new Uint8Array(0)

  /** @param luma 8 bits a sample, 16 black to 235 white; the same number each time, otherwise the picture is a new one */
  look(luma: Uint8Array): PictureLook {
    const first = luma.length !== this.#reference.length
    if (first) this.#reference = new Uint8Array(luma.length)
    let dark = 0
    let moved = 0
    for (let i = 0; i < luma.length; i++) {
      const now = luma[i] ?? 0
      const before = this.#reference[i] ?? 0
      if (now <= darkLumaMax) dark++
      if (now - before > movedLumaMin || before - now > movedLumaMin) moved++
    }
    const look = {
      black: dark >= luma.length * darkShareMin,
      moved: first || moved >= Math.max(1, luma.length * movedShareMin),
    }
    // The reference stays until something moved, so that slow movement adds up and flicker does not.
    if (look.moved) this.#reference.set(luma)
    return look
  }
}
