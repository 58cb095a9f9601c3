import { once } from 'node:events'
import { setTimeout as delay } from 'node:timers/promises'
import type pg from 'pg'

export interface BusEvent {
  /** Rises with every event of every topic; not without gaps. */
  readonly seq: number
  readonly topic: string
  /** Whatever was published: parse it. */
  readonly body: unknown
}

/** Events read at once. */
const batchMax = 500
/** Looks without having been notified, in case a connection died silently. */
const pollMs = 5000
const reconnectMs = 500

/** Reads behind a number and waits on LISTEN; a lost connection is made again, and nothing is lost or repeated over it. */
export class BusSubscription implements AsyncDisposable {
  readonly #connect: () => pg.Client
  readonly #prefix: string
  readonly #onEvent: (event: BusEvent) => void
  readonly #onError: (error: unknown) => void
  readonly #closing = new AbortController()
  readonly #running: Promise<void>
  #after: number

  constructor(
    connect: () => pg.Client,
    { after, prefix }: { after: number; prefix: string },
    onEvent: (event: BusEvent) => void,
    onError: (error: unknown) => void,
  ) {
    this.#connect = connect
    this.#after = after
    this.#prefix = prefix
    this.#onEvent = onEvent
    this.#onError = onError
    this.#running = this.#run()
  }

  async #run(): Promise<void> {
    const { signal } = this.#closing
    while (!signal.aborted) {
      const client = this.#connect()
      try {
        await this.#follow(client, signal)
      } catch (error) {
        if (signal.aborted) break
        this.#onError(error)
        await delay(reconnectMs, undefined, { signal }).catch(() => {})
      } finally {
        await client.end().catch(() => {})
      }
    }
  }

  async #follow(client: pg.Client, signal: AbortSignal): Promise<void> {
    const lost = new AbortController()
    client.on('error', (error) => lost.abort(error))
    client.on('end', () => lost.abort(new Error('The connection to the bus has ended')))
    let notified = false
    client.on('notification', () => {
      notified = true
    })
    await client.connect()
    await client.query('LISTEN bus')
    const either = AbortSignal.any([signal, lost.signal])
    while (!either.aborted) {
      notified = false
      const full = await this.#read(client, either)
      if (full || notified || either.aborted) continue
      const poll = AbortSignal.any([either, AbortSignal.timeout(pollMs)])
      await once(client, 'notification', { signal: poll }).catch(() => {})
    }
    lost.signal.throwIfAborted()
  }

  /** Returns whether there may be more at once. */
  async #read(client: pg.Client, signal: AbortSignal): Promise<boolean> {
    const { rows } = await client.query<{ seq: string; topic: string; body: unknown }>(
      'SELECT seq, topic, body FROM bus.events WHERE seq > $1 AND starts_with(topic, $2) ORDER BY seq LIMIT $3',
      [this.#after, this.#prefix, batchMax],
    )
    for (const { seq, topic, body } of rows) {
      if (signal.aborted) break
      this.#after = Number(seq)
      try {
        this.#onEvent({ seq: this.#after, topic, body })
      } catch (error) {
        this.#onError(error)
      }
    }
    return rows.length === batchMax
  }

  /** After this no more events are called back. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#closing.abort()
    await this.#running
  }
}
