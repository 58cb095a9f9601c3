import {
  AV_CODEC_FLAG_LOW_DELAY,
  AV_FRAME_FLAG_CORRUPT,
  AV_PIX_FMT_YUV420P,
  CodecContext,
  FFmpegError,
  Frame,
  type Packet,
} from 'node-av'
import { PictureScaler } from '../frame/index.ts'
import type { InputTrack } from './input.ts'

/** Pictures as 8-bit planar 4:2:0 out of packets of any codec, whatever size they come in. */
export class PictureDecoder implements Disposable {
  readonly #context = new CodecContext()
  readonly #frame = new Frame()
  #planar: { readonly scaler: PictureScaler; readonly size: string } | null = null
  #damaged = 0
  #begun = false

  private constructor() {
    this.#frame.alloc()
  }

  /** @throws FFmpegError */
  static async open({ stream, decoder }: InputTrack): Promise<PictureDecoder> {
    const opened = new PictureDecoder()
    const context = opened.#context
    context.allocContext3(decoder)
    try {
      FFmpegError.throwIfError(context.parametersToContext(stream.codecpar), 'decoder')
      context.pktTimebase = stream.timeBase
      // One thread: more would hold a frame back each.
      context.threadCount = 1
      context.setFlags(AV_CODEC_FLAG_LOW_DELAY)
      FFmpegError.throwIfError(await context.open2(decoder, null), 'decoder')
      return opened
    } catch (cause) {
      opened[Symbol.dispose]()
      throw cause
    }
  }

  /** Size of the newest picture, as soon as its headers are read; 0 before, px. */
  get width(): number {
    return this.#context.width
  }
  get height(): number {
    return this.#context.height
  }
  /** Packets that could not be decoded, and pictures in which something had to be concealed. */
  get damaged(): number {
    return this.#damaged
  }

  /**
   * @param packet null: give out what is still held back, and be ready for a new beginning
   * @param deliver the picture is lent until it returns; `frame.pts` is in the stream's time base
   */
  async decode(packet: Packet | null, deliver: (frame: Frame) => Promise<void>): Promise<void> {
    // FFmpeg decodes while it takes the packet, so that is done off this thread; the picture is then ready to be fetched.
    // A damaged packet is the decoder's to conceal, not a reason to reconnect.
    // What comes before the first key frame cannot be decoded, and is not damaged.
    if ((await this.#context.sendPacket(packet)) < 0 && this.#begun) this.#damaged++
    while (this.#context.receiveFrameSync(this.#frame) >= 0) {
      this.#begun = true
      try {
        if (this.#frame.decodeErrorFlags !== 0 || this.#frame.hasFlags(AV_FRAME_FLAG_CORRUPT)) this.#damaged++
        await this.#handOver(deliver)
      } finally {
        this.#frame.unref()
      }
    }
    if (!packet) this.#context.flushBuffers()
  }

  async #handOver(deliver: (frame: Frame) => Promise<void>): Promise<void> {
    const frame = this.#frame
    frame.pts = frame.bestEffortTimestamp
    if (frame.format === AV_PIX_FMT_YUV420P) return deliver(frame)
    const [width, height] = [frame.width & ~1, frame.height & ~1]
    const size = `${width}x${height}`
    if (this.#planar?.size !== size) {
      this.#planar?.scaler[Symbol.dispose]()
      this.#planar = { scaler: new PictureScaler(width, height, AV_PIX_FMT_YUV420P), size }
    }
    const planar = await this.#planar.scaler.scale(frame)
    try {
      planar.pts = frame.pts
      await deliver(planar)
    } finally {
      planar.free()
    }
  }

  [Symbol.dispose](): void {
    this.#context.freeContext()
    this.#planar?.scaler[Symbol.dispose]()
    this.#frame.free()
  }
}
