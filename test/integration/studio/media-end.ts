import { createServer, type Socket } from 'node:net'
import { createInterface } from 'node:readline'
import {
  type MediaCommand,
  type MediaReport,
  mediaCommandSchema,
  type SourceStatus,
  type Tally,
} from '../../../native/media/index.ts'
import { until } from '../until.ts'
import { listening } from './listening.ts'

type Command<Type extends MediaCommand['type']> = Extract<MediaCommand, { type: Type }>

/**
 * The other end of the scripted media process. Every camera is well and the mixer does what it is told, unless a test
 * says otherwise.
 */
export class MediaEnd {
  /** Of the process that is connected now. */
  commands: MediaCommand[] = []
  /** Whether takes are done. */
  mixes = true
  #tally: Tally | undefined
  #line: Socket | undefined
  readonly #server = createServer((socket) => {
    socket.on('error', () => {})
    this.#line = socket
    this.commands = []
    this.#tally = undefined
    createInterface(socket).on('line', (line) => this.#obey(mediaCommandSchema.parse(JSON.parse(line))))
  })
  port = 0

  async open(): Promise<void> {
    this.port = await listening(this.#server)
  }

  /** The latest command of a kind, once there is one that holds. */
  async told<Type extends MediaCommand['type']>(
    type: Type,
    holds: (command: Command<Type>) => boolean = () => true,
  ): Promise<Command<Type>> {
    let found: Command<Type> | undefined
    const isIt = (command: MediaCommand): command is Command<Type> => command.type === type
    await until(() => {
      found = this.commands.filter(isIt).findLast(holds)
      return found !== undefined
    })
    if (!found) throw new Error('it was there a moment ago')
    return found
  }

  tell(report: Exclude<MediaReport, { type: 'reading' }>): void {
    this.#write(report)
  }

  /** The ball rests, after it was seen rolling just now. */
  sees(pocket: number): void {
    const at = Date.now()
    this.#write({
      type: 'reading',
      reading: {
        kind: 'resting',
        pocket,
        confidence: 0.97,
        capturedAt: at,
        since: at,
        rolledAt: at,
        frames: 8,
        crop: { x: 0, y: 0, width: 8, height: 8 },
      },
      crop: Buffer.from(`crop of ${pocket}`).toString('base64'),
    })
  }

  source(id: string, told: Partial<SourceStatus> = {}): void {
    const seen = { width: 1280, height: 720, fps: 30, frameAgeMs: 20, frames: 9, faults: [] }
    const rest = { state: 'ok' as const, dropped: 0, repeated: 0, connections: 1, sound: null, driftMs: null }
    this.tell({ type: 'source', at: Date.now(), status: { id, ...seen, ...rest, ...told } })
  }

  /** The process ends, and its supervisor starts another. */
  crash(): void {
    this.#line?.destroy()
  }

  close(): void {
    this.#line?.destroy()
    this.#server.close()
  }

  #obey(command: MediaCommand): void {
    this.commands.push(command)
    if (command.type === 'configure') {
      const { sources, mix } = command.configuration.picture
      for (const { id } of sources) this.source(id)
      const first = mix.scenes[0]?.id ?? ''
      if (!this.#tally) this.#mixed({ program: first, preview: null })
    } else if (command.type === 'preview') {
      this.#mixed({ preview: command.scene })
    } else if (command.type === 'take' && this.mixes && command.scene !== undefined) {
      const { program, preview } = this.#tally ?? { program: '', preview: null }
      this.#mixed({ program: command.scene, preview: preview === command.scene ? program : preview })
    }
  }

  #mixed(change: Partial<Tally>): void {
    const before = this.#tally ?? { program: '', preview: null }
    const { program, preview } = { ...before, ...change }
    this.#tally = {
      at: Date.now(),
      program,
      preview,
      leaving: null,
      onAir: [program],
      inPreview: preview === null ? [] : [preview],
      slate: false,
      standIns: {},
    }
    this.tell({ type: 'tally', tally: this.#tally })
  }

  #write(report: object): void {
    this.#line?.write(`${JSON.stringify(report)}\n`)
  }
}
