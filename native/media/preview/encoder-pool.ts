import type { CapturedFrame } from '../frame/index.ts'
import { classKey, encodersMax, type PreviewClass, sizeKey } from './size-class.ts'
import { type PreviewPicture, SizedFeed } from './sized-feed.ts'

/** An encoder that nobody wants any more is kept for so long: windows that are laid out anew ask for it again at once. */
const holdMs = 2_000

/** Gets what one encoder makes, until it says no. */
export type PreviewSink = (picture: PreviewPicture) => void

/** One encoder and those who want its pictures. */
interface Work {
  readonly wanted: PreviewClass
  readonly sinks: Set<PreviewSink>
  hold: NodeJS.Timeout | null
}

/** The encoders of all windows: each class of a feed once, and only while somebody wants it. */
export class EncoderPool implements AsyncDisposable {
  readonly #demand: (feeds: ReadonlySet<string>) => void
  readonly #works = new Map<string, Work>()
  readonly #sized = new Map<string, SizedFeed>()
  readonly #closing = new Set<Promise<void>>()
  #demanded = ''
  #telling = false
  #dropped = 0

  /** @param demand is told which feeds are wanted, when that changes */
  constructor(demand: (feeds: ReadonlySet<string>) => void) {
    this.#demand = demand
  }

  get encoders(): number {
    return this.#works.size
  }

  /** Pictures for which the encoders were too slow, or that they failed at. */
  get dropped(): number {
    return [...this.#sized.values()].reduce((sum, { dropped }) => sum + dropped, this.#dropped)
  }

  /** Hands the picture to the feed's encoders. */
  offer(feed: string, captured: CapturedFrame): void {
    for (const [key, sized] of this.#sized) if (key.startsWith(`${feed} `)) sized.offer(captured)
  }

  /** Begins with a key frame, soon. Beyond the bound of encoders there are no pictures. */
  join(wanted: PreviewClass, sink: PreviewSink): void {
    const key = classKey(wanted)
    let work = this.#works.get(key)
    if (!work) {
      if (this.#works.size >= encodersMax) this.#dropHeld()
      if (this.#works.size >= encodersMax) return
      work = { wanted, sinks: new Set(), hold: null }
      this.#works.set(key, work)
      this.#open(work)
    }
    if (work.hold) clearTimeout(work.hold)
    work.hold = null
    work.sinks.add(sink)
    this.requestKeyFrame(wanted)
    this.#tell()
  }

  leave(wanted: PreviewClass, sink: PreviewSink): void {
    const work = this.#works.get(classKey(wanted))
    if (!work?.sinks.delete(sink) || work.sinks.size > 0) return
    work.hold = setTimeout(() => this.#close(work), holdMs)
  }

  requestKeyFrame(wanted: PreviewClass): void {
    this.#sized.get(sizeKey(wanted))?.requestKeyFrame(wanted.fps)
  }

  #open({ wanted, sinks }: Work): void {
    const key = sizeKey(wanted)
    let sized = this.#sized.get(key)
    if (!sized) {
      sized = new SizedFeed(wanted.width, () => this.#dropped++)
      this.#sized.set(key, sized)
    }
    sized.add(wanted.fps, (picture) => {
      for (const sink of sinks) sink(picture)
    })
  }

  #dropHeld(): void {
    for (const work of [...this.#works.values()]) if (work.hold) this.#close(work)
  }

  #close({ wanted, hold }: Work): void {
    if (hold) clearTimeout(hold)
    this.#works.delete(classKey(wanted))
    const key = sizeKey(wanted)
    const sized = this.#sized.get(key)
    sized?.remove(wanted.fps)
    if (sized?.isUnused) {
      this.#sized.delete(key)
      this.#dropped += sized.dropped
      const closing = sized[Symbol.asyncDispose]().finally(() => this.#closing.delete(closing))
      this.#closing.add(closing)
    }
    this.#tell()
  }

  /** Once for all that a wish changes. */
  #tell(): void {
    if (this.#telling) return
    this.#telling = true
    queueMicrotask(() => {
      this.#telling = false
      const feeds = new Set([...this.#works.values()].map(({ wanted }) => wanted.feed))
      const demanded = [...feeds].sort().join(' ')
      if (demanded === this.#demanded) return
      this.#demanded = demanded
      this.#demand(feeds)
    })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const work of [...this.#works.values()]) this.#close(work)
    await Promise.all(this.#closing)
  }
}
