import { AV_PIX_FMT_YUV420P, type Frame } from 'node-av'
import { PictureScaler } from '../frame/index.ts'

interface Size {
  /** px, even */
  readonly width: number
  readonly height: number
}

/** Pictures in one size, one after the other in the same memory. */
export class PictureSize implements Disposable {
  readonly #width: number
  readonly #height: number
  readonly #scaler: PictureScaler
  readonly #scaled: Frame

  constructor({ width, height }: Size) {
    this.#width = width
    this.#height = height
    this.#scaler = new PictureScaler(width, height, AV_PIX_FMT_YUV420P)
    this.#scaled = this.#scaler.frame()
  }

  fits({ width, height }: Size): boolean {
    return width === this.#width && height === this.#height
  }

  async of(pictures: readonly Frame[]): Promise<Frame> {
    // Scaling the smallest that is large enough costs a third of scaling the original: 0.15 ms for 360 → 180 lines, 0.4 for 720 → 180.
    const source =
      pictures.findLast(({ width, height }) => width >= this.#width && height >= this.#height) ?? pictures[0]
    if (!source) throw new RangeError('There is no picture')
    if (source.width === this.#width && source.height === this.#height) return source
    await this.#scaler.scaleInto(this.#scaled, source)
    return this.#scaled
  }

  [Symbol.dispose](): void {
    this.#scaler[Symbol.dispose]()
    this.#scaled.free()
  }
}
