import {
  AV_CHANNEL_LAYOUT_STEREO,
  AV_PIX_FMT_YUV420P,
  AV_SAMPLE_FMT_FLTP,
  AVCOL_PRI_BT709,
  AVCOL_RANGE_MPEG,
  AVCOL_SPC_BT709,
  AVCOL_TRC_BT709,
  Encoder,
  FF_ENCODER_AAC,
  FF_ENCODER_LIBX264,
  Frame,
  Rational,
} from 'node-av'
import { picture } from '../art/index.ts'
import { TransportStream } from './transport-stream.ts'
import { blockSamples, sampleRate } from './wheel-sound.ts'

/** A client that joins waits no longer than this for its first picture, s. */
const keyFrameSeconds = 1
const bitrateMax = 6_000_000
/**
 * No picture is larger than this, bits: MPEG-TS tells the length of one in 16 bits, and whoever reads a larger one learns
 * only from the next that it has ended.
 */
const pictureBitsMax = 480_000
const soundBitrate = 96_000
/** What MPEG-TS counts in, a second. */
const clockRate = 90_000

/** One picture on the wire: whole MPEG-TS packets. `key`: a client may begin here. */
export interface CameraChunk {
  readonly bytes: Buffer
  readonly key: boolean
}

/** A camera's encoders: H.264 baseline without B-frames, and AAC, in MPEG-TS with its tables repeated so that anyone may join. */
export class CameraStream implements AsyncDisposable {
  readonly #picture: Encoder
  readonly #sound: Encoder | null
  #stream: TransportStream | null = null

  /** @param framesPerSecond whatever the world's speed @param withSound whether the camera has a microphone */
  static async open(framesPerSecond: number, withSound: boolean): Promise<CameraStream> {
    const sound = withSound
      ? await Encoder.create(FF_ENCODER_AAC, {
          context: { bitRate: soundBitrate, timeBase: new Rational(1, sampleRate) },
        })
      : null
    const video = await Encoder.create(FF_ENCODER_LIBX264, {
      context: {
        timeBase: new Rational(1, clockRate),
        framerate: new Rational(framesPerSecond, 1),
        gopSize: framesPerSecond * keyFrameSeconds,
        maxBFrames: 0,
        rcMaxRate: bitrateMax,
        rcBufferSize: pictureBitsMax,
        colorSpace: AVCOL_SPC_BT709,
        colorPrimaries: AVCOL_PRI_BT709,
        colorTrc: AVCOL_TRC_BT709,
        colorRange: AVCOL_RANGE_MPEG,
      },
      threadCount: 1,
      options: { preset: 'ultrafast', tune: 'zerolatency', profile: 'baseline', crf: 23 },
    })
    return new CameraStream(video, sound)
  }

  private constructor(video: Encoder, sound: Encoder | null) {
    this.#picture = video
    this.#sound = sound
  }

  /**
   * @param planes Y, U and V of 1280 × 720
   * @param atMs when it was taken, ms of a clock that only goes forward; later than the call before
   */
  async encode(planes: Buffer, atMs: number): Promise<CameraChunk[]> {
    using frame = Frame.fromVideoBuffer(planes, {
      ...{ width: picture.width, height: picture.height, format: AV_PIX_FMT_YUV420P },
      pts: BigInt(Math.round((atMs * clockRate) / 1000)),
      timeBase: new Rational(1, clockRate),
    })
    return await this.#write(this.#picture, frame)
  }

  /** @param block both channels, planar @param atMs when its first sample was heard, by the same clock */
  async encodeSound(block: Float32Array, atMs: number): Promise<CameraChunk[]> {
    if (!this.#sound) return []
    using frame = Frame.fromAudioBuffer(Buffer.from(block.buffer), {
      nbSamples: blockSamples,
      format: AV_SAMPLE_FMT_FLTP,
      sampleRate,
      channelLayout: AV_CHANNEL_LAYOUT_STEREO,
      pts: BigInt(Math.round((atMs * sampleRate) / 1000)),
      timeBase: new Rational(1, sampleRate),
    })
    return await this.#write(this.#sound, frame)
  }

  async #write(encoder: Encoder, frame: Frame): Promise<CameraChunk[]> {
    const encoders = this.#sound ? [this.#picture, this.#sound] : [this.#picture]
    const chunks: CameraChunk[] = []
    for (const packet of await encoder.encodeAll(frame)) {
      // An encoder opens itself with its first frame: what comes before all are open is left out.
      if (encoders.every(({ isEncoderInitialized }) => isEncoderInitialized))
        this.#stream ??= await TransportStream.open(encoders)
      const key = encoder === this.#picture && packet.isKeyframe
      const bytes = await this.#stream?.write(packet, encoders.indexOf(encoder), encoder)
      packet.free()
      if (bytes) chunks.push({ bytes, key })
    }
    return chunks
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#stream?.[Symbol.asyncDispose]()
    this.#picture[Symbol.dispose]()
    this.#sound?.[Symbol.dispose]()
  }
}
