import { picture } from '../art/index.ts'
import { CameraPicture, pictureBytes } from './camera-picture.ts'
import type { CameraView } from './camera-view.ts'
import type { Faults } from './faults.ts'
import type { Sight } from './sight.ts'

/** Video black: luma 16, chroma 128. */
const black = Buffer.alloc(pictureBytes, 128).fill(16, 0, picture.width * picture.height)
/** The mean of `renderMs` goes back about this many frames. */
const meanFrames = 30

/** What the camera delivers: the picture, or what its faults leave of it. */
export class CameraFilm implements Disposable {
  readonly #picture: CameraPicture
  readonly #faults: Faults | null
  #last: Buffer | null = null
  #drawn = 0
  #renderMs = 0

  /** @param faults of this camera; null: nothing ever happens to it */
  constructor(view: CameraView, faults: Faults | null) {
    this.#picture = new CameraPicture(view)
    this.#faults = faults
  }

  /** Mean time to draw a picture of late, ms. */
  get renderMs(): number {
    return this.#renderMs
  }

  /** @returns planes Y, U and V, drawn over by the next call; null when the camera is gone */
  expose(sight: Sight): Buffer | null {
    if (this.#faults?.has('camera_gone')) return null
    if (this.#faults?.has('camera_black')) return black
    if (this.#faults?.has('camera_frozen') && this.#last) return this.#last
    const startedAt = performance.now()
    this.#last = this.#picture.draw(sight)
    this.#drawn++
    this.#renderMs += (performance.now() - startedAt - this.#renderMs) / Math.min(this.#drawn, meanFrames)
    return this.#last
  }

  [Symbol.dispose](): void {
    this.#picture[Symbol.dispose]()
  }
}
