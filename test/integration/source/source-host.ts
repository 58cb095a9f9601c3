import { type ChildProcess, fork } from 'node:child_process'
import { EventEmitter, once } from 'node:events'
import { fileURLToPath } from 'node:url'
import {
  mediaEnvironment,
  type SourceAddress,
  sourceAddressSchema,
  sourceSettingsSchema,
} from '../../../native/media/index.ts'
import type { HostCommand, HostReport } from './messages.ts'

type Of<Type extends HostReport['type']> = Extract<HostReport, { type: Type }>

const waitMsMax = 30_000

/** The sources under test, in a process of their own. */
export class SourceHost implements AsyncDisposable {
  readonly #child: ChildProcess
  readonly #reports = new EventEmitter()
  readonly exited: Promise<unknown[]>

  constructor() {
    this.#reports.setMaxListeners(100)
    this.#child = fork(fileURLToPath(new URL('host-program.ts', import.meta.url)), {
      serialization: 'advanced',
      execArgv: ['--expose-gc'],
      env: { ...process.env, ...mediaEnvironment },
    })
    this.exited = once(this.#child, 'exit')
    this.#child.on('message', (report: HostReport) => this.#reports.emit(report.type, report))
  }

  get running(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null
  }

  on<Type extends HostReport['type']>(type: Type, listener: (report: Of<Type>) => void): void {
    this.#reports.on(type, listener)
  }

  /** The next report of a type that fits. Rejects after 30 s, and when the process dies. */
  async next<Type extends HostReport['type']>(
    type: Type,
    fits: (report: Of<Type>) => boolean = () => true,
  ): Promise<Of<Type>> {
    using waiting = new DisposableStack()
    const { promise, resolve, reject } = Promise.withResolvers<Of<Type>>()
    const listener = (report: Of<Type>) => fits(report) && resolve(report)
    this.#reports.on(type, listener)
    waiting.defer(() => this.#reports.off(type, listener))
    const late = setTimeout(() => reject(new Error(`no fitting "${type}" within ${waitMsMax} ms: ${fits}`)), waitMsMax)
    waiting.defer(() => clearTimeout(late))
    const died = this.exited.then(() => Promise.reject(new Error('the sources’ process died')))
    return await Promise.race([promise, died])
  }

  open(id: string, address: object, { sound = false } = {}): void {
    const parsed: SourceAddress = sourceAddressSchema.parse(address)
    this.#tell({ type: 'open', settings: sourceSettingsSchema.parse({ id, name: id, address: parsed, sound }) })
  }

  async close(id: string): Promise<Of<'closed'>> {
    const closed = this.next('closed', (report) => report.id === id)
    this.#tell({ type: 'close', id })
    return await closed
  }

  async measure(): Promise<Of<'measured'>> {
    const measured = this.next('measured')
    this.#tell({ type: 'measure' })
    return await measured
  }

  #tell(command: HostCommand): void {
    this.#child.send(command)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.running) this.#child.disconnect()
    await this.exited
  }
}
