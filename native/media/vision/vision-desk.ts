import { isDeepStrictEqual } from 'node:util'
import type { Logger } from 'pino'
import type { CapturedFrame } from '../frame/index.ts'
import type { EyeSettings, EyeStatistics, MediaCommand, MediaReport } from '../messages/index.ts'
import { Eye } from './eye.ts'
import { Trial } from './trial.ts'
import { VisionThread } from './vision-thread.ts'

const threadProgram = new URL('./thread-main.ts', import.meta.url)

/** All of a table's vision: its eyes, and the thread in which they see. */
export class VisionDesk implements AsyncDisposable {
  readonly #report: (report: MediaReport) => void
  readonly #log: Logger
  readonly #thread: VisionThread
  readonly #trial: Trial
  readonly #eyes = new Map<string, Eye>()
  #fallbacks = 0

  constructor(report: (report: MediaReport) => void, log: Logger) {
    this.#report = report
    this.#log = log
    this.#thread = new VisionThread(threadProgram, {
      fallback: (news) => {
        this.#fallbacks++
        // Most machines have none but the processor; one that fails while it runs is another matter.
        log[news.when === 'start' ? 'info' : 'warn'](news, 'vision goes on with another provider')
      },
      died: (why, againMs) => log.error({ why, againMs }, 'vision ended and is started again'),
    })
    this.#trial = new Trial(this.#thread)
  }

  /** Follows new settings; an eye that did not change goes on. */
  async apply(settings: readonly EyeSettings[]): Promise<void> {
    const wanted = new Map(settings.map((eye) => [eye.source, eye]))
    const ended = [...this.#eyes.values()].filter(
      (eye) => !isDeepStrictEqual(eye.settings, wanted.get(eye.settings.source)),
    )
    for (const eye of ended) this.#eyes.delete(eye.settings.source)
    for (const eye of wanted.values())
      if (!this.#eyes.has(eye.source)) this.#eyes.set(eye.source, new Eye(eye, this.#thread, this.#report, this.#log))
    await Promise.all(ended.map((eye) => eye[Symbol.asyncDispose]()))
    const gone = ended.flatMap(({ settings: { source } }) => (wanted.has(source) ? [] : [source]))
    // A thread that is away has forgotten already.
    for (const source of gone) await this.#thread.ask({ kind: 'forget', source }).catch(() => {})
  }

  /** A picture, lent until this returns. */
  offer(source: string, captured: CapturedFrame): void {
    this.#eyes.get(source)?.offer(captured)
    this.#trial.offer(source, captured)
  }

  /** Looks at one picture, for a person. @throws Error in words */
  async look(command: Extract<MediaCommand, { type: 'look' }>): ReturnType<Trial['look']> {
    return await this.#trial.look(command)
  }

  /** Once a second. */
  roll(): void {
    for (const eye of this.#eyes.values()) eye.roll()
  }

  get statistics(): EyeStatistics[] {
    const thread = { fallbacks: this.#fallbacks, restarts: this.#thread.restarts }
    return [...this.#eyes.values()].map(({ statistics }) => ({ ...statistics, ...thread }))
  }

  async [Symbol.asyncDispose](): Promise<void> {
    // First, so that nobody waits for its answer.
    await this.#thread[Symbol.asyncDispose]()
    await this.apply([])
    await this.#trial[Symbol.asyncDispose]()
  }
}
