import { previewFeedsMax } from '../messages/index.ts'

/** Widths that tiles share, px. A tile gets the next larger one; beyond the last it gets the feed's own size. */
const widths = [160, 320, 480, 640, 960] as const
/** Rates that tiles share, pictures a second. A tile gets no more than it asked for. */
const rates = [5, 15, 30, 60] as const
/** A feed at its full rate, whatever that is. */
export const fullRate = 120

/** How a feed is encoded for a tile. Windows that ask for nearly the same share it. */
export interface PreviewClass {
  readonly feed: string
  /** px; 0: the feed's own width. */
  readonly width: number
  readonly fps: number
}

/** @param width px of the tile, 0 for the feed's own size at its full rate */
export function classOf(feed: string, width: number, fps: number): PreviewClass {
  if (width === 0) return { feed, width: 0, fps: fullRate }
  return {
    feed,
    width: widths.find((wide) => wide >= width) ?? 0,
    fps: rates.findLast((rate) => rate <= fps) ?? rates[0],
  }
}

export const sizeKey = ({ feed, width }: PreviewClass) => `${feed} ${width}`
export const classKey = (wanted: PreviewClass) => `${sizeKey(wanted)} ${wanted.fps}`

/** Even size in px at which a picture of `sourceWidth` × `sourceHeight` is shown in a class of `width`; never enlarged. */
export function shownSize(width: number, sourceWidth: number, sourceHeight: number): { width: number; height: number } {
  const shown = (width === 0 ? sourceWidth : Math.min(width, sourceWidth)) & ~1
  return { width: shown, height: Math.max(2, Math.round((shown * sourceHeight) / sourceWidth) & ~1) }
}

/** Small pictures take more bits for each of their pixels; x264 is told a bound, not an aim. */
const bitsPerPixel = 0.15
const bitrateMin = 100_000
const bitrateMax = 8_000_000

/** bit/s that a preview may take. */
export function previewBitrate(width: number, height: number, fps: number): number {
  return Math.round(Math.min(bitrateMax, Math.max(bitrateMin, width * height * fps * bitsPerPixel)))
}

/** Encoders at once, of all windows together. */
export const encodersMax = 3 * previewFeedsMax
