import {
  AV_PIX_FMT_YUV420P,
  AVCOL_PRI_BT709,
  AVCOL_RANGE_MPEG,
  AVCOL_SPC_BT709,
  AVCOL_TRC_BT709,
  Encoder,
  FF_ENCODER_LIBX264,
  Frame,
  Muxer,
  Rational,
} from 'node-av'
import { picture } from './wheel-geometry.ts'

/** Pictures a second, whatever the world's speed. */
export const framesPerSecond = 30
/** A client that joins waits no longer than this for its first picture, s. */
const keyFrameSeconds = 1
const bitrateMax = 6_000_000
/** What MPEG-TS counts in, a second. */
const clockRate = 90_000

/** One picture on the wire: whole MPEG-TS packets. `key`: a client may begin here. */
export interface CameraChunk {
  readonly bytes: Buffer
  readonly key: boolean
}

/** A camera's encoder: H.264 baseline without B-frames in MPEG-TS, with its tables repeated so that anyone may join. */
export class CameraStream implements AsyncDisposable {
  readonly #encoder: Encoder
  readonly #muxer: Muxer
  readonly #written: Buffer[]
  readonly #stream: number

  static async open(): Promise<CameraStream> {
    const encoder = await Encoder.create(FF_ENCODER_LIBX264, {
      context: {
        timeBase: new Rational(1, clockRate),
        framerate: new Rational(framesPerSecond, 1),
        gopSize: framesPerSecond * keyFrameSeconds,
        maxBFrames: 0,
        rcMaxRate: bitrateMax,
        rcBufferSize: bitrateMax / 2,
        colorSpace: AVCOL_SPC_BT709,
        colorPrimaries: AVCOL_PRI_BT709,
        colorTrc: AVCOL_TRC_BT709,
        colorRange: AVCOL_RANGE_MPEG,
      },
      threadCount: 1,
      options: { preset: 'ultrafast', tune: 'zerolatency', profile: 'baseline', crf: 23 },
    })
    const written: Buffer[] = []
    // The buffer is FFmpeg's own and is written over: keep a copy.
    const output = { write: (bytes: Buffer) => void written.push(Buffer.from(bytes)) }
    const muxer = await Muxer.open(output, {
      format: 'mpegts',
      options: { flush_packets: 1, mpegts_flags: 'resend_headers+pat_pmt_at_frames' },
    })
    return new CameraStream(encoder, muxer, written)
  }

  private constructor(encoder: Encoder, muxer: Muxer, written: Buffer[]) {
    this.#encoder = encoder
    this.#muxer = muxer
    this.#written = written
    this.#stream = muxer.addStream(encoder)
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
    const chunks: CameraChunk[] = []
    for (const packet of await this.#encoder.encodeAll(frame)) {
      const key = packet.isKeyframe
      await this.#muxer.writePacket(packet, this.#stream)
      packet.free()
      chunks.push({ bytes: Buffer.concat(this.#written.splice(0)), key })
    }
    return chunks
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#muxer[Symbol.asyncDispose]()
    this.#encoder[Symbol.dispose]()
  }
}
