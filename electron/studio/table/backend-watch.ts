import { setTimeout as delay } from 'node:timers/promises'
import { betterClock, type ClockEstimate, estimateClock, type TableView } from '../../../backend/contract/index.ts'
import type { BackendClients } from '../outbox/index.ts'
import { IngestLease, type MediaLink } from '../picture/index.ts'

const askEveryMs = 1_000
/** What was said longer ago than this is no longer shown as so. */
const answerAgeMsMax = 5_000

interface Heard<Value> {
  readonly value: Value
  readonly at: number
}

/** Asks the backend once a second how the table stands there, and renews the wish to send the program to the SFU. */
export class BackendWatch implements AsyncDisposable {
  readonly #clients: BackendClients
  readonly #media: MediaLink
  readonly #onGame: (view: TableView) => void
  readonly #onClock: (before: ClockEstimate | null, now: ClockEstimate) => void
  readonly #lease = new IngestLease()
  readonly #closing = new AbortController()
  #sooner = new AbortController()
  readonly #ended: Promise<unknown>
  #game: Heard<TableView> | null = null
  #clock: Heard<ClockEstimate> | null = null
  #program: Heard<{ live: boolean; viewers: number }> | null = null

  constructor(
    clients: BackendClients,
    media: MediaLink,
    onGame: (view: TableView) => void,
    onClock: (before: ClockEstimate | null, now: ClockEstimate) => void,
  ) {
    this.#clients = clients
    this.#media = media
    this.#onGame = onGame
    this.#onClock = onClock
    const asks = [() => this.#askGame(), () => this.#askClock(), () => this.#askSfu()]
    this.#ended = Promise.all(asks.map((ask) => this.#every(ask)))
  }

  /** The table as the game has it; null while it cannot be asked. @param now UTC, ms */
  game(now: number): TableView | null {
    return fresh(this.#game, now)
  }

  /** How the backend's clock stands to the studio's; null while it cannot be asked. @param now UTC, ms */
  clock(now: number): ClockEstimate | null {
    return fresh(this.#clock, now)
  }

  /** What the SFU says of the program; null while it cannot be asked. @param now UTC, ms */
  program(now: number): { live: boolean; viewers: number } | null {
    return fresh(this.#program, now)
  }

  /** There is something new to ask: the second is not waited for. */
  askNow(): void {
    this.#sooner.abort()
    this.#sooner = new AbortController()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closing.abort()
    await this.#ended
  }

  async #askGame(): Promise<void> {
    const value = await this.#clients.game.table({ tableId: this.#media.wish.tableId })
    this.#game = { value, at: Date.now() }
    this.#onGame(value)
  }

  async #askClock(): Promise<void> {
    const sentAt = Date.now()
    const { at } = await this.#clients.game.clock()
    const receivedAt = Date.now()
    const before = this.#clock?.value
    const value = betterClock(before, estimateClock(sentAt, receivedAt, at))
    this.#clock = { value, at: receivedAt }
    this.#onClock(before ?? null, value)
  }

  async #askSfu(): Promise<void> {
    try {
      const { wish } = this.#media
      this.#lease.answered({ wish, ingest: await this.#clients.sfu.ingest(wish) }, Date.now())
      this.#media.sendTo(this.#lease.at(Date.now()))
      const { tables } = await this.#clients.sfu.status()
      const table = tables.find(({ tableId }) => tableId === this.#media.wish.tableId)
      this.#program = { value: { live: table?.live ?? false, viewers: table?.viewers ?? 0 }, at: Date.now() }
    } finally {
      this.#media.sendTo(this.#lease.at(Date.now()))
    }
  }

  async #every(ask: () => Promise<void>): Promise<void> {
    const { signal } = this.#closing
    while (!signal.aborted) {
      await ask().catch(() => {}) // Away is a state, shown by what is no longer fresh.
      const rest = AbortSignal.any([signal, this.#sooner.signal])
      await delay(askEveryMs, undefined, { signal: rest }).catch(() => {})
    }
  }
}

function fresh<Value>(heard: Heard<Value> | null, now: number): Value | null {
  return heard !== null && now - heard.at <= answerAgeMsMax ? heard.value : null
}
