import type { Frame } from 'node-av'
import type { Logger } from 'pino'
import type { Rectangle } from '../../vision/index.ts'
import { type CapturedFrame, FramePacer, PerSecond } from '../frame/index.ts'
import type { EyeSettings, EyeStatistics, MediaReport } from '../messages/index.ts'
import { CardsReport } from './cards-report.ts'
import { cropInPicture } from './crop.ts'
import { Evidence } from './evidence.ts'
import type { Seen } from './questions.ts'
import { ReadingReport } from './reading-report.ts'
import { SharedPictures } from './shared-picture.ts'
import type { VisionThread } from './vision-thread.ts'

/**
 * Vision on one source: shows its pictures to the thread, one at a time, and tells what was seen when that is news, with the
 * evidence cut from the very frame. A picture that comes while the last one is looked at is passed over and counted.
 */
export class Eye implements AsyncDisposable {
  readonly settings: EyeSettings
  readonly #thread: VisionThread
  readonly #report: (report: MediaReport) => void
  readonly #log: Logger
  readonly #pacer: FramePacer
  readonly #pictures = new SharedPictures()
  readonly #evidence = new Evidence()
  readonly #wheelNews = new ReadingReport()
  readonly #cardsNews = new CardsReport()
  readonly #perSecond = new PerSecond()
  #looking: Promise<void> | null = null
  #closed = false
  #looks = 0
  #skipped = 0
  #readMs = 0
  #by: Pick<Seen, 'provider' | 'models'> = { provider: null, models: [] }
  #why: string | null = null

  constructor(settings: EyeSettings, thread: VisionThread, report: (report: MediaReport) => void, log: Logger) {
    this.settings = settings
    this.#thread = thread
    this.#report = report
    this.#log = log
    this.#pacer = new FramePacer(settings.fps)
  }

  /** Takes its own reference to the picture; the caller keeps its own. */
  offer({ frame, capturedAt }: CapturedFrame): void {
    if (this.#closed || !this.#pacer.accepts(capturedAt)) return
    if (this.#looking) {
      this.#skipped++
      return
    }
    const own = frame.clone()
    if (!own) return
    this.#looking = this.#look(own, capturedAt).finally(() => {
      own.free()
      this.#looking = null
    })
  }

  /** Once a second. */
  roll(): void {
    this.#perSecond.roll()
  }

  get statistics(): Omit<EyeStatistics, 'fallbacks' | 'restarts'> {
    const { source, reads } = this.settings
    return {
      source,
      reads: reads.kind,
      fps: this.#perSecond.rate,
      readMs: this.#readMs,
      looks: this.#looks,
      skipped: this.#skipped,
      provider: this.#by.provider,
      models: [...this.#by.models],
      ...(this.#why !== null && { why: this.#why }),
    }
  }

  /** Never throws: an eye that cannot see says why. */
  async #look(frame: Frame, capturedAt: number): Promise<void> {
    try {
      const startedAt = performance.now()
      const picture = await this.#pictures.of(frame, capturedAt)
      const seen = await this.#thread.ask({ kind: 'look', settings: this.settings, picture })
      this.#readMs = performance.now() - startedAt
      this.#looks++
      this.#perSecond.add()
      this.#by = seen
      this.#why = null
      await this.#tell(frame, picture.width, seen)
    } catch (cause) {
      const why = cause instanceof Error ? cause.message : String(cause)
      if (why !== this.#why && !this.#closed) this.#log.warn({ source: this.settings.source, why }, 'an eye cannot see')
      this.#why = why
    }
  }

  async #tell(frame: Frame, readWidth: number, { reads, procedure }: Seen): Promise<void> {
    const { source } = this.settings
    for (const { event, picture } of procedure)
      this.#report({ type: 'procedure', source, event, crop: await this.#evidence.ofPicture(picture) })
    const jpegOf = (crop: Rectangle) => this.#evidence.ofFrame(frame, cropInPicture(crop, readWidth, frame))
    if (reads.kind === 'wheel') {
      const { reading } = reads
      if (!this.#wheelNews.tells(reading)) return
      const crop = reading.kind === 'none' ? null : await jpegOf(reading.crop)
      this.#report({ type: 'reading', source, reading, crop })
    } else {
      const { reading } = reads
      const news = this.#cardsNews.news(reading)
      if (news.length === 0) return
      const crops = []
      for (const { zone, crop } of news) crops.push({ zone, crop: await jpegOf(crop) })
      this.#report({ type: 'cards', source, reading, crops })
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true
    await this.#looking
    this.#pictures[Symbol.dispose]()
    this.#evidence[Symbol.dispose]()
  }
}
