import {
  AV_CODEC_ID_H264,
  AV_LOG_ERROR,
  AV_PIX_FMT_RGB24,
  AV_PIX_FMT_YUV420P,
  Codec,
  CodecContext,
  Dictionary,
  FF_ENCODER_LIBX264,
  FFmpegError,
  Frame,
  Log,
  Packet,
  Rational,
  SoftwareScaleContext,
  SWS_BILINEAR,
} from 'node-av'
import type { RgbFrame } from '../../native/vision/index.ts'

Log.setLevel(AV_LOG_ERROR)

const [width, height] = [1280, 720]
const camera = { width, height }

/** What vision gets to see of a camera's picture: in RGB, and through a real H.264 line when one is asked for. */
export class CameraEye implements Disposable {
  readonly #line: H264Line | null
  readonly #scaler = new SoftwareScaleContext()
  readonly #rgb = new Frame()
  #count = 0n

  /** @param line bit/s at so many pictures a second; null shows the picture as it was drawn */
  static async open(line: { bitrate: number; framesPerSecond: number } | null): Promise<CameraEye> {
    return new CameraEye(line && (await H264Line.open(line.bitrate, line.framesPerSecond)))
  }

  private constructor(line: H264Line | null) {
    this.#line = line
    const { width: from, height: high } = camera
    this.#scaler.getContext(from, high, AV_PIX_FMT_YUV420P, width, height, AV_PIX_FMT_RGB24, SWS_BILINEAR)
    this.#rgb.alloc()
    Object.assign(this.#rgb, { width, height, format: AV_PIX_FMT_RGB24 })
    FFmpegError.throwIfError(this.#rgb.getBuffer(), 'frame memory')
  }

  /** @param planes Y, U and V of 1280 × 720 */
  see(planes: Buffer, capturedAt: number): RgbFrame {
    const shape = { ...camera, format: AV_PIX_FMT_YUV420P, timeBase: new Rational(1, 30), pts: this.#count++ }
    using drawn = Frame.fromVideoBuffer(planes, shape)
    FFmpegError.throwIfError(this.#scaler.scaleFrameSync(this.#rgb, this.#line?.pass(drawn) ?? drawn), 'scale')
    return { width, height, data: this.#rgb.toBuffer(), capturedAt }
  }

  [Symbol.dispose](): void {
    this.#line?.[Symbol.dispose]()
    this.#scaler.freeContext()
    this.#rgb.free()
  }
}

/** Encodes and decodes each picture: what compression does to it. */
class H264Line implements Disposable {
  readonly #encoder = new CodecContext()
  readonly #decoder = new CodecContext()
  readonly #packet = new Packet()
  readonly #decoded = new Frame()

  static async open(bitrate: number, framesPerSecond: number): Promise<H264Line> {
    const line = new H264Line()
    const encoder = Codec.findEncoderByName(FF_ENCODER_LIBX264)
    const decoder = Codec.findDecoder(AV_CODEC_ID_H264)
    if (!encoder || !decoder) throw new Error('This build of FFmpeg has no H.264')
    line.#encoder.allocContext3(encoder)
    Object.assign(line.#encoder, {
      ...{ width: camera.width, height: camera.height, pixelFormat: AV_PIX_FMT_YUV420P, maxBFrames: 0, threadCount: 1 },
      ...{ timeBase: new Rational(1, framesPerSecond), framerate: new Rational(framesPerSecond, 1) },
      ...{ gopSize: framesPerSecond, bitRate: BigInt(bitrate), rcMaxRate: BigInt(bitrate), rcBufferSize: bitrate / 2 },
    })
    using options = Dictionary.fromObject({ preset: 'ultrafast', tune: 'zerolatency', profile: 'baseline' })
    FFmpegError.throwIfError(await line.#encoder.open2(encoder, options), 'open encoder')
    line.#decoder.allocContext3(decoder)
    line.#decoder.threadCount = 1
    FFmpegError.throwIfError(await line.#decoder.open2(decoder), 'open decoder')
    return line
  }

  private constructor() {
    this.#packet.alloc()
    this.#decoded.alloc()
  }

  pass(frame: Frame): Frame {
    FFmpegError.throwIfError(this.#encoder.sendFrameSync(frame), 'encode')
    FFmpegError.throwIfError(this.#encoder.receivePacketSync(this.#packet), 'encode')
    FFmpegError.throwIfError(this.#decoder.sendPacketSync(this.#packet), 'decode')
    this.#packet.unref()
    FFmpegError.throwIfError(this.#decoder.receiveFrameSync(this.#decoded), 'decode')
    return this.#decoded
  }

  [Symbol.dispose](): void {
    this.#packet.free()
    this.#decoded.free()
    this.#encoder.freeContext()
    this.#decoder.freeContext()
  }
}
