import { type ChildProcess, type Serializable, type SpawnOptions, spawn } from 'node:child_process'
import { setTimeout as delay } from 'node:timers/promises'
import { backOffMs, failuresInARow } from './back-off.ts'
import { BoundedLog } from './bounded-log.ts'

/** A child that never says that it is ready is taken for stuck. */
const readyMsMax = 60_000
const stopMsMax = 8_000
/** After a child is gone, its last lines are read for at most this long. */
const lastLinesMsMax = 1_000
/** Messages that the child has not taken yet; more are refused. */
const pendingMessagesMax = 1_000

export interface ChildSpec {
  readonly name: string
  readonly command: string
  readonly args: readonly string[]
  /** Added to this process's own environment. */
  readonly env?: Readonly<Record<string, string>>
  readonly cwd?: string
  /** A Node program with an IPC channel (serialization `advanced`). Only such a child can notice that we died: see `exitWithParent`. */
  readonly ipc: boolean
  /** What makes it running: that it was spawned, or its first `{type: 'ready'}` message. */
  readonly ready: 'spawn' | 'message'
  /** File for its stdout and stderr, bounded; without it the child writes to ours. */
  readonly log?: string
  readonly uid?: number
  readonly gid?: number
  /** How long it may take to end after SIGTERM, in ms; 8 s otherwise. For programs that stop children of their own. */
  readonly stopMsMax?: number
}

export interface ChildState {
  readonly status: 'starting' | 'running' | 'backing_off' | 'stopping' | 'stopped'
  /** Which start this is since the child was last stable; 1 for the first. */
  readonly attempt: number
  /** Starts after the first one, over the whole life. */
  readonly restarts: number
  /** When the status began: UTC, ms. */
  readonly since: number
  readonly pid?: number
  /** Why the last run ended. */
  readonly reason?: string
  /** UTC, ms; while backing off. */
  readonly nextAttemptAt?: number
}

/** Children that may be alive: whatever way this process exits, they are told. */
const living = new Set<ChildProcess>()
process.on('exit', () => {
  for (const child of living) signalGroup(child, 'SIGTERM')
})

/**
 * A child process that is started again whenever it ends, until `stop()`. It has a process group of its own: a Ctrl-C in
 * the terminal reaches us alone, so that we stop children in order; and what a child leaves behind in its group goes with it.
 */
export class SupervisedProcess {
  readonly ready: Promise<unknown>
  readonly #spec: ChildSpec
  readonly #stopping = new AbortController()
  readonly #stateListeners = new Set<(state: ChildState) => void>()
  readonly #messageListeners = new Set<(message: unknown) => void>()
  readonly #log: BoundedLog | undefined
  readonly #ended: Promise<void>
  #resolveReady: (message: unknown) => void = () => {}
  #rejectReady: (cause: Error) => void = () => {}
  #state: ChildState = { status: 'starting', attempt: 1, restarts: 0, since: Date.now() }
  #child: ChildProcess | undefined
  #pendingMessages = 0

  static start(spec: ChildSpec): SupervisedProcess {
    return new SupervisedProcess(spec)
  }

  private constructor(spec: ChildSpec) {
    this.#spec = spec
    this.#log = spec.log === undefined ? undefined : new BoundedLog(spec.log)
    this.ready = new Promise((resolve, reject) => {
      this.#resolveReady = resolve
      this.#rejectReady = reject
    })
    this.ready.catch(() => {}) // Waiting for it is the caller's choice.
    this.#ended = this.#supervise()
  }

  get state(): ChildState {
    return this.#state
  }

  /** @returns a function that ends the listening */
  onState(listener: (state: ChildState) => void): () => void {
    this.#stateListeners.add(listener)
    return () => this.#stateListeners.delete(listener)
  }

  /** Every message of the child, `ready` included, across restarts. */
  onMessage(listener: (message: unknown) => void): () => void {
    this.#messageListeners.add(listener)
    return () => this.#messageListeners.delete(listener)
  }

  /** @returns false when the message was refused: there is no child to take it, or it does not keep up */
  send(message: unknown): boolean {
    const child = this.#child
    if (!child?.connected || this.#pendingMessages >= pendingMessagesMax) return false
    this.#pendingMessages += 1
    child.send(message as Serializable, () => {
      if (child === this.#child) this.#pendingMessages -= 1
    })
    return true
  }

  /** SIGTERM, after the bound SIGKILL. Resolves when the child is gone; may be called again. */
  async stop(): Promise<void> {
    this.#stopping.abort()
    await this.#ended
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop()
  }

  async #supervise(): Promise<void> {
    let failures = 0
    for (let restarts = 0; !this.#stopping.signal.aborted; restarts += 1) {
      const startedAt = Date.now()
      const reason = await this.#run(failures + 1, restarts)
      if (this.#stopping.signal.aborted) break
      failures = failuresInARow(failures, Date.now() - startedAt)
      const waitMs = backOffMs(failures)
      const now = Date.now()
      this.#setState({
        status: 'backing_off',
        attempt: failures,
        restarts,
        since: now,
        reason,
        nextAttemptAt: now + waitMs,
      })
      await delay(waitMs, undefined, { signal: this.#stopping.signal }).catch(() => {})
    }
    this.#log?.close()
    this.#rejectReady(new Error(`${this.#spec.name} was stopped before it was ready`))
    const { attempt, restarts, reason } = this.#state
    this.#setState({ status: 'stopped', attempt, restarts, since: Date.now(), ...(reason && { reason }) })
  }

  /** One life of the child; never throws. @returns why it ended */
  async #run(attempt: number, restarts: number): Promise<string> {
    const before = this.#state.reason
    let child: ChildProcess | undefined
    const begin = (status: 'starting' | 'running' | 'stopping') =>
      this.#setState({
        status,
        attempt,
        restarts,
        since: Date.now(),
        ...(child?.pid && { pid: child.pid }),
        ...(before && { reason: before }),
      })
    try {
      child = spawn(this.#spec.command, this.#spec.args, spawnOptions(this.#spec))
    } catch (cause) {
      return `cannot start: ${cause instanceof Error ? cause.message : String(cause)}`
    }
    living.add(child)
    const ended = endOf(child)
    this.#child = child
    this.#pendingMessages = 0
    begin('starting')
    for (const output of [child.stdout, child.stderr]) output?.on('data', (chunk: Buffer) => this.#log?.write(chunk))

    let stuck = false
    const readyTimer = setTimeout(() => {
      stuck = true
      signalGroup(child, 'SIGKILL')
    }, readyMsMax)
    const isReady = (message: unknown) => {
      clearTimeout(readyTimer)
      if (this.#state.status === 'starting') begin('running')
      this.#resolveReady(message)
    }
    if (this.#spec.ready === 'spawn') child.once('spawn', () => isReady(undefined))
    child.on('message', (message) => {
      if (this.#spec.ready === 'message' && saysReady(message)) isReady(message)
      for (const listener of this.#messageListeners) listener(message)
    })

    let killTimer: NodeJS.Timeout | undefined
    const stop = () => {
      begin('stopping')
      signalGroup(child, 'SIGTERM')
      killTimer = setTimeout(() => signalGroup(child, 'SIGKILL'), this.#spec.stopMsMax ?? stopMsMax)
    }
    this.#stopping.signal.addEventListener('abort', stop, { once: true })
    if (this.#stopping.signal.aborted) stop()

    const reason = await ended
    for (const timer of [readyTimer, killTimer]) clearTimeout(timer)
    this.#stopping.signal.removeEventListener('abort', stop)
    living.delete(child)
    this.#child = undefined
    return stuck ? `not ready within ${readyMsMax} ms` : reason
  }

  #setState(state: ChildState): void {
    this.#state = state
    for (const listener of this.#stateListeners) listener(state)
  }
}

function spawnOptions(spec: ChildSpec): SpawnOptions {
  const output = spec.log === undefined ? 'inherit' : 'pipe'
  return {
    stdio: ['ignore', output, output, ...(spec.ipc ? (['ipc'] as const) : [])],
    serialization: 'advanced',
    detached: true,
    env: { ...process.env, ...spec.env },
    ...(spec.cwd !== undefined && { cwd: spec.cwd }),
    ...(spec.uid !== undefined && { uid: spec.uid }),
    ...(spec.gid !== undefined && { gid: spec.gid }),
  }
}

function saysReady(message: unknown): boolean {
  return typeof message === 'object' && message !== null && 'type' in message && message.type === 'ready'
}

/** Signals the child and whatever it started in its group; whoever is gone already is no error. */
function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return
  try {
    process.kill(-child.pid, signal)
  } catch {
    // ESRCH: nobody is left.
  }
}

/** Resolves with why the child ended, once its group is gone and its last lines are read. */
async function endOf(child: ChildProcess): Promise<string> {
  const closed = new Promise<void>((resolve) => child.once('close', () => resolve()))
  const reason = await new Promise<string>((resolve) => {
    child.on('error', (cause) => {
      if (child.pid === undefined) resolve(`cannot start: ${cause.message}`)
    })
    child.once('exit', (code, signal) => resolve(signal === null ? `exit code ${code}` : `ended by ${signal}`))
  })
  signalGroup(child, 'SIGKILL')
  await Promise.race([closed, delay(lastLinesMsMax, undefined, { ref: false })])
  return reason
}
