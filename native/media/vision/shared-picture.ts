import { AV_PIX_FMT_RGB24, type Frame } from 'node-av'
import type { RgbFrame } from '../../vision/index.ts'
import { ReusedPicture } from '../frame/index.ts'

/** What vision reads is this wide, px: the models learnt cards and wheels at this size. */
const readWidth = 1280

/** A picture in memory that vision's thread sees as well: RGB24, rows without padding. */
export interface SharedPicture {
  readonly width: number
  readonly height: number
  readonly capturedAt: number
  readonly memory: SharedArrayBuffer
}

/** Pictures for vision's thread, one after the other in the same memory: the next may come when the last is done with. */
export class SharedPictures implements Disposable {
  readonly #picture = new ReusedPicture(readWidth, AV_PIX_FMT_RGB24)
  #memory = new SharedArrayBuffer(0)

  /** @throws FFmpegError */
  async of(frame: Frame, capturedAt: number): Promise<SharedPicture> {
    const { width, height, data } = await this.#picture.of(frame)
    if (this.#memory.byteLength !== data.length) this.#memory = new SharedArrayBuffer(data.length)
    new Uint8Array(this.#memory).set(data)
    return { width, height, capturedAt, memory: this.#memory }
  }

  [Symbol.dispose](): void {
    this.#picture[Symbol.dispose]()
  }
}

export const seenBy = ({ memory, ...picture }: SharedPicture): RgbFrame => ({
  ...picture,
  data: new Uint8Array(memory),
})
