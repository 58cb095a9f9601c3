import { createORPCClient, ORPCError } from '@orpc/client'
import { RPCLink } from '@orpc/client/websocket'
import type { ContractRouterClient } from '@orpc/contract'
import { ResponseValidationPlugin } from '@orpc/contract/plugins'
import {
  type StudioContract,
  type StudioRecord,
  type StudioView,
  studioContract,
} from '../../../electron/studio/api/index.ts'
import { type Connection, reconnectMs, type StudioAddress } from './connection.ts'

export type StudioClient = ContractRouterClient<StudioContract>

/** What the studio said, for whoever keeps it. */
export interface StudioSink {
  applyConnection(connection: Connection): void
  applyView(view: StudioView): void
  applyRecords(records: readonly StudioRecord[]): void
  /** Null: this table is a real one, or its virtual studio is away. */
  applyFaults(faults: Faults | null): void
}
export type Faults = Awaited<ReturnType<StudioClient['faults']['list']>>

export const recordsMax = 500
const openMsMax = 5_000
/** The faults are asked this often; any answer, a refusal too, proves that the studio lives. */
const askEveryMs = 1_500
/** Nothing heard for so long: the connection counts as lost, whatever the socket says. */
const silenceMsMax = 5_000
/** Records come one by one; they are handed on together, at most this often. */
const recordsEveryMs = 50

/** The window's one connection to the studio: opened again for ever, each answer checked against the contract. */
export class StudioLink {
  readonly #address: StudioAddress
  readonly #sink: StudioSink
  readonly #closed = new AbortController()
  #client: StudioClient | undefined
  #wake: () => void = () => undefined

  constructor(address: StudioAddress, sink: StudioSink) {
    this.#address = address
    this.#sink = sink
    void this.#run()
  }

  /** @throws {Error} while the studio is away. */
  get client(): StudioClient {
    if (this.#client === undefined) throw new Error('The studio is away.')
    return this.#client
  }

  /** Ends the wait before the next attempt. */
  retryNow(): void {
    this.#wake()
  }

  close(): void {
    this.#closed.abort()
    this.#wake()
  }

  async #run(): Promise<void> {
    for (let attempt = 1; !this.#closed.signal.aborted; attempt++) {
      this.#sink.applyConnection({ state: 'connecting', attempt })
      const reason = await this.#session(() => {
        attempt = 0
      })
      if (this.#closed.signal.aborted) return
      const waitMs = reconnectMs(Math.max(1, attempt))
      this.#sink.applyConnection({
        state: 'waiting',
        attempt: Math.max(1, attempt),
        retryAt: Date.now() + waitMs,
        reason,
      })
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, waitMs)
        this.#wake = () => {
          clearTimeout(timer)
          resolve()
        }
      })
    }
  }

  /**
   * One connection, from its opening to its loss. Answers why it was lost. The calls end with their socket; they get no
   * signal, as the client would try to send the abort over the socket that is gone.
   */
  async #session(opened: () => void): Promise<string> {
    const socket = new WebSocket(this.#address.url, this.#address.protocol)
    const ended = new AbortController()
    const end = () => ended.abort()
    this.#closed.signal.addEventListener('abort', end)
    socket.addEventListener('close', end)
    try {
      if (!(await isOpen(socket))) return 'The studio does not answer.'
      const link = new RPCLink({ websocket: socket, plugins: [new ResponseValidationPlugin(studioContract)] })
      const client: StudioClient = createORPCClient(link)
      this.#client = client
      const heard = { at: Date.now() }
      const lost = new Promise<string>((resolve) => {
        ended.signal.addEventListener('abort', () => resolve('The connection to the studio was lost.'))
      })
      return await Promise.race([
        lost,
        this.#watch(client, heard, opened, ended.signal),
        this.#records(client, heard, ended.signal),
        this.#ask(client, heard, ended.signal),
      ])
    } catch (error) {
      console.warn('studio connection failed', error)
      return 'The studio said something this window does not understand. It may be of another version.'
    } finally {
      this.#client = undefined
      ended.abort()
      this.#closed.signal.removeEventListener('abort', end)
      socket.close()
    }
  }

  async #watch(client: StudioClient, heard: { at: number }, opened: () => void, signal: AbortSignal): Promise<string> {
    for await (const view of await client.watch()) {
      if (signal.aborted) break
      heard.at = Date.now()
      opened()
      this.#sink.applyView(view)
      this.#sink.applyConnection({ state: 'open' })
    }
    return 'The studio ended the connection.'
  }

  async #records(client: StudioClient, heard: { at: number }, signal: AbortSignal): Promise<string> {
    let gathered: StudioRecord[] = []
    for await (const record of await client.records({ limit: recordsMax })) {
      if (signal.aborted) break
      heard.at = Date.now()
      if (gathered.length === 0) {
        setTimeout(() => {
          this.#sink.applyRecords(gathered)
          gathered = []
        }, recordsEveryMs)
      }
      gathered.push(record)
    }
    return 'The studio ended the connection.'
  }

  async #ask(client: StudioClient, heard: { at: number }, signal: AbortSignal): Promise<string> {
    while (!signal.aborted && Date.now() - heard.at < silenceMsMax) {
      const answer = client.faults.list()
      void answer.then(
        (faults) => {
          heard.at = Date.now()
          this.#sink.applyFaults(faults)
        },
        (error: unknown) => {
          if (!(error instanceof ORPCError)) return
          heard.at = Date.now()
          this.#sink.applyFaults(null)
        },
      )
      await new Promise((resolve) => setTimeout(resolve, askEveryMs))
    }
    return `The studio has been silent for ${silenceMsMax / 1000} s.`
  }
}

function isOpen(socket: WebSocket): Promise<boolean> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(false), openMsMax)
    const settle = (open: boolean) => () => {
      clearTimeout(timer)
      resolve(open)
    }
    socket.addEventListener('open', settle(true), { once: true })
    socket.addEventListener('close', settle(false), { once: true })
  })
}
