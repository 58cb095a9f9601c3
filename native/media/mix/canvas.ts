import {
  AV_PIX_FMT_YUV420P,
  AVCOL_PRI_BT709,
  AVCOL_RANGE_MPEG,
  AVCOL_SPC_BT709,
  AVCOL_TRC_BT709,
  FFmpegError,
  Frame,
  Rational,
} from 'node-av'
import { blend, dissolve, type Plane } from './blend.ts'
import type { Cover } from './cover.ts'
import type { Place } from './placement.ts'

/** Black in limited range. */
const [lumaBlack, chromaNone] = [16, 128]
/** Filters and encoders want a time base; the decoders of this process give the same. */
const clockRate = new Rational(1, 90_000)
const squarePixels = new Rational(1, 1)

/** A picture of our own to draw into: 8-bit planar 4:2:0, BT.709, limited range. Its memory is seen through views taken once. */
export class Canvas implements Disposable {
  readonly frame = new Frame()
  readonly planes: readonly [Plane, Plane, Plane]
  readonly #words: readonly Uint32Array[]

  /** @param width px, even; @param height px, even @throws FFmpegError when there is no memory */
  constructor(width: number, height: number) {
    const { frame } = this
    frame.alloc()
    frame.width = width
    frame.height = height
    frame.format = AV_PIX_FMT_YUV420P
    FFmpegError.throwIfError(frame.getBuffer(), 'picture memory')
    frame.colorSpace = AVCOL_SPC_BT709
    frame.colorPrimaries = AVCOL_PRI_BT709
    frame.colorTrc = AVCOL_TRC_BT709
    frame.colorRange = AVCOL_RANGE_MPEG
    frame.timeBase = clockRate
    frame.sampleAspectRatio = squarePixels
    const { data, linesize } = frame
    const plane = (index: number, shift: number): Plane => {
      const [bytes, stride] = [data?.[index], linesize[index]]
      if (!bytes || !stride) throw new Error('A picture has no memory')
      return { bytes, stride, width: width >> shift, height: height >> shift }
    }
    this.planes = [plane(0, 0), plane(1, 1), plane(2, 1)]
    this.#words = this.planes.map(({ bytes }) => new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.length >> 2))
  }

  /** Somebody else still refers to its memory: an encoder that looks back, a lane that waits. */
  get inUse(): boolean {
    return !this.frame.isWritable
  }

  fill(place: Place, luma = lumaBlack, chroma = chromaNone): void {
    this.planes.forEach(({ bytes, stride }, index) => {
      const shift = index === 0 ? 0 : 1
      const [x, y, width, height] = [place.x >> shift, place.y >> shift, place.width >> shift, place.height >> shift]
      for (let row = y; row < y + height; row++) {
        bytes.fill(index === 0 ? luma : chroma, row * stride + x, row * stride + x + width)
      }
    })
  }

  /** @param x px, even; @param y px, even; the cover must lie inside as a whole */
  lay({ luma, chroma }: Cover, x: number, y: number): void {
    blend(this.planes[0], luma, x, y)
    blend(this.planes[1], chroma[0], x / 2, y / 2)
    blend(this.planes[2], chroma[1], x / 2, y / 2)
  }

  /** Mixes a canvas of the same size into this one. @param weight of the other, 0–1 */
  mix(other: Canvas, weight: number): void {
    this.#words.forEach((words, index) => {
      const incoming = other.#words[index]
      if (incoming) dissolve(words, incoming, weight)
    })
  }

  [Symbol.dispose](): void {
    this.frame.free()
  }
}
