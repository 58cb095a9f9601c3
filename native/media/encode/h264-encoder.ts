import {
  AV_CODEC_ID_H264,
  AV_PICTURE_TYPE_I,
  AV_PICTURE_TYPE_NONE,
  AV_PIX_FMT_YUV420P,
  Codec,
  CodecContext,
  Dictionary,
  FF_ENCODER_LIBX264,
  FFmpegError,
  type Frame,
  Packet,
  Rational,
} from 'node-av'

export interface EncoderSettings {
  /** px, even */
  readonly width: number
  readonly height: number
  readonly fps: number
  /** bit/s */
  readonly bitrate: number
}

export interface AccessUnit {
  /** Annex B, with SPS and PPS before each key frame. */
  readonly data: Buffer
  readonly key: boolean
}

/** Half a second of rate buffer: key frames may be larger than the average, but not by seconds of the line. */
const rateBufferSeconds = 0.5
/** Key frames come when they are asked for, by time and not by count: see `encode`. */
const x264Parameters = 'scenecut=0:keyint=infinite:sliced-threads=0:repeat-headers=1'

/** H.264 constrained baseline without delay: one picture in, one access unit out, on one thread. */
export class H264Encoder implements Disposable {
  static readonly encoderName = 'libx264 superfast'
  readonly settings: EncoderSettings
  readonly #context: CodecContext
  readonly #packet = new Packet()
  #frames = 0n

  /** @throws FFmpegError when the encoder refuses the settings */
  static async open(settings: EncoderSettings): Promise<H264Encoder> {
    const codec = Codec.findEncoderByName(FF_ENCODER_LIBX264)
    if (!codec) throw new Error('This build of FFmpeg has no libx264')
    const context = new CodecContext()
    context.allocContext3(codec)
    context.codecId = AV_CODEC_ID_H264
    context.width = settings.width
    context.height = settings.height
    context.pixelFormat = AV_PIX_FMT_YUV420P
    context.timeBase = new Rational(1, settings.fps)
    context.framerate = new Rational(settings.fps, 1)
    context.bitRate = BigInt(settings.bitrate)
    context.rcMaxRate = BigInt(settings.bitrate)
    context.rcBufferSize = Math.round(settings.bitrate * rateBufferSeconds)
    context.maxBFrames = 0
    context.threadCount = 1
    const options = Dictionary.fromObject({
      preset: 'superfast',
      tune: 'zerolatency',
      profile: 'baseline',
      'forced-idr': '1',
      'x264-params': x264Parameters,
    })
    try {
      FFmpegError.throwIfError(await context.open2(codec, options), 'open libx264')
    } catch (cause) {
      context.freeContext()
      throw cause
    } finally {
      options.free()
    }
    return new H264Encoder(settings, context)
  }

  private constructor(settings: EncoderSettings, context: CodecContext) {
    this.settings = settings
    this.#context = context
    this.#packet.alloc()
  }

  /**
   * Encodes one picture of the settings' size. The frame stays the caller's; its type and time are written.
   *
   * @param key make it a key frame (IDR). Through the codec context, as node-av's own Encoder clears the picture's type.
   * @throws FFmpegError
   */
  async encode(frame: Frame, key: boolean): Promise<AccessUnit> {
    frame.pts = this.#frames++
    frame.pictType = key ? AV_PICTURE_TYPE_I : AV_PICTURE_TYPE_NONE
    FFmpegError.throwIfError(await this.#context.sendFrame(frame), 'encode')
    FFmpegError.throwIfError(await this.#context.receivePacket(this.#packet), 'encode')
    try {
      return { data: Buffer.from(this.#packet.data ?? []), key: this.#packet.isKeyframe }
    } finally {
      this.#packet.unref()
    }
  }

  [Symbol.dispose](): void {
    this.#packet.free()
    this.#context.freeContext()
  }
}
