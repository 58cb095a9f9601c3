import type { PictureLook } from './luma.ts'

/** Nearly every sample went the same way: the light or the exposure, not something that moves into the picture. */
const shiftedMin = 0.6
/** By how much the mean must change, of what it was and in steps of 255. */
const changePartMin = 0.12
const changeStepsMin = 6
/** After this long the new brightness is the picture's own. */
const newsMs = 10_000
/** A slow change, as of the day outside, is followed at this pace. */
const followMs = 400

/** Notices when a picture is suddenly brighter or darker than it was. */
export class Exposure {
  #usual: { brightness: number; at: number } | null = null
  #jumpedAt: number | null = null

  /** Which way it jumped away from the usual, as long as it stays there and that is news. */
  look(at: number, { brightness, shifted }: PictureLook): 'brighter' | 'darker' | null {
    const usual = this.#usual ?? { brightness, at }
    const change = brightness - usual.brightness
    const away = Math.abs(change) > Math.max(changeStepsMin, usual.brightness * changePartMin)
    if (away && Math.abs(shifted) > shiftedMin && Math.sign(shifted) === Math.sign(change)) this.#jumpedAt ??= at
    if (this.#jumpedAt !== null && at - this.#jumpedAt > newsMs) {
      this.#usual = { brightness, at }
      this.#jumpedAt = null
      return null
    }
    if (this.#jumpedAt !== null && away) return change > 0 ? 'brighter' : 'darker'
    const part = Math.min(1, (at - usual.at) / followMs)
    this.#usual = { brightness: usual.brightness + change * part, at }
    this.#jumpedAt = null
    return null
  }
}
