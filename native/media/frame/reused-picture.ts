import type { AVPixelFormat, Frame } from 'node-av'
import { PictureScaler } from './picture-scaler.ts'

/**
 * Small pictures for reading in JavaScript, one after the other in the same memory: a view of each frame's own would keep
 * it until the garbage collector comes, tens of megabytes a second.
 */
export class ReusedPicture implements Disposable {
  readonly #width: number
  readonly #format: AVPixelFormat
  #scaler: PictureScaler | null = null
  #frame: Frame | null = null

  /** @param width px; the height follows from the source's aspect. One plane, as RGB24 or GRAY8. */
  constructor(width: number, format: AVPixelFormat) {
    this.#width = width
    this.#format = format
  }

  /** The source, scaled; rows without padding. Good until the next call. @throws FFmpegError */
  async of(source: Frame): Promise<{ width: number; height: number; data: Uint8Array }> {
    const width = this.#width
    const height = Math.round((width * source.height) / source.width) & ~1
    if (!this.#scaler || this.#frame?.height !== height) {
      this[Symbol.dispose]()
      this.#scaler = new PictureScaler(width, height, this.#format)
      this.#frame = this.#scaler.frame()
    }
    await this.#scaler.scaleInto(this.#frame, source)
    const data = this.#frame.data?.[0]
    if (!data) throw new Error('A scaled picture has no memory')
    return { width, height, data }
  }

  [Symbol.dispose](): void {
    this.#scaler?.[Symbol.dispose]()
    this.#scaler = null
    this.#frame?.free()
    this.#frame = null
  }
}
