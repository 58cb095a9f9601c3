import {
  AV_PIX_FMT_RGB24,
  AV_PIX_FMT_YUV420P,
  AV_PIX_FMT_YUVJ420P,
  AVCOL_RANGE_JPEG,
  type Frame,
  Scaler,
} from 'node-av'
import { type WheelCalibration, WheelReader, type WheelReading } from '../../vision/index.ts'
import { type CapturedFrame, PerSecond, PictureScaler, ReusedPicture } from '../frame/index.ts'
import { cropInPicture, ReadingReport } from './reading-report.ts'

/** Every second frame of a 30 fps camera: enough to follow a ball, half the work. */
export const readsPerSecondMax = 15
/** px */
const readWidth = 640
const jpegQuality = 85

/** Shows the frames to vision, and tells what it read when that is news, with the evidence cut from the full picture. */
export class VisionFeed implements Disposable {
  readonly #reader: WheelReader
  readonly #report: (reading: WheelReading, crop: Uint8Array | null) => void
  readonly #news = new ReadingReport()
  /** Crops differ in place, and each place is a filter graph of its own: keep no more than one. */
  readonly #cropper = new Scaler({ maxCacheSize: 1 })
  readonly reads = new PerSecond()
  readonly #picture = new ReusedPicture(readWidth, AV_PIX_FMT_RGB24)
  #readMs = 0

  constructor(wheel: WheelCalibration, report: (reading: WheelReading, crop: Uint8Array | null) => void) {
    this.#reader = new WheelReader(wheel)
    this.#report = report
  }

  /** Of the last frame, in ms: scaling and reading. */
  get readMs(): number {
    return this.#readMs
  }

  async look({ frame, capturedAt }: CapturedFrame): Promise<void> {
    const startedAt = performance.now()
    // Distances in the calibration are parts of the width: the picture keeps its aspect.
    const reading = this.#reader.read({ ...(await this.#picture.of(frame)), capturedAt })
    this.#readMs = performance.now() - startedAt
    this.reads.add()
    if (!this.#news.tells(reading)) return
    this.#report(reading, reading.kind === 'none' ? null : await this.#crop(frame, reading))
  }

  /** A JPEG's brightness spans all of 0–255, video's 16–235: the picture is spread first, then only cut and encoded. */
  async #crop(frame: Frame, reading: WheelReading): Promise<Uint8Array> {
    using spread = new PictureScaler(frame.width, frame.height, AV_PIX_FMT_YUVJ420P)
    using full = await spread.scale(frame)
    full.format = AV_PIX_FMT_YUV420P
    full.colorRange = AVCOL_RANGE_JPEG
    full.timeBase = frame.timeBase
    return await this.#cropper.toJpeg(full, {
      crop: cropInPicture(reading.crop, readWidth, frame),
      quality: jpegQuality,
    })
  }

  [Symbol.dispose](): void {
    this.#picture[Symbol.dispose]()
    this.#cropper.close()
  }
}
