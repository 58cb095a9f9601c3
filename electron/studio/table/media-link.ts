import { createHash, randomBytes } from 'node:crypto'
import { join } from 'node:path'
import type { Ingest, TableId } from '../../../backend/contract/index.ts'
import type { MediaCommand, MediaTarget } from '../../../native/media/index.ts'
import { type ChildState, SupervisedProcess } from '../../../native/process/index.ts'
import type { TableConfiguration } from '../api/index.ts'
import { mediaReportSchema, type ReadMediaReport } from './media-report.ts'

/** The preview is a window's tile: wide enough for detail, narrow enough for any machine. */
const preview = { width: 640, fps: 15, bitrate: 800_000 }
const payloadType = 96

interface MediaLinkOptions {
  readonly configuration: TableConfiguration
  /** The program's file. */
  readonly program: string
  readonly previewPort: number
  readonly httpPort: number
  /** Where the state folder is; the process's log goes there. */
  readonly home: string
  readonly onReport: (report: ReadMediaReport) => void
  readonly onState: (state: ChildState) => void
  readonly onNonsense: (why: string) => void
}

/** The table's media process: kept alive, told what to do after each start, listened to. */
export class MediaLink implements AsyncDisposable {
  /** What this table's program is at the SFU: the same for ever, so that a restart on either side is no other program. */
  readonly wish: {
    readonly tableId: TableId
    readonly ssrc: number
    readonly payloadType: number
    readonly cname: string
  }
  readonly #child: SupervisedProcess
  readonly #previewToken = randomBytes(24).toString('base64url')
  readonly #options: MediaLinkOptions
  #target: MediaTarget | null = null

  constructor(options: MediaLinkOptions) {
    const { configuration, home } = options
    this.#options = options
    this.wish = {
      tableId: configuration.tableId,
      ssrc: ssrcOf(configuration.tableId),
      payloadType,
      cname: configuration.tableId,
    }
    this.#child = SupervisedProcess.start({
      name: 'media',
      command: process.execPath,
      args: [options.program],
      // It needs none of the secrets that this process was given.
      env: { SERVICE_SECRET: '', STUDIO_SECRET: '' },
      ipc: true,
      ready: 'message',
      log: join(home, 'logs', 'media.log'),
    })
    this.#child.onState(options.onState)
    this.#child.onMessage((message) => this.#receive(message))
  }

  get state(): ChildState {
    return this.#child.state
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

  /** @param ingest what the SFU answered to the wish; null while it is away */
  sendTo(ingest: Ingest | null): void {
    const { ssrc, cname } = this.wish
    const target = ingest && { ip: ingest.ip, port: ingest.port, ssrc, payloadType, cname, instance: ingest.instance }
    if (JSON.stringify(target) === JSON.stringify(this.#target)) return
    this.#target = target
    this.#send({ type: 'target', target })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#child.stop()
  }

  #receive(message: unknown): void {
    const parsed = mediaReportSchema.safeParse(message)
    if (!parsed.success) {
      this.#options.onNonsense(parsed.error.message)
      return
    }
    if (parsed.data.type === 'ready') this.#configure()
    this.#options.onReport(parsed.data)
  }

  #configure(): void {
    const { configuration, previewPort, httpPort } = this.#options
    const { tableId, wheel, program, source } = configuration
    const { format, ...camera } = source
    this.#send({
      type: 'configure',
      configuration: {
        tableId,
        source: format === undefined ? camera : { ...camera, format },
        wheel,
        program,
        preview,
        previewPort,
        previewToken: this.#previewToken,
        httpPort,
      },
    })
    this.#send({ type: 'target', target: this.#target })
  }

  #send(command: MediaCommand): void {
    this.#child.send(command)
  }
}

/** 32 bits that only this table has; never 0. */
function ssrcOf(tableId: TableId): number {
  return createHash('sha256').update(tableId).digest().readUInt32BE(0) || 1
}
