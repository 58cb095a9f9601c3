import { mkdir, readdir, rm, stat, statfs } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { type SourcePacket, type SourceStream, utcNow } from '../frame/index.ts'
import type { RecordSettings, RecordStatus } from '../messages/index.ts'
import { DiskGuard } from './disk-guard.ts'
import { DiskWork } from './disk-work.ts'
import { FeedRecorder } from './feed-recorder.ts'
import { repairFolder } from './repair.ts'
import { expired, type Segment, segmentStart } from './segments.ts'

/** The disk is looked at, and old segments are removed, this often. */
const lookEveryMs = 5_000

/** How much room a folder's disk has, bytes. Tests say what they like. */
export type FreeBytes = (folder: string) => Promise<number>

/**
 * Continuous recording of the chosen feeds into `<folder>/<feed>/<UTC of the first picture>.mp4`. It stops by itself when
 * the disk is nearly full, and goes on when there is room again. Rings and clips do not pass through it.
 */
export class Recorder implements AsyncDisposable {
  readonly #folder: string
  readonly #freeBytes: FreeBytes
  readonly #disk = new DiskWork()
  readonly #guard = new DiskGuard()
  readonly #feeds = new Map<string, FeedRecorder>()
  readonly #streams = new Map<string, readonly SourceStream[]>()
  readonly #closing = new AbortController()
  #settings: RecordSettings | null
  #segments: Segment[]
  #repaired: number

  /**
   * Repairs what a power cut left, finds what there is, and begins. Without settings nothing is recorded, but the disk is
   * still watched. @throws Error of the file system when the folder cannot be used
   */
  static async open(
    folder: string,
    settings: RecordSettings | null,
    freeBytes: FreeBytes = freeOnDisk,
  ): Promise<Recorder> {
    await mkdir(folder, { recursive: true })
    let repaired = 0
    const segments: Segment[] = []
    for (const entry of await readdir(folder, { withFileTypes: true })) {
      if (!entry.isDirectory()) continue
      repaired += await repairFolder(join(folder, entry.name))
      segments.push(...(await segmentsIn(folder, entry.name)))
    }
    const recorder = new Recorder(folder, settings, freeBytes, segments, repaired)
    await recorder.#look()
    return recorder
  }

  private constructor(
    folder: string,
    settings: RecordSettings | null,
    freeBytes: FreeBytes,
    segments: Segment[],
    repaired: number,
  ) {
    this.#folder = folder
    this.#freeBytes = freeBytes
    this.#segments = segments
    this.#repaired = repaired
    this.#settings = settings
    this.apply(settings)
    void this.#lookForEver()
  }

  /** All but the rings' memory, which is not the recorder's. */
  get status(): Omit<RecordStatus, 'ringBytes'> {
    return {
      disk: this.#guard.level,
      freeBytes: this.#guard.freeBytes,
      recording: [...this.#feeds.values()].map(({ status }) => status),
      segments: this.#segments.length,
      bytes: this.#segments.reduce((sum, { bytes }) => sum + bytes, 0),
      repaired: this.#repaired,
    }
  }

  /** Begins with feeds that are new in the settings, and finishes those that are not in them any more. */
  apply(settings: RecordSettings | null): void {
    this.#settings = settings
    const wanted = new Set(settings?.feeds)
    for (const [feed, recorder] of this.#feeds) {
      if (wanted.has(feed)) continue
      recorder[Symbol.dispose]()
      this.#feeds.delete(feed)
    }
    for (const feed of wanted) {
      if (this.#feeds.has(feed)) continue
      const finished = (segment: Segment) => this.#segments.push(segment)
      const recorder = new FeedRecorder(feed, join(this.#folder, feed), this.#disk, finished)
      recorder.streams(this.#streams.get(feed) ?? [])
      this.#feeds.set(feed, recorder)
    }
    this.#heed()
  }

  /** What a feed's source sends from now on. */
  streams(feed: string, streams: readonly SourceStream[]): void {
    this.#streams.set(feed, streams)
    this.#feeds.get(feed)?.streams(streams)
  }

  /** Cheap for a feed that is not recorded. The packet is kept until it is on the disk: its bytes must not change. */
  packet(feed: string, packet: SourcePacket): void {
    if (this.#settings) this.#feeds.get(feed)?.packet(packet, this.#settings.segmentMs)
  }

  async #lookForEver(): Promise<void> {
    const { signal } = this.#closing
    while (!signal.aborted) {
      await wait(lookEveryMs, undefined, { signal }).catch(() => {})
      if (!signal.aborted) await this.#look()
    }
  }

  /** Behind the waiting writes, not beside them: see `DiskWork`. */
  #look(): Promise<void> {
    return new Promise((resolve) => {
      this.#disk.add(async () => {
        // An unreadable disk allows nothing.
        this.#guard.judge(await this.#freeBytes(this.#folder).catch(() => 0))
        this.#heed()
        for (const recorder of this.#feeds.values()) recorder.rest()
        await this.#forget()
        resolve()
      })
    })
  }

  /** Does what the disk's state asks for. */
  #heed(): void {
    for (const recorder of this.#feeds.values()) {
      if (this.#guard.level === 'alarm') recorder.stop('The disk is nearly full: recording stopped, clips go on')
      else recorder.resume()
    }
  }

  async #forget(): Promise<void> {
    if (!this.#settings) return
    const old = new Set(expired(this.#segments, utcNow(), this.#settings.retentionHours))
    if (old.size === 0) return
    for (const { file } of old) await rm(file, { force: true }).catch(() => {})
    this.#segments = this.#segments.filter((segment) => !old.has(segment))
  }

  /** Finishes all segments. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#closing.abort()
    for (const recorder of this.#feeds.values()) recorder[Symbol.dispose]()
    this.#feeds.clear()
    await this.#disk[Symbol.asyncDispose]()
  }
}

async function freeOnDisk(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder)
  return bavail * bsize
}

async function segmentsIn(folder: string, feed: string): Promise<Segment[]> {
  const segments: Segment[] = []
  for (const name of await readdir(join(folder, feed))) {
    const from = segmentStart(name)
    if (from === null) continue
    const file = join(folder, feed, name)
    const { size, mtimeMs } = await stat(file)
    segments.push({ feed, file, from, to: mtimeMs, bytes: size })
  }
  return segments
}
