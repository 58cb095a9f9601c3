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

type Look = NonNullable<Extract<MediaReport, { type: 'looked' }>['look']>

export const model = { id: 'wheel-reader@1', sha256: 'ab'.repeat(32) }
const sight = {
  ...{ state: 'none', confidence: 0.97, pocket: null, why: null, zero: 1, phaseCertainty: 1, fit: 0.98 },
  ...{ ball: null, fromZero: null },
}
const base64 = (text: string) => Buffer.from(text).toString('base64')

type Command<Type extends MediaCommand['type']> = Extract<MediaCommand, { type: Type }>

function status(id: string): SourceStatus {
  const seen = { width: 1280, height: 720, fps: 30, frameAgeMs: 20, frames: 9, faults: [] }
  return { id, ...seen, state: 'ok', dropped: 0, repeated: 0, connections: 1, sound: null, driftMs: null }
}

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

  tell(report: Exclude<MediaReport, { type: 'reading' | 'procedure' | 'looked' }>): void {
    this.#write(report)
  }

  /** A watch of the wheel camera's eye saw something. */
  watches(event: Extract<MediaReport, { type: 'procedure' }>['event']): void {
    this.#write({ type: 'procedure', source: 'wheel', event, crop: base64(`crop of ${event.kind}`) })
  }

  /** Answers a look: a still with words for its bytes, and what was seen in it. */
  shows(lookId: string, told: Partial<Omit<Look, 'still'>> & { readonly still?: string } = {}): void {
    const { still, ...rest } = told
    const nothing = { capturedAt: Date.now(), width: 1280, height: 720, found: null, sight: null, cards: null }
    const look = { ...nothing, ...rest, still: still === undefined ? null : base64(still) }
    this.#write({ type: 'looked', lookId, look })
  }

  /** A look that is not possible. */
  refuses(lookId: string, why: string): void {
    this.#write({ type: 'looked', lookId, look: null, why })
  }

  /** The eye on the wheel says why it names no pocket. */
  abstains(why: 'no_wheel' | 'no_ball'): void {
    const at = Date.now()
    const reading = { kind: 'none', confidence: 0, why, capturedAt: at, since: at, rolledAt: null, frames: 0 }
    this.#write({
      type: 'reading',
      source: 'wheel',
      reading: { ...reading, crop: { x: 0, y: 0, width: 8, height: 8 }, model, sight },
      crop: null,
    })
  }

  /** The numbers of the process, with an eye that works. */
  #counts(): void {
    const eye = { source: 'wheel', reads: 'wheel', fps: 14.9, readMs: 6.5, looks: 90, skipped: 3, provider: 'cpu' }
    this.#write({
      type: 'statistics',
      at: Date.now(),
      statistics: {
        sources: ['wheel', 'wide', 'close'].map((id) => status(id)),
        program: { fps: 30, repeated: 0, dropped: 0, delayMs: 12, rungs: [] },
        sound: null,
        preview: { windows: 0, feeds: 0, skipped: 0 },
        vision: [{ ...eye, models: [model], fallbacks: 0, restarts: 0 }],
        record: null,
      },
    })
  }

  /** The ball rests, after it was seen rolling just now. */
  sees(pocket: number): void {
    const at = Date.now()
    this.#write({
      type: 'reading',
      source: 'wheel',
      reading: {
        kind: 'resting',
        pocket,
        confidence: 0.97,
        capturedAt: at,
        since: at,
        rolledAt: at,
        frames: 8,
        crop: { x: 0, y: 0, width: 8, height: 8 },
        model,
        sight: { ...sight, state: 'resting', pocket },
      },
      crop: base64(`crop of ${pocket}`),
    })
  }

  source(id: string, told: Partial<SourceStatus> = {}): void {
    this.tell({ type: 'source', at: Date.now(), status: { ...status(id), ...told } })
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
      this.#counts()
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
