import { join } from 'node:path'
import type { SourcePacket, SourceStream } from '../frame/index.ts'
import type { RecordStatus } from '../messages/index.ts'
import type { DiskWork } from './disk-work.ts'
import { FragmentMemory, FragmentMuxer } from './fragment-muxer.ts'
import { isKept, isSameStream, type KeptStream, keptStream } from './kept-stream.ts'
import { SegmentFile } from './segment-file.ts'
import { type Segment, segmentName } from './segments.ts'

/** What may wait for the disk: some 20 s of a camera. Beyond it the pictures up to the next key frame are given up. */
export const queuedBytesMax = 16 * 1024 * 1024
/** After the disk refused something it is tried again, not more often than this. */
const retryMs = 2_000
/** A feed without packets for this long has its segment finished, so that what there is can be played. */
const idleMsMax = 5_000
/** A clock that went back by more than this is another one: a new segment. */
const backwardsMsMax = 1_000
/** A source that was silent for so long sends no sound: the next segment is without. */
const soundGapMsMax = 1_000

/** A segment that is being written. */
interface OpenSegment {
  readonly from: number
  readonly streams: readonly KeptStream[]
  readonly muxer: FragmentMuxer
  readonly path: string
  to: number
  /** Of the disk's side: made with the first fragment. */
  file: SegmentFile | null
  failed: boolean
}

/** Records one feed: packets in, segments out, each a whole number of groups of pictures. Packets never wait for the disk. */
export class FeedRecorder implements Disposable {
  readonly #feed: string
  readonly #folder: string
  readonly #disk: DiskWork
  readonly #finished: (segment: Segment) => void
  readonly #memory = new FragmentMemory()
  #segment: OpenSegment | null = null
  #sound: KeptStream | null = null
  #expectsSound = false
  #soundAt = Number.NEGATIVE_INFINITY
  #queuedBytes = 0
  #dropped = 0
  #packetAt = Number.NEGATIVE_INFINITY
  #stopped: string | null = null
  #trouble: { readonly why: string; readonly at: number } | null = null

  constructor(feed: string, folder: string, disk: DiskWork, finished: (segment: Segment) => void) {
    this.#feed = feed
    this.#folder = folder
    this.#disk = disk
    this.#finished = finished
  }

  get status(): RecordStatus['recording'][number] {
    const feed = this.#feed
    const why = this.#stopped ?? this.#trouble?.why
    if (why !== undefined) return { feed, state: 'stopped', why }
    const state = this.#segment ? 'recording' : 'waiting'
    if (this.#dropped > 0) return { feed, state, why: `The disk was too slow ${this.#dropped} times: there are gaps` }
    return this.#segment ? { feed, state } : { feed, state, why: 'It waits for a picture that can be recorded' }
  }

  /** What the source sends from now on; so that the first segment waits for its sound, one key frame long. */
  streams(streams: readonly SourceStream[]): void {
    this.#expectsSound = streams.some((stream) => stream.kind === 'audio' && isKept(stream))
  }

  /** @param segmentMs a segment is closed at the first key frame after so long */
  packet(packet: SourcePacket, segmentMs: number): void {
    this.#packetAt = performance.now()
    if (this.#stopped !== null || !isKept(packet.stream)) return
    try {
      if (packet.stream.kind === 'audio') this.#hear(packet)
      else if (packet.key) this.#turn(packet, segmentMs)
      this.#write(packet)
    } catch (cause) {
      // A damaged packet, or streams that MP4 refuses: the next key frame begins anew.
      this.#close()
      this.#fail(cause)
    }
  }

  /** Nothing is recorded until `resume`; what there is becomes a whole segment. */
  stop(why: string): void {
    this.#stopped = why
    this.#close()
  }

  resume(): void {
    this.#stopped = null
  }

  /** Called from time to time: finishes the segment of a feed that fell silent. */
  rest(): void {
    if (performance.now() - this.#packetAt > idleMsMax) this.#close()
  }

  #hear(packet: SourcePacket): void {
    this.#soundAt = packet.capturedAt
    if (!isSameStream(packet.stream, this.#sound?.stream)) this.#sound = keptStream(packet)
  }

  /** At a key frame: ends the segment where it is time, and begins one where there is none. */
  #turn(packet: SourcePacket, segmentMs: number): void {
    // The muxer writes nothing before each of its streams has brought something.
    if (packet.capturedAt - this.#soundAt > soundGapMsMax) this.#sound = null
    const segment = this.#segment
    if (segment) {
      const { capturedAt, stream } = packet
      const isLong = capturedAt - segment.from >= segmentMs || capturedAt < segment.to - backwardsMsMax
      const [picture, sound] = segment.streams
      const isOther = !isSameStream(picture?.stream, stream) || !isSameStream(sound?.stream, this.#sound?.stream)
      if (!isLong && !isOther) return
      this.#close()
    }
    if (this.#trouble && performance.now() - this.#trouble.at < retryMs) return
    const waits = this.#expectsSound && !this.#sound
    this.#expectsSound = false
    if (!waits) this.#open(packet)
  }

  #open(packet: SourcePacket): void {
    const from = packet.capturedAt
    const streams = this.#sound ? [keptStream(packet), this.#sound] : [keptStream(packet)]
    const muxer = new FragmentMuxer(this.#memory, streams, from)
    const path = join(this.#folder, segmentName(from))
    this.#segment = { from, streams, muxer, path, to: from, file: null, failed: false }
    this.#trouble = null
  }

  #write(packet: SourcePacket): void {
    const segment = this.#segment
    if (!segment || packet.capturedAt < segment.from) return
    if (!segment.streams.some(({ stream }) => isSameStream(stream, packet.stream))) return
    segment.to = Math.max(segment.to, packet.capturedAt + packet.durationMs)
    const fragment = segment.muxer.write(packet)
    if (!fragment) return
    if (this.#queuedBytes + fragment.length <= queuedBytesMax) {
      this.#save(segment, fragment)
      return
    }
    this.#dropped++
    this.#segment = null
    segment.muxer[Symbol.dispose]()
    this.#finish(segment)
  }

  #close(): void {
    const segment = this.#segment
    if (!segment) return
    this.#segment = null
    try {
      const last = segment.muxer.end()
      if (last) this.#save(segment, last)
    } catch (cause) {
      this.#fail(cause)
    } finally {
      segment.muxer[Symbol.dispose]()
      this.#finish(segment)
    }
  }

  #save(segment: OpenSegment, fragment: Buffer): void {
    this.#queuedBytes += fragment.length
    this.#disk.add(async () => {
      this.#queuedBytes -= fragment.length
      if (segment.failed) return
      try {
        segment.file ??= await SegmentFile.create(segment.path)
        await segment.file.append(fragment)
      } catch (cause) {
        segment.failed = true
        this.#fail(cause)
        if (this.#segment === segment) this.#close()
      }
    })
  }

  #finish(segment: OpenSegment): void {
    this.#disk.add(async () => {
      const { from, to, path } = segment
      try {
        const bytes = (await segment.file?.finish()) ?? 0
        if (bytes > 0) this.#finished({ feed: this.#feed, file: path, from, to, bytes })
      } catch (cause) {
        this.#fail(cause)
      }
    })
  }

  #fail(cause: unknown): void {
    this.#trouble = { why: inWords(cause), at: performance.now() }
  }

  /** Ends the segment; the disk's work is done by `DiskWork`. */
  [Symbol.dispose](): void {
    this.#close()
    this.#memory[Symbol.dispose]()
  }
}

function inWords(cause: unknown): string {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined
  if (code === 'ENOSPC') return 'The disk is full'
  if (code === 'EACCES' || code === 'EROFS') return 'The folder for recordings may not be written'
  return `It cannot be recorded: ${cause instanceof Error ? cause.message : String(cause)}`
}
