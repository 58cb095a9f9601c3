import { AV_PIX_FMT_YUV420P } from 'node-av'
import type { CapturedFrame } from '../frame/index.ts'
import { type EncoderSettings, H264Encoder } from './h264-encoder.ts'
import { PerSecond } from '../frame/index.ts'
import { PictureScaler } from '../frame/index.ts'

/** A key frame at least this often: a request that is lost is never repeated. */
const keyFrameMsMax = 2_000
/** And no more often than this, whoever asks: key frames are large. */
const keyFrameMsMin = 500
/** After the encoder failed a new one is tried, not more often than this. */
const encoderRetryMs = 1_000

interface EncodedPicture {
  readonly data: Buffer
  readonly key: boolean
  /** UTC, ms */
  readonly capturedAt: number
}

/**
 * A feed: pictures in, H.264 access units out, at the feed's own size. Key frames come when asked for, and every
 * two seconds without; a failed encoder is replaced.
 */
export class Feed implements Disposable {
  readonly #settings: EncoderSettings
  readonly #deliver: (picture: EncodedPicture) => void
  readonly #scaler: PictureScaler
  readonly frames = new PerSecond()
  readonly bits = new PerSecond()
  #encoder: H264Encoder | null = null
  #failedAt = Number.NEGATIVE_INFINITY
  #keyWanted = false
  #keyAt = Number.NEGATIVE_INFINITY
  #encoded = 0
  #keyFrames = 0

  constructor(settings: EncoderSettings, deliver: (picture: EncodedPicture) => void) {
    // 4:2:0 has one colour sample each two pixels: sizes must be even.
    this.#settings = { ...settings, width: settings.width & ~1, height: settings.height & ~1 }
    this.#deliver = deliver
    this.#scaler = new PictureScaler(this.#settings.width, this.#settings.height, AV_PIX_FMT_YUV420P)
  }

  get settings(): EncoderSettings {
    return this.#settings
  }

  get statistics() {
    return { encoder: H264Encoder.encoderName, encoded: this.#encoded, keyFrames: this.#keyFrames }
  }

  /** The next picture that the rate bound allows becomes a key frame. */
  requestKeyFrame(): void {
    this.#keyWanted = true
  }

  /** @throws FFmpegError; the next picture tries a new encoder */
  async encode({ frame, capturedAt }: CapturedFrame): Promise<void> {
    const now = performance.now()
    if (!this.#encoder && now - this.#failedAt < encoderRetryMs) return
    try {
      this.#encoder ??= await H264Encoder.open(this.#settings)
      const { width, height } = this.#settings
      if (frame.width === width && frame.height === height) return await this.#encode(frame, capturedAt, now)
      const scaled = await this.#scaler.scale(frame)
      try {
        await this.#encode(scaled, capturedAt, now)
      } finally {
        scaled.free()
      }
    } catch (cause) {
      this.#encoder?.[Symbol.dispose]()
      this.#encoder = null
      this.#failedAt = now
      throw cause
    }
  }

  async #encode(frame: CapturedFrame['frame'], capturedAt: number, now: number): Promise<void> {
    if (!this.#encoder) return
    const age = now - this.#keyAt
    const key = age >= keyFrameMsMax || (this.#keyWanted && age >= keyFrameMsMin)
    const unit = await this.#encoder.encode(frame, key)
    this.#encoded++
    this.frames.add()
    this.bits.add(unit.data.length * 8)
    if (unit.key) {
      this.#keyFrames++
      this.#keyAt = now
      this.#keyWanted = false
    }
    this.#deliver({ ...unit, capturedAt })
  }

  [Symbol.dispose](): void {
    this.#encoder?.[Symbol.dispose]()
    this.#encoder = null
    this.#scaler[Symbol.dispose]()
  }
}
