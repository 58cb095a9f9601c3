import type { SourcePacket, SourceStream } from '../frame/index.ts'
import { isKept, isSameStream } from './kept-stream.ts'
import { PacketMemory } from './packet-memory.ts'

/** So much of the past can be asked for. */
export const ringMs = 30_000
/** 30 s at 8 Mbit/s. A source that sends more is kept for a shorter time. */
export const ringBytesMax = 30 * 1024 * 1024

/** A picture stands for no longer than this; afterwards there is a gap in the source. */
const pictureMsMax = 1_000

/** Pictures that follow one another in one stream, and their sound; begins with a key frame. */
export interface Cut {
  readonly packets: readonly SourcePacket[]
  /** Capture times of the first and the last picture, UTC ms. */
  readonly from: number
  readonly to: number
}

/** A key frame and all that came up to the next. */
interface Group {
  readonly stream: SourceStream
  readonly from: number
  readonly packets: SourcePacket[]
  bytes: number
  to: number
}

/** The last 30 s of one source's encoded picture and sound, as they came, in bounded memory. */
export class PacketRing {
  readonly #groups: Group[] = []
  readonly #memory = new PacketMemory()
  #bytes = 0

  get bytes(): number {
    return this.#bytes
  }

  /** Keeps a copy of the packet; what MP4 cannot carry is passed over. */
  keep(packet: SourcePacket): void {
    const { stream, key, capturedAt, data } = packet
    if (!isKept(stream)) return
    if (stream.kind === 'video' && key)
      this.#groups.push({ stream, from: capturedAt, to: capturedAt, packets: [], bytes: 0 })
    const group = this.#groups.at(-1)
    // Without the key frame before it, or after a change of stream without one, a picture says nothing.
    if (!group || (stream.kind === 'video' && !isSameStream(stream, group.stream))) return
    group.packets.push(this.#memory.own(packet))
    group.bytes += data.length
    this.#bytes += data.length
    if (stream.kind === 'video') group.to = Math.max(group.to, capturedAt)
    this.#forget(group.to)
  }

  /** Drops whole groups from the front: what remains begins with a key frame, and reaches back 30 s if memory allows. */
  #forget(now: number): void {
    for (;;) {
      const [oldest, second] = this.#groups
      if (!oldest) return
      const tooOld = second !== undefined && second.from <= now - ringMs
      if (!tooOld && this.#bytes <= ringBytesMax) return
      this.#groups.shift()
      this.#bytes -= oldest.bytes
    }
  }

  /**
   * What it holds from the last key frame at or before `from`, up to `to` (UTC ms); where the stream changed in between, the
   * longer side. Null when there is nothing of that time. It tells what it found, which may be less than was asked.
   */
  cut(from: number, to: number): Cut | null {
    const runs: Group[][] = []
    for (const [i, group] of this.#groups.entries()) {
      const next = this.#groups[i + 1]?.from ?? Number.POSITIVE_INFINITY
      if (group.from > to || next <= from || group.to + pictureMsMax < from) continue
      const run = runs.at(-1)
      if (run && isSameStream(run[0]?.stream, group.stream)) run.push(group)
      else runs.push([group])
    }
    const longest = runs.sort((a, b) => spanMs(b, from, to) - spanMs(a, from, to))[0]
    const begin = longest?.[0]?.from
    if (!longest || begin === undefined) return null
    const sound = longest.flatMap(({ packets }) => packets).find(({ stream }) => stream.kind === 'audio')?.stream
    const packets = longest
      .flatMap((group) => group.packets)
      .filter(
        ({ stream, capturedAt, decodeAt }) =>
          // Pictures that are shown before the key frame need what came before it.
          capturedAt >= begin && decodeAt <= to && (stream.kind === 'video' || isSameStream(stream, sound)),
      )
    const shown = packets.filter(({ stream }) => stream.kind === 'video').map(({ capturedAt }) => capturedAt)
    return { packets, from: begin, to: shown.reduce((a, b) => Math.max(a, b), begin) }
  }
}

/** How much of the asked time these groups hold, ms. */
function spanMs(run: readonly Group[], from: number, to: number): number {
  return Math.min(to, run.at(-1)?.to ?? 0) - Math.max(from, run[0]?.from ?? 0)
}
