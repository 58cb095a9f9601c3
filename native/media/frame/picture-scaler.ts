import { type AVPixelFormat, FFmpegError, Frame, SoftwareScaleContext, SWS_BILINEAR } from 'node-av'

/** Pictures of one size and pixel format out of pictures of any. */
export class PictureScaler implements Disposable {
  readonly #width: number
  readonly #height: number
  readonly #format: AVPixelFormat
  #context: SoftwareScaleContext | null = null
  #source = ''

  /** @param width px, even; @param height px, even */
  constructor(width: number, height: number, format: AVPixelFormat) {
    this.#width = width
    this.#height = height
    this.#format = format
  }

  /** A new frame, the caller's to free. @throws FFmpegError */
  async scale(source: Frame): Promise<Frame> {
    const scaled = this.frame()
    try {
      await this.scaleInto(scaled, source)
      return scaled
    } catch (cause) {
      scaled.free()
      throw cause
    }
  }

  /** Into a frame that `frame` made, whose old picture is overwritten. @throws FFmpegError */
  async scaleInto(scaled: Frame, source: Frame): Promise<void> {
    FFmpegError.throwIfError(await this.#contextFor(source).scaleFrame(scaled, source), 'scale')
  }

  /** An empty frame of this size and format, rows without padding; the caller's to free. @throws FFmpegError */
  frame(): Frame {
    const frame = new Frame()
    frame.alloc()
    frame.width = this.#width
    frame.height = this.#height
    frame.format = this.#format
    FFmpegError.throwIfError(frame.getBuffer(1), 'frame memory')
    return frame
  }

  #contextFor(source: Frame): SoftwareScaleContext {
    const key = `${source.width}x${source.height}:${source.format}`
    if (this.#context && this.#source === key) return this.#context
    this.#context?.freeContext()
    this.#context = new SoftwareScaleContext()
    const format = source.format as AVPixelFormat
    this.#context.getContext(source.width, source.height, format, this.#width, this.#height, this.#format, SWS_BILINEAR)
    this.#source = key
    return this.#context
  }

  [Symbol.dispose](): void {
    this.#context?.freeContext()
    this.#context = null
  }
}
