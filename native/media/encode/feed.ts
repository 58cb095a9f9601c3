import { AV_PIX_FMT_YUV420P, type Frame } from 'node-av'
import { type CapturedFrame, type EncodedPicture, PerSecond, PictureScaler } from '../frame/index.ts'
import { KeyFrameSchedule } from './key-frame-schedule.ts'
import { type EncoderSettings, openEncoder, type VideoEncoder } from './video-encoder.ts'

/** After the encoder failed a new one is tried, not more often than this. */
const encoderRetryMs = 1_000
const encoderName = 'libx264'

/**
 * A feed: pictures in, H.264 access units out, at the feed's own size. Key frames come when asked for, and every
 * two seconds without; a failed encoder is replaced.
 */
export class Feed implements Disposable {
  readonly settings: EncoderSettings
  readonly frames = new PerSecond()
  readonly bits = new PerSecond()
  readonly #deliver: (picture: EncodedPicture) => void
  readonly #scaler: PictureScaler
  readonly #keys = new KeyFrameSchedule()
  #encoder: VideoEncoder | null = null
  #failedAt = Number.NEGATIVE_INFINITY
  #encoded = 0
  #keyFrames = 0

  constructor(settings: EncoderSettings, deliver: (picture: EncodedPicture) => void) {
    // 4:2:0 has one colour sample each two pixels: sizes must be even.
    this.settings = { ...settings, width: settings.width & ~1, height: settings.height & ~1 }
    this.#deliver = deliver
    this.#scaler = new PictureScaler(this.settings.width, this.settings.height, AV_PIX_FMT_YUV420P)
  }

  get statistics() {
    return { encoder: encoderName, encoded: this.#encoded, keyFrames: this.#keyFrames }
  }

  /** The next picture that the rate bound allows becomes a key frame. */
  requestKeyFrame(): void {
    this.#keys.request()
  }

  /** @throws EncoderError, FFmpegError; the next picture tries a new encoder */
  async encode({ frame, capturedAt }: CapturedFrame): Promise<void> {
    const now = performance.now()
    if (!this.#encoder && now - this.#failedAt < encoderRetryMs) return
    try {
      this.#encoder ??= await openEncoder(encoderName, this.settings)
      const { width, height } = this.settings
      if (frame.width === width && frame.height === height) return await this.#encode(frame, capturedAt, now)
      using scaled = await this.#scaler.scale(frame)
      await this.#encode(scaled, capturedAt, now)
    } catch (cause) {
      this.#encoder?.[Symbol.dispose]()
      this.#encoder = null
      this.#failedAt = now
      throw cause
    }
  }

  async #encode(frame: Frame, capturedAt: number, now: number): Promise<void> {
    if (!this.#encoder) return
    const unit = await this.#encoder.encode(frame, this.#keys.due(now))
    this.#encoded++
    this.frames.add()
    this.bits.add(unit.data.length * 8)
    if (unit.key) {
      this.#keyFrames++
      this.#keys.made(now)
    }
    this.#deliver({ ...unit, capturedAt })
  }

  [Symbol.dispose](): void {
    this.#encoder?.[Symbol.dispose]()
    this.#encoder = null
    this.#scaler[Symbol.dispose]()
  }
}
