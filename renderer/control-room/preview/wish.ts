import { type PreviewWish, previewFeedsMax } from '../../../native/media/messages/preview.ts'

/** One tile's picture, as the window lays it out. */
export interface Tile {
  /** Of this window alone, never used again. */
  readonly id: number
  readonly feed: string
  /** Of the canvas, in the screen's own px; 0 while it has no size. */
  readonly width: number
  /** Some of it is on the screen. */
  readonly visible: boolean
  /** It fills the window: its own size, its full rate, and nothing else is wanted meanwhile. */
  readonly full: boolean
}

/** Tile ids in the order of the feeds that were wished for. */
export interface Wished {
  readonly tiles: readonly number[]
  readonly wish: PreviewWish
}

/** Widths are asked for in such steps, so that a window that is being resized does not ask for a new one at every px. */
const widthStep = 64
/** A picture of this width or more is watched; smaller ones are glanced at. */
const watchedWidth = 360
const watchedFps = 30
const glancedFps = 15
/** More than any source has: no frame is left out. */
const fullFps = 120

/** What to ask of the media process so that each tile on the screen has its picture, and nothing is encoded for nobody. */
export function wishOf(tiles: readonly Tile[], hidden: boolean): Wished {
  const shown = hidden ? [] : tiles.filter((tile) => tile.visible && (tile.full || tile.width > 0))
  const full = shown.find((tile) => tile.full)
  const wanted = (full === undefined ? shown : [full]).slice(0, previewFeedsMax)
  return {
    tiles: wanted.map(({ id }) => id),
    wish: {
      feeds: wanted.map(({ feed, width, full }) =>
        full
          ? { feed, width: 0, fps: fullFps }
          : {
              feed,
              width: Math.ceil(width / widthStep) * widthStep,
              fps: width < watchedWidth ? glancedFps : watchedFps,
            },
      ),
    },
  }
}

/** Wishes that may still be answered: messages are on the way while a new wish is. */
const rememberedMax = 8

/** Which tile a message is for: the media process names the place in a wish, and the wish by its number. */
export class WishLog {
  readonly #tiles = new Map<number, readonly number[]>()
  #number = 0

  /** A connection counts its wishes from 1. */
  begin(): void {
    this.#tiles.clear()
    this.#number = 0
  }

  add(tiles: readonly number[]): void {
    this.#number = (this.#number + 1) % 256
    this.#tiles.set(this.#number, tiles)
    if (this.#tiles.size > rememberedMax) this.#tiles.delete((this.#number - rememberedMax + 256) % 256)
  }

  /** Undefined: for a wish that was never made or is long past, or a place that it had not. */
  tileOf({ wish, place }: { readonly wish: number; readonly place: number }): number | undefined {
    return this.#tiles.get(wish)?.[place]
  }
}
