import { setTimeout as wait } from 'node:timers/promises'
import {
  AV_CODEC_FLAG_LOW_DELAY,
  AV_PICTURE_TYPE_I,
  AV_PICTURE_TYPE_NONE,
  AVERROR_EAGAIN,
  Codec,
  CodecContext,
  Dictionary,
  FFmpegError,
  Frame,
  Packet,
  Rational,
} from 'node-av'
import { PictureScaler } from '../frame/index.ts'
import { type EncoderCandidate, encoderCandidate } from './candidates.ts'
import { withDriverWords } from './driver-words.ts'
import { EncoderError, reasonOf } from './encoder-error.ts'
import { Upload } from './upload.ts'

export interface EncoderSettings {
  /** px, even */
  readonly width: number
  readonly height: number
  readonly fps: number
  /** bit/s */
  readonly bitrate: number
}

export interface EncodedUnit {
  /** H.264 and H.265: Annex B, with parameter sets before each key frame; AV1: a temporal unit. */
  readonly data: Buffer
  readonly key: boolean
}

/** One encoder at work: one picture in, one out. */
export interface VideoEncoder extends Disposable {
  /** FFmpeg's name. */
  readonly name: string
  /**
   * Encodes one picture of the settings' size, planar 4:2:0; the frame stays the caller's. One call at a time.
   *
   * @param key make it a key frame (IDR)
   * @throws EncoderError
   */
  encode(frame: Frame, key: boolean): Promise<EncodedUnit>
  /** @param bitrate bit/s @returns false when this one cannot follow while it runs: open a new one */
  setBitrate(bitrate: number): boolean
  /** Frees its session: at once, or when the driver comes back from the call that is under way. */
  [Symbol.dispose](): void
}

/** Half a second of rate buffer: key frames may be larger than the average, but not by seconds of the line. */
const rateBufferSeconds = 0.5
/** Key frames come when they are asked for, by time and not by count. The most that all encoders take, as some keep it in 16 bits. */
const picturesBetweenKeysMax = 65_000
/** A picture that a driver still works on is asked for this often, for this long. */
const answerPollMs = 1
const answerMsMax = 400
/** Beyond this (1080p30) one thread may be too slow for x264: two halves of the picture then. */
const oneThreadPixelsPerSecondMax = 1920 * 1080 * 30
/** A frame rate in thousandths, for 29.97 and the like. */
const rateUnit = 1000

/** @param name FFmpeg's name of one of the candidates @throws EncoderError with the driver's own reason */
export async function openEncoder(name: string, settings: EncoderSettings): Promise<VideoEncoder> {
  const candidate = encoderCandidate(name)
  if (!candidate) throw new EncoderError(name, `There is no encoder "${name}"`)
  const codec = Codec.findEncoderByName(candidate.name)
  if (!codec) throw new EncoderError(name, `This build of FFmpeg has no ${name}`)
  const open = () => CodecEncoder.open(candidate, codec, settings)
  // Software has nothing to say, and the log is not for every preview that opens.
  const opened =
    candidate.family === 'software'
      ? await open().then(
          (value) => ({ value }),
          (cause: unknown) => ({ cause, words: null }),
        )
      : await withDriverWords(open)
  if ('value' in opened) return opened.value
  throw new EncoderError(name, opened.words ?? reasonOf(opened.cause), { cause: opened.cause })
}

class CodecEncoder implements VideoEncoder {
  readonly name: string
  readonly #candidate: EncoderCandidate
  readonly #context: CodecContext
  readonly #upload: Upload | null
  readonly #converter: PictureScaler
  readonly #picture = new Frame()
  readonly #packet = new Packet()
  #pictures = 0n
  #working = false
  #closed = false

  static async open(candidate: EncoderCandidate, codec: Codec, settings: EncoderSettings): Promise<CodecEncoder> {
    const context = new CodecContext()
    context.allocContext3(codec)
    let upload: Upload | null = null
    const options = Dictionary.fromObject(candidate.options)
    try {
      configure(context, candidate, settings)
      if (candidate.device !== undefined) {
        upload = new Upload(candidate.device, candidate.format, settings.width, settings.height)
        upload.attachTo(context)
      }
      FFmpegError.throwIfError(await context.open2(codec, options), 'open')
    } catch (cause) {
      context.freeContext()
      upload?.[Symbol.dispose]()
      throw cause
    } finally {
      options.free()
    }
    return new CodecEncoder(candidate, context, upload, settings)
  }

  private constructor(
    candidate: EncoderCandidate,
    context: CodecContext,
    upload: Upload | null,
    { width, height }: EncoderSettings,
  ) {
    this.name = candidate.name
    this.#candidate = candidate
    this.#context = context
    this.#upload = upload
    this.#converter = new PictureScaler(width, height, candidate.format)
    this.#picture.alloc()
    this.#packet.alloc()
  }

  async encode(frame: Frame, key: boolean): Promise<EncodedUnit> {
    if (this.#closed) throw new EncoderError(this.name, 'It is closed')
    this.#working = true
    try {
      const picture = await this.#taken(frame)
      picture.pts = this.#pictures++
      picture.pictType = key ? AV_PICTURE_TYPE_I : AV_PICTURE_TYPE_NONE
      FFmpegError.throwIfError(await this.#context.sendFrame(picture), 'encode')
      await this.#receive()
      return { data: Buffer.from(this.#packet.data ?? []), key: this.#packet.isKeyframe }
    } catch (cause) {
      throw cause instanceof EncoderError ? cause : new EncoderError(this.name, reasonOf(cause), { cause })
    } finally {
      this.#packet.unref()
      this.#picture.unref()
      this.#working = false
      if (this.#closed) this.#free()
    }
  }

  /** The picture as this encoder wants it, kept until it is encoded whatever the caller does with its own. */
  async #taken(frame: Frame): Promise<Frame> {
    if (frame.format === this.#candidate.format) FFmpegError.throwIfError(this.#picture.ref(frame), 'take a picture')
    else {
      using converted = await this.#converter.scale(frame)
      FFmpegError.throwIfError(this.#picture.ref(converted), 'take a picture')
    }
    return this.#upload ? this.#upload.of(this.#picture) : this.#picture
  }

  async #receive(): Promise<void> {
    const giveUpAt = performance.now() + answerMsMax
    for (;;) {
      // Encoding was done while the frame was sent; only drivers that work beside us have something left to wait for.
      const software = this.#candidate.family === 'software'
      const code = software
        ? this.#context.receivePacketSync(this.#packet)
        : await this.#context.receivePacket(this.#packet)
      if (code !== AVERROR_EAGAIN) return FFmpegError.throwIfError(code, 'encode')
      if (performance.now() > giveUpAt) throw new EncoderError(this.name, 'It holds pictures back')
      await wait(answerPollMs)
    }
  }

  setBitrate(bitrate: number): boolean {
    if (!this.#candidate.followsBitrate) return false
    setRate(this.#context, this.#candidate, bitrate)
    return true
  }

  [Symbol.dispose](): void {
    if (this.#closed) return
    this.#closed = true
    // What a running call uses must not go from under it.
    if (!this.#working) this.#free()
  }

  #free(): void {
    this.#packet.free()
    this.#picture.free()
    this.#context.freeContext()
    this.#upload?.[Symbol.dispose]()
    this.#converter[Symbol.dispose]()
  }
}

function configure(context: CodecContext, candidate: EncoderCandidate, settings: EncoderSettings): void {
  const { width, height, fps, bitrate } = settings
  // SVT-AV1 prints to stderr what nobody reads; it looks at this when it opens.
  process.env.SVT_LOG ??= '0'
  context.width = width
  context.height = height
  context.pixelFormat = candidate.format
  context.timeBase = new Rational(rateUnit, Math.round(fps * rateUnit))
  context.framerate = new Rational(Math.round(fps * rateUnit), rateUnit)
  context.maxBFrames = 0
  context.gopSize = picturesBetweenKeysMax
  context.threadCount = width * height * fps > oneThreadPixelsPerSecondMax ? 2 : 1
  context.setFlags(AV_CODEC_FLAG_LOW_DELAY)
  setRate(context, candidate, bitrate)
}

function setRate(context: CodecContext, { peakRate }: EncoderCandidate, bitrate: number): void {
  context.bitRate = BigInt(bitrate)
  if (!peakRate) return
  context.rcMaxRate = BigInt(bitrate)
  context.rcBufferSize = Math.round(bitrate * rateBufferSeconds)
}
