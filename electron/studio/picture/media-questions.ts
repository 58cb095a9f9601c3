import type { Device, MediaCommand, MediaReport } from '../../../native/media/index.ts'
import { Questions, UnansweredError } from './questions.ts'

const clipMsMax = 15_000
/** Some twenty encoders are really tried one by one, each for at most 10 s. */
const probeMsMax = 240_000
const devicesMsMax = 5_000
/** To find a wheel takes some seconds on a slow machine. */
const lookMsMax = 30_000
const away = 'The media process is away. It comes back by itself; try again then.'

type ClipCommand = Extract<MediaCommand, { type: 'clip' }>
type ClipReport = Extract<MediaReport, { type: 'clip' }>
type LookCommand = Extract<MediaCommand, { type: 'look' }>
type LookReport = Extract<MediaReport, { type: 'looked' }>

/** The commands of the media process that have an answer. Each throws `UnansweredError` when none comes in time. */
export class MediaQuestions {
  readonly #send: (command: MediaCommand) => boolean
  readonly #clips = new Questions<ClipReport>()
  readonly #looks = new Questions<LookReport>()
  readonly #probes = new Questions<true>()
  readonly #devices = new Questions<{ readonly devices: Device[]; readonly why?: string }>()

  /** @param send says whether anybody is there to take it */
  constructor(send: (command: MediaCommand) => boolean) {
    this.#send = send
  }

  clip(clip: Omit<ClipCommand, 'type'>): Promise<ClipReport> {
    return this.#ask(this.#clips, clip.clipId, clipMsMax, { type: 'clip', ...clip })
  }

  look(look: Omit<LookCommand, 'type'>): Promise<LookReport> {
    return this.#ask(this.#looks, look.lookId, lookMsMax, { type: 'look', ...look })
  }

  async probe(): Promise<void> {
    await this.#ask(this.#probes, 'all', probeMsMax, { type: 'probe' })
  }

  devices(): Promise<{ readonly devices: Device[]; readonly why?: string }> {
    return this.#ask(this.#devices, 'all', devicesMsMax, { type: 'devices' })
  }

  hear(report: MediaReport): void {
    if (report.type === 'clip') this.#clips.answer(report.clipId, report)
    else if (report.type === 'looked') this.#looks.answer(report.lookId, report)
    else if (report.type === 'encoders') this.#probes.answer('all', true)
    else if (report.type === 'devices') {
      const { type, ...answer } = report
      this.#devices.answer('all', answer)
    }
  }

  /** The process is gone, and its answers with it. */
  giveUp(): void {
    for (const questions of [this.#clips, this.#looks, this.#probes, this.#devices]) questions.giveUp(away)
  }

  async #ask<Answer>(questions: Questions<Answer>, id: string, msMax: number, command: MediaCommand): Promise<Answer> {
    if (!this.#send(command)) throw new UnansweredError(away)
    return await questions.wait(id, msMax)
  }
}
