import { AV_CODEC_ID_RAWVIDEO, AV_CODEC_ID_WRAPPED_AVFRAME, AV_NOPTS_VALUE, type Packet } from 'node-av'
import type { SourceStream } from '../frame/index.ts'
import type { InputTrack } from './input.ts'

/** Between two pictures of one stream; what is further apart has a gap. */
const sinceLastMsMax = 1_000

/** A stream that is read, with what is known of it. */
export class Track {
  readonly index: number
  readonly msPerTick: number
  /** Null for raw pictures, whose packets nobody keeps. */
  stream: SourceStream | null = null
  durationMs: number
  #lastDecodeMs = Number.NaN
  readonly #track: InputTrack

  constructor(track: InputTrack, durationMs: number) {
    this.#track = track
    this.index = track.index
    const { num, den } = track.stream.timeBase
    this.msPerTick = (1000 * num) / den
    this.durationMs = durationMs
  }

  /** @returns whether something of it has changed */
  describe(shape: Pick<SourceStream, 'width' | 'height' | 'sampleRate' | 'channels'>): boolean {
    const { stream } = this
    if (stream?.width === shape.width && stream.height === shape.height && stream.sampleRate === shape.sampleRate) {
      return false
    }
    const { codecpar } = this.#track.stream
    const { codecId, extradata } = codecpar
    if (codecId === AV_CODEC_ID_RAWVIDEO || codecId === AV_CODEC_ID_WRAPPED_AVFRAME) return false
    this.stream = {
      kind: shape.width > 0 ? 'video' : 'audio',
      ...{ codecId, codec: this.#track.decoder.name ?? '', extradata: Buffer.from(extradata ?? []) },
      ...shape,
    }
    return true
  }

  /**
   * When the packet's content is shown and when it must be decoded, ms of the sender's clock. What does not say follows the
   * one before; null: there is none.
   */
  times({ pts, dts, duration }: Packet): { shownMs: number; decodeMs: number } | null {
    const says = dts === AV_NOPTS_VALUE ? pts : dts
    const decodeMs = says === AV_NOPTS_VALUE ? this.#lastDecodeMs + this.durationMs : Number(says) * this.msPerTick
    if (Number.isNaN(decodeMs)) return null
    const sinceLastMs = decodeMs - this.#lastDecodeMs
    this.#lastDecodeMs = decodeMs
    if (duration > 0n) this.durationMs = Number(duration) * this.msPerTick
    else if (sinceLastMs > 0 && sinceLastMs < sinceLastMsMax) this.durationMs = sinceLastMs
    return { shownMs: pts === AV_NOPTS_VALUE ? decodeMs : Number(pts) * this.msPerTick, decodeMs }
  }
}
