import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import {
  type MediaCommand,
  type MediaReport,
  mediaEnvironment,
  mediaProgram,
  mediaReportSchema,
} from '../../native/media/index.ts'

type ReportOf<Type extends MediaReport['type']> = Extract<MediaReport, { type: Type }>

/** The media process, started as the studio starts it; what it reports is checked as the studio checks it. */
export class MediaProcess implements AsyncDisposable {
  readonly child: ChildProcess
  readonly reports: MediaReport[] = []

  constructor() {
    this.child = fork(fileURLToPath(mediaProgram), {
      serialization: 'advanced',
      env: { ...process.env, ...mediaEnvironment, LOG_LEVEL: process.env.MEDIA_LOG_LEVEL ?? 'silent' },
    })
    this.child.on('message', (report) => this.reports.push(mediaReportSchema.parse(report)))
  }

  tell(command: MediaCommand): void {
    this.child.send(command)
  }

  all<Type extends MediaReport['type']>(type: Type): ReportOf<Type>[] {
    return this.reports.filter((report): report is ReportOf<Type> => report.type === type)
  }

  last<Type extends MediaReport['type']>(type: Type): ReportOf<Type> | undefined {
    return this.all(type).at(-1)
  }

  get statistics() {
    return this.last('statistics')?.statistics
  }

  /** What was told of a source, oldest first. */
  statusesOf(source: string) {
    return this.all('source').flatMap(({ status }) => (status.id === source ? [status] : []))
  }

  state(source: string): string | undefined {
    return this.statusesOf(source).at(-1)?.state
  }

  get handles(): number {
    return readdirSync(`/proc/${this.child.pid}/fd`).length
  }

  /** Ends it, and waits for its end. @throws Error when it did not end well */
  async [Symbol.asyncDispose](): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return
    const exited = once(this.child, 'exit')
    this.child.disconnect()
    const [code, signal] = await exited
    if (code !== 0) throw new Error(`The media process ended with ${code ?? signal}`)
  }
}
