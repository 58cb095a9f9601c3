import {
  AV_PIX_FMT_RGB24,
  AV_PIX_FMT_YUV420P,
  AV_PIX_FMT_YUVJ420P,
  AVCOL_RANGE_JPEG,
  Frame,
  Rational,
  Scaler,
} from 'node-av'
import type { Rectangle, RgbFrame } from '../../vision/index.ts'
import { PictureScaler } from '../frame/index.ts'

const jpegQuality = 85

/** Pictures as JPEG: what was seen, for a person to judge. */
export class Evidence implements Disposable {
  /** Crops differ in place, and each place is a filter graph of its own: keep no more than one. */
  readonly #cropper = new Scaler({ maxCacheSize: 1 })

  /** @param crop px of the frame, even; null: all of it @throws FFmpegError */
  async ofFrame(frame: Frame, crop: Rectangle | null): Promise<Uint8Array> {
    // A JPEG's brightness spans all of 0–255, video's 16–235: the picture is spread first, then only cut and encoded.
    using spread = new PictureScaler(frame.width & ~1, frame.height & ~1, AV_PIX_FMT_YUVJ420P)
    using full = await spread.scale(frame)
    full.format = AV_PIX_FMT_YUV420P
    full.colorRange = AVCOL_RANGE_JPEG
    full.timeBase = new Rational(1, 1000)
    return await this.#cropper.toJpeg(full, { quality: jpegQuality, ...(crop && { crop }) })
  }

  /** @throws FFmpegError */
  async ofPicture({ width, height, data }: RgbFrame): Promise<Uint8Array> {
    const rgb = Buffer.from(data.buffer, data.byteOffset, data.byteLength)
    const shape = { width, height, format: AV_PIX_FMT_RGB24, timeBase: new Rational(1, 1000) }
    using frame = Frame.fromVideoBuffer(rgb, shape)
    return await this.ofFrame(frame, null)
  }

  [Symbol.dispose](): void {
    this.#cropper.close()
  }
}
