import {
  AV_PIX_FMT_VAAPI,
  type AVPixelFormat,
  type CodecContext,
  FFmpegError,
  Frame,
  HardwareDeviceContext,
  HardwareFramesContext,
} from 'node-av'
import type { EncoderCandidate } from './candidates.ts'

/** Pictures in the device at once: one is encoded, others are the encoder's references. */
const surfaces = 20

/** Brings pictures into a device's memory, for encoders that read nothing else. */
export class Upload implements Disposable {
  readonly #device = new HardwareDeviceContext()
  readonly #frames = new HardwareFramesContext()
  readonly #surface = new Frame()

  /** @throws FFmpegError when there is no such device */
  constructor(device: NonNullable<EncoderCandidate['device']>, format: AVPixelFormat, width: number, height: number) {
    this.#surface.alloc()
    try {
      FFmpegError.throwIfError(this.#device.create(device), 'open the device')
      this.#frames.alloc(this.#device)
      this.#frames.format = AV_PIX_FMT_VAAPI
      this.#frames.swFormat = format
      this.#frames.width = width
      this.#frames.height = height
      this.#frames.initialPoolSize = surfaces
      FFmpegError.throwIfError(this.#frames.init(), "take the device's memory")
    } catch (cause) {
      this[Symbol.dispose]()
      throw cause
    }
  }

  attachTo(context: CodecContext): void {
    context.pixelFormat = AV_PIX_FMT_VAAPI
    context.hwFramesCtx = this.#frames
  }

  /** The picture in the device: good until the next call. @throws FFmpegError */
  async of(picture: Frame): Promise<Frame> {
    this.#surface.unref()
    FFmpegError.throwIfError(this.#frames.getBuffer(this.#surface), 'upload')
    FFmpegError.throwIfError(await this.#frames.transferData(this.#surface, picture), 'upload')
    return this.#surface
  }

  [Symbol.dispose](): void {
    this.#surface.free()
    this.#frames.free()
    this.#device.free()
  }
}
