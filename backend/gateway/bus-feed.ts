import { setTimeout as delay } from 'node:timers/promises'
import { playerEventSchema, type ServerMessage, type TableId } from '../contract/index.ts'
import { Bus, type BusSubscription, type Database, type Log } from '../platform/index.ts'
import { EventRing, type RingBounds, type RingEvent } from './event-ring.ts'

const retryMs = 500

/** The bus as players see it: what concerns one table and its players, kept in a ring and told once, in order. */
export class BusFeed implements AsyncDisposable {
  readonly #tableId: TableId
  readonly #log: Log
  readonly #onEvent: (event: RingEvent) => void
  readonly #closing = new AbortController()
  readonly #database: Database
  #ring: EventRing | null = null
  /** The newest number when the gateway started: before it has come in, the ring is not to be shown. */
  #startAt = 0
  #subscription: BusSubscription | undefined

  constructor(database: Database, tableId: TableId, log: Log, onEvent: (event: RingEvent) => void) {
    this.#database = database
    this.#tableId = tableId
    this.#log = log
    this.#onEvent = onEvent
  }

  /** Null until the past has been read, so that a restart of the gateway is a short break and not a loss. */
  get ring(): EventRing | null {
    return this.#ring !== null && this.#ring.head >= this.#startAt ? this.#ring : null
  }

  async isReady(): Promise<boolean> {
    return this.ring !== null && (await this.#database.isReady())
  }

  /** Begins as soon as the database is there; what comes later comes by itself. */
  async start(bounds: RingBounds): Promise<void> {
    await this.#database.prepare({ bus: Bus.migrations })
    const bus = new Bus(this.#database)
    const range = await this.#range(bus)
    if (range === null) return
    this.#startAt = range.newest
    const ring = new EventRing(Math.max(range.forgotten, range.newest - bounds.eventsMax), bounds)
    this.#ring = ring
    this.#subscription = bus.subscribe(
      { after: ring.head, prefix: '' },
      ({ seq, body }) => this.#take(ring, seq, body),
      (cause) => this.#log.warn({ err: cause }, 'the bus cannot be read just now'),
    )
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closing.abort()
    await this.#subscription?.[Symbol.asyncDispose]()
  }

  /** Null once closed. */
  async #range(bus: Bus): Promise<{ forgotten: number; newest: number } | null> {
    const { signal } = this.#closing
    while (!signal.aborted) {
      try {
        const range = await bus.range()
        return signal.aborted ? null : range
      } catch (cause) {
        this.#log.warn({ err: cause }, 'the bus cannot be read just now')
        await delay(retryMs, undefined, { signal }).catch(() => {})
      }
    }
    return null
  }

  #take(ring: EventRing, seq: number, body: unknown): void {
    const event = this.#read(seq, body)
    if (event === null) ring.skip(seq)
    else ring.push(event)
    // What is older than the start was pushed by the gateway's last run; who missed it asks for it.
    if (event !== null && seq > this.#startAt) this.#onEvent(event)
  }

  /** Null for what concerns nobody here. */
  #read(seq: number, body: unknown): RingEvent | null {
    const parsed = playerEventSchema.safeParse(body)
    if (!parsed.success) {
      this.#log.error({ seq, issues: parsed.error.issues }, 'an event of the bus is not one for players')
      return null
    }
    const event = parsed.data
    if (event.type === 'table' && event.table.tableId !== this.#tableId) return null
    const message: ServerMessage = { type: 'event', seq, event }
    return { seq, playerId: event.type === 'table' ? null : event.playerId, text: JSON.stringify(message) }
  }
}
