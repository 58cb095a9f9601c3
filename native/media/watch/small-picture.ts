import { AV_PIX_FMT_GRAY8, type AVPixelFormat, FFmpegError, Frame, SoftwareScaleContext, type SwsFlags } from 'node-av'

/**
 * Small grey copies of pictures, one after the other in the same memory, made at once: they are so cheap that handing the
 * work to another thread would cost more.
 */
export class SmallPicture implements Disposable {
  readonly #width: number
  readonly #method: SwsFlags
  #made: { of: string; scaler: SoftwareScaleContext; frame: Frame; luma: Buffer } | null = null

  /** @param width px; the height follows from the source's aspect. @param method how samples become fewer */
  constructor(width: number, method: SwsFlags) {
    this.#width = width
    this.#method = method
  }

  /** Brightness, 0 black to 255 white, row by row without padding; good until the next call. @throws FFmpegError */
  of(source: Frame): Buffer {
    const { scaler, frame, luma } = this.#madeFor(source)
    FFmpegError.throwIfError(scaler.scaleFrameSync(frame, source), 'scale for the watch')
    return luma
  }

  #madeFor({ width, height, format }: Frame) {
    const of = `${width}x${height}:${format}`
    if (this.#made?.of === of) return this.#made
    this[Symbol.dispose]()
    const scaler = new SoftwareScaleContext()
    const frame = new Frame()
    try {
      frame.alloc()
      frame.width = this.#width
      frame.height = Math.max(2, Math.round((this.#width * height) / width) & ~1)
      frame.format = AV_PIX_FMT_GRAY8
      FFmpegError.throwIfError(frame.getBuffer(1), 'memory for the watch')
      const from = [width, height, format as AVPixelFormat] as const
      scaler.getContext(...from, frame.width, frame.height, AV_PIX_FMT_GRAY8, this.#method)
      // One view for all pictures: each view of a frame keeps its memory until the garbage collector comes.
      const luma = frame.data?.[0]?.subarray(0, frame.width * frame.height)
      if (!luma) throw new Error('A scaled picture has no memory')
      this.#made = { of, scaler, frame, luma }
      return this.#made
    } catch (cause) {
      scaler.freeContext()
      frame.free()
      throw cause
    }
  }

  [Symbol.dispose](): void {
    this.#made?.scaler.freeContext()
    this.#made?.frame.free()
    this.#made = null
  }
}
