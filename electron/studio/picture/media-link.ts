import { randomBytes } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { IngestWish, TableId } from '../../../backend/contract/index.ts'
import {
  type MediaCommand,
  type MediaReport,
  type MediaTarget,
  mediaEnvironment,
  mediaReportSchema,
  type OverlayValues,
  type PictureSettings,
  type Tally,
  type Transition,
} from '../../../native/media/index.ts'
import { type ChildState, SupervisedProcess } from '../../../native/process/index.ts'
import type { IngestAnswer } from './ingest-lease.ts'
import { MediaQuestions } from './media-questions.ts'
import { newSrtpKey, programWish, targetOf } from './program-wish.ts'

interface MediaLinkOptions {
  readonly tableId: TableId
  readonly settings: PictureSettings
  /** The program's file. */
  readonly program: string
  readonly previewPort: number
  readonly httpPort: number
  /** Where the state folder is; recordings and the process's log go there. */
  readonly home: string
  readonly onReport: (report: MediaReport) => void
  readonly onState: (state: ChildState) => void
  /** The program is another one at the SFU: it is to be asked. */
  readonly onWish: () => void
  readonly onNonsense: (why: string) => void
}

/**
 * The table's media process: kept alive, told what to do, listened to. What it shall do is kept here whole, and told again
 * whole to a new one: configuration, values, scenes, target.
 */
export class MediaLink implements AsyncDisposable {
  readonly questions = new MediaQuestions((command) => this.#send(command))
  readonly #options: MediaLinkOptions
  readonly #child: SupervisedProcess
  readonly #previewToken = randomBytes(24).toString('base64url')
  readonly #recordFolder: string
  #settings: PictureSettings
  #wish: IngestWish
  #target: MediaTarget | null = null
  #values: OverlayValues = {}
  #tally: Tally | null = null

  constructor(options: MediaLinkOptions) {
    const { tableId, settings, home } = options
    this.#options = options
    this.#settings = settings
    this.#wish = programWish(tableId, settings, newSrtpKey())
    this.#recordFolder = join(home, 'recordings', tableId)
    mkdirSync(this.#recordFolder, { recursive: true, mode: 0o700 })
    this.#child = SupervisedProcess.start({
      name: 'media',
      command: process.execPath,
      args: [options.program],
      // It needs none of the secrets that this process was given.
      env: { ...mediaEnvironment, SERVICE_SECRET: '', STUDIO_SECRET: '' },
      ipc: true,
      ready: 'message',
      log: join(home, 'logs', 'media.log'),
    })
    this.#child.onState((state) => this.#stateChanged(state))
    this.#child.onMessage((message) => this.#receive(message))
  }

  get state(): ChildState {
    return this.#child.state
  }

  /** What this table's program is at the SFU; another object when it changed. */
  get wish(): IngestWish {
    return this.#wish
  }

  /** Where the program is sent now; null while the SFU is away. */
  get target(): MediaTarget | null {
    return this.#target
  }

  /** Null while the process is away. */
  get previewUrl(): string | null {
    if (this.#child.state.status !== 'running') return null
    return `ws://127.0.0.1:${this.#options.previewPort}/?token=${this.#previewToken}`
  }

  /** Other settings, at work at once. A program of other streams is sent again once the SFU has agreed to them. */
  configure(settings: PictureSettings): void {
    this.#settings = settings
    const wish = programWish(this.#options.tableId, settings, this.#wish.srtpKey)
    if (JSON.stringify(wish) !== JSON.stringify(this.#wish)) this.#wishAnew()
    this.#configure()
  }

  /** @param answer what the SFU answered to a wish; null while it is away */
  sendTo(answer: IngestAnswer | null): void {
    // An answer to the wish of before says nothing of the streams of now.
    const target = answer?.wish === this.#wish ? targetOf(this.#wish, answer.ingest) : null
    if (JSON.stringify(target) === JSON.stringify(this.#target)) return
    if (this.#target !== null) {
      this.#wishAnew()
      return
    }
    this.#target = target
    this.#send({ type: 'target', target })
  }

  /** What overlays show from now on. */
  show(values: OverlayValues): void {
    if (JSON.stringify(values) === JSON.stringify(this.#values)) return
    this.#values = values
    this.#send({ type: 'values', values })
  }

  /** @returns false when nobody is there to do it */
  preview(scene: string): boolean {
    return this.#send({ type: 'preview', scene })
  }

  /** @returns false when nobody is there to do it */
  take(scene: string, transition: Transition): boolean {
    return this.#send({ type: 'take', scene, transition })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#child.stop()
    this.questions.giveUp()
  }

  #stateChanged(state: ChildState): void {
    if (state.status === 'backing_off') {
      this.questions.giveUp()
      this.#wishAnew()
    }
    this.#options.onState(state)
  }

  /**
   * Under a new key: packets are counted afresh at each target and in each process, and one key would then repeat nonces
   * (RFC 7714, 9.1).
   */
  #wishAnew(): void {
    this.#wish = programWish(this.#options.tableId, this.#settings, newSrtpKey())
    this.#target = null
    this.#send({ type: 'target', target: null })
    this.#options.onWish()
  }

  #receive(message: unknown): void {
    const parsed = mediaReportSchema.safeParse(message)
    if (!parsed.success) {
      this.#options.onNonsense(parsed.error.message)
      return
    }
    const report = parsed.data
    if (report.type === 'ready') this.#tellAll()
    else if (report.type === 'tally') this.#tally = report.tally
    this.#options.onReport(report)
    // Whoever asked finds the answer in the state already.
    this.questions.hear(report)
  }

  /** A new process knows nothing: neither what its predecessor was told, nor what it had on air. */
  #tellAll(): void {
    this.#configure()
    this.#send({ type: 'values', values: this.#values })
    const known = (scene: string | null | undefined) => this.#settings.mix.scenes.find(({ id }) => id === scene)?.id
    const program = known(this.#tally?.program)
    const preview = known(this.#tally?.preview)
    if (program !== undefined) this.take(program, { kind: 'cut' })
    if (preview !== undefined) this.preview(preview)
    this.#send({ type: 'target', target: this.#target })
  }

  #configure(): void {
    const { tableId, previewPort, httpPort } = this.#options
    this.#send({
      type: 'configure',
      configuration: {
        tableId,
        picture: this.#settings,
        previewPort,
        previewToken: this.#previewToken,
        httpPort,
        recordFolder: this.#recordFolder,
      },
    })
  }

  /** What a process that is not ready yet has to know, it is told when it is. */
  #send(command: MediaCommand): boolean {
    return this.#child.state.status === 'running' && this.#child.send(command)
  }
}
