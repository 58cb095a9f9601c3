import { AV_PIX_FMT_GRAY8 } from 'node-av'
import type { CapturedFrame } from '../frame/index.ts'
import { LumaWatch, type PictureLook } from './luma.ts'
import { ReusedPicture } from '../frame/index.ts'

/** Enough to judge black and frozen within half a second. */
export const looksPerSecondMax = 10
/** A ball is a few samples of this picture. */
const lookWidth = 160

/** Shows frames, small and grey, to the watch on the source. */
export class LookFeed implements Disposable {
  readonly #report: (look: PictureLook) => void
  readonly #picture = new ReusedPicture(lookWidth, AV_PIX_FMT_GRAY8)
  readonly #luma = new LumaWatch()

  constructor(report: (look: PictureLook) => void) {
    this.#report = report
  }

  /** @throws FFmpegError */
  async look({ frame }: CapturedFrame): Promise<void> {
    const { data } = await this.#picture.of(frame)
    this.#report(this.#luma.look(data))
  }

  [Symbol.dispose](): void {
    this.#picture[Symbol.dispose]()
  }
}
