import { SWS_AREA, SWS_POINT } from 'node-av'
import { type CapturedFrame, FramePacer } from '../frame/index.ts'
import { LumaWatch, type PictureLook } from './luma.ts'
import { SmallPicture } from './small-picture.ts'

/** Enough to judge black and frozen within half a second. */
const looksPerSecondMax = 10
/** A ball is a few samples of this picture, px. */
const smallWidth = 160

/** What one frame shows. */
export interface FrameSeen {
  /** It is the frame before once more, to the bit. */
  readonly repeated: boolean
  /** Null for frames beyond ten a second. */
  readonly look: PictureLook | null
}

/** Sees every frame of one source: a fiftieth of a millisecond each, and ten times a second a sixth of one. */
export class LookFeed implements Disposable {
  readonly #pacer = new FramePacer(looksPerSecondMax)
  /** Averaged, so that noise and an encoder's flicker do not look like movement. */
  readonly #averaged = new SmallPicture(smallWidth, SWS_AREA)
  /** Some samples as they are: no average hides a change. */
  readonly #picked = new SmallPicture(smallWidth, SWS_POINT)
  readonly #luma = new LumaWatch()
  #before = Buffer.alloc(0)

  /** The frame stays the caller's. @throws FFmpegError */
  see({ frame, capturedAt }: CapturedFrame): FrameSeen {
    const picked = this.#picked.of(frame)
    const repeated = picked.equals(this.#before)
    if (picked.length === this.#before.length) this.#before.set(picked)
    else this.#before = Buffer.from(picked)
    return { repeated, look: this.#pacer.accepts(capturedAt) ? this.#luma.look(this.#averaged.of(frame)) : null }
  }

  [Symbol.dispose](): void {
    this.#averaged[Symbol.dispose]()
    this.#picked[Symbol.dispose]()
  }
}
