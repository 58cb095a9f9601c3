/** Black and what compression and a camera's noise make of it stay below this; 0 black to 255 white. */
const darkLumaMax = 20
const darkShareMin = 0.98
const brightLumaMin = 250
/** A sample moved when it differs by more than compression makes a still picture flicker. */
const movedLumaMin = 12
/** Part of the samples that must move: a ball that leaves one place for another moves about twice as many. */
const movedShareMin = 0.0003
/** A sample became brighter or darker when it differs by more than this from the picture before. */
const shiftedLumaMin = 3

export interface PictureLook {
  readonly black: boolean
  /** Something moved since the last picture in which something moved. */
  readonly moved: boolean
  /** Mean, 0 black to 255 white. */
  readonly brightness: number
  /**
   * Part of the samples that became brighter, less those that became darker, since the look before; −1 to 1. Light or a
   * camera's exposure changes nearly all of them, a hand only those that it covers. Black and white samples do not count.
   */
  readonly shifted: number
}

/** Looks at the brightness of small pictures, one after the other. */
export class LumaWatch {
  #before = new Uint8Array(0)
  /** Stays until something moved, so that slow movement adds up and flicker does not. */
  #reference = new Uint8Array(0)

  /** @param luma 8 bits a sample, 0 black to 255 white; another number of them than before is a new picture */
  look(luma: Uint8Array): PictureLook {
    const { length } = luma
    const first = length !== this.#before.length
    if (first) {
      this.#before = new Uint8Array(length)
      this.#reference = new Uint8Array(length)
    }
    const before = this.#before
    const reference = this.#reference
    let sum = 0
    let dark = 0
    let bright = 0
    let moved = 0
    let brighter = 0
    let darker = 0
    for (let i = 0; i < length; i++) {
      const now = luma[i] ?? 0
      sum += now
      if (now <= darkLumaMax) dark++
      else if (now >= brightLumaMin) bright++
      const step = now - (before[i] ?? 0)
      if (step > shiftedLumaMin) brighter++
      else if (step < -shiftedLumaMin) darker++
      const away = now - (reference[i] ?? 0)
      if (away > movedLumaMin || away < -movedLumaMin) moved++
    }
    const look = {
      black: dark >= length * darkShareMin,
      moved: first || moved >= Math.max(1, length * movedShareMin),
      brightness: sum / Math.max(1, length),
      shifted: first ? 0 : (brighter - darker) / Math.max(1, length - dark - bright),
    }
    before.set(luma)
    if (look.moved) reference.set(luma)
    return look
  }
}
