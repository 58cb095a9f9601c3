import {
  AV_PKT_FLAG_KEY,
  type AVCodecID,
  avChannelLayoutDefault,
  Dictionary,
  FFmpegError,
  FormatContext,
  Packet,
  Rational,
} from 'node-av'
import type { SourcePacket } from '../frame/index.ts'
import { contentOf, type KeptStream, mediaTypeOf } from './kept-stream.ts'

/** As MPEG-TS and RTP count, so that nothing is rounded a second time. */
export const pictureTicksPerSecond = 90_000

/** An MP4 muxer that knows its streams and when its first picture was captured; not opened yet. The caller's to free. */
export function mp4Output(file: string | null, streams: readonly KeptStream[], from: number): FormatContext {
  const output = new FormatContext()
  FFmpegError.throwIfError(output.allocOutputContext2(null, 'mp4', file), 'MP4')
  for (const { stream, extradata, packetSamples } of streams) {
    const { codecpar, index } = output.newStream(null)
    codecpar.codecType = mediaTypeOf(stream)
    codecpar.codecId = stream.codecId as AVCodecID
    codecpar.extradata = extradata
    const added = output.streams[index]
    if (stream.kind === 'video') {
      codecpar.width = stream.width
      codecpar.height = stream.height
      if (added) added.timeBase = new Rational(1, pictureTicksPerSecond)
    } else {
      codecpar.sampleRate = stream.sampleRate
      codecpar.frameSize = packetSamples
      codecpar.channelLayout = avChannelLayoutDefault(stream.channels)
      if (added) added.timeBase = new Rational(1, stream.sampleRate)
    }
  }
  // MP4's own field has whole seconds; evidence wants the picture.
  output.metadata = Dictionary.fromObject({
    creation_time: new Date(from).toISOString(),
    comment: firstPictureComment(from),
  })
  return output
}

const comment = /^First picture at ([\d.]+) ms UTC$/
const firstPictureComment = (from: number) => `First picture at ${from.toFixed(3)} ms UTC`

/** When the first picture of a file of ours was captured, UTC ms, by the comment in it; null in files of others. */
export function firstPictureAt(text: string | null): number | null {
  const at = comment.exec(text ?? '')?.[1]
  return at === undefined ? null : Number(at)
}

/** Puts source packets, one after the other, into the shape in which the muxer takes them. */
export class PacketWriter implements Disposable {
  readonly #output: FormatContext
  readonly #streams: readonly KeptStream[]
  readonly #from: number
  readonly #packet = new Packet()
  readonly #lastTicks: bigint[] = []

  /** @param from UTC ms that becomes the file's time 0 */
  constructor(output: FormatContext, streams: readonly KeptStream[], from: number) {
    this.#output = output
    this.#streams = streams
    this.#from = from
    this.#packet.alloc()
  }

  /** The packet for the muxer, good until the next call; null for one that is not of this file. */
  prepare(packet: SourcePacket): Packet | null {
    const index = this.#streams.findIndex(({ stream }) => stream.kind === packet.stream.kind)
    const timeBase = this.#output.streams[index]?.timeBase
    if (!timeBase) return null
    const ticks = (at: number) => BigInt(Math.round(((at - this.#from) * timeBase.den) / (1000 * timeBase.num)))
    // The muxer refuses times that stand still or go back, which a source's clock may do when it is set.
    const earliest = (this.#lastTicks[index] ?? ticks(packet.decodeAt) - 1n) + 1n
    const decodeTicks = larger(ticks(packet.decodeAt), earliest)
    this.#lastTicks[index] = decodeTicks
    const prepared = this.#packet
    prepared.unref()
    prepared.data = contentOf(packet)
    prepared.streamIndex = index
    prepared.dts = decodeTicks
    prepared.pts = larger(ticks(packet.capturedAt), decodeTicks)
    prepared.duration = BigInt(Math.round((packet.durationMs * timeBase.den) / (1000 * timeBase.num)))
    if (packet.key) prepared.setFlags(AV_PKT_FLAG_KEY)
    return prepared
  }

  [Symbol.dispose](): void {
    this.#packet.free()
  }
}

const larger = (a: bigint, b: bigint) => (a > b ? a : b)
