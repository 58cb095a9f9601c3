import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { resolve } from 'node:path'
import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/websocket'
import type { ContractRouterClient } from '@orpc/contract'
import type { StudioContract, StudioRecord, StudioView } from '../../../electron/studio/api/index.ts'

const root = resolve(import.meta.dirname, '../../..')

/** A running studio process and a window that is connected to it. */
export class RunningStudio {
  readonly url: string
  readonly client: ContractRouterClient<StudioContract>
  readonly #child: ChildProcess
  readonly #socket: WebSocket

  static async start(env: Record<string, string>, configuration: string): Promise<RunningStudio> {
    const child = spawn(process.execPath, ['electron/studio/main.ts', '--config', configuration], {
      cwd: root,
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      env: { ...process.env, ...env },
    })
    const ready = once(child, 'message')
    const ended = once(child, 'exit').then(([code]) => Promise.reject(new Error(`the studio ended with ${code}`)))
    const [message] = (await Promise.race([ready, ended])) as [{ url: string }]
    ended.catch(() => {})
    const url = new URL(message.url)
    const socket = new WebSocket(`ws://${url.host}/api`, `tablecast.${url.hash.slice(1)}`)
    await once(socket, 'open')
    return new RunningStudio(child, url.origin, socket)
  }

  private constructor(child: ChildProcess, url: string, socket: WebSocket) {
    this.#child = child
    this.url = url
    this.#socket = socket
    this.client = createORPCClient(new RPCLink({ websocket: socket }))
  }

  /** The first view that holds, from now on. */
  async view(holds: (view: StudioView) => boolean): Promise<StudioView> {
    const seen = new AbortController()
    try {
      for await (const view of await this.client.watch(undefined, { signal: seen.signal })) if (holds(view)) return view
    } finally {
      seen.abort()
    }
    throw new Error('the studio ended')
  }

  /** The first record with such a text, from the beginning. */
  async record(text: string): Promise<StudioRecord> {
    const seen = new AbortController()
    try {
      for await (const record of await this.client.records({ limit: 500 }, { signal: seen.signal })) {
        if (record.text.includes(text)) return record
      }
    } finally {
      seen.abort()
    }
    throw new Error('the studio ended')
  }

  async kill(signal: NodeJS.Signals): Promise<void> {
    this.#socket.close()
    const ended = once(this.#child, 'exit')
    this.#child.kill(signal)
    await ended
  }

  get alive(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null
  }
}
