import { ORPCError } from '@orpc/client'
import { eventsPerDeliveryMax, type TableEvent, type TableId } from '../../../backend/contract/index.ts'
import type { StudioRecord } from '../api/index.ts'
import type { Store, StoredEvent } from '../store/index.ts'

const backOffMsMin = 250
const backOffMsMax = 10_000

/** The backend as the outbox needs it. */
export interface BackendTable {
  /** @returns the last sequence that is recorded there; 0 for a table it has never heard of */
  sequence(): Promise<number>
  deliver(events: TableEvent[]): Promise<{ acknowledged: number; ignored: { id: string; why: string }[] }>
}

export type DeliveryState =
  | { readonly kind: 'delivering' }
  /** `since`: UTC, ms, of the first failure in a row. */
  | { readonly kind: 'failing'; readonly since: number; readonly why: string }

/**
 * Delivers the outbox of one table until it is closed. Where the backend stands is asked first, after every start and
 * whenever it calls an event out of order: what it lacks is sent again, what it has is not.
 */
export class Delivery {
  #state: DeliveryState = { kind: 'delivering' }
  #wake: () => void = () => {}
  readonly #closing = new AbortController()
  readonly #ended: Promise<void>
  readonly #tableId: TableId
  readonly #store: Store
  readonly #backend: BackendTable
  readonly #onChange: () => void
  readonly #record: (record: Omit<StudioRecord, 'id' | 'at'>) => void

  constructor(
    tableId: TableId,
    store: Store,
    backend: BackendTable,
    onChange: () => void,
    record: (record: Omit<StudioRecord, 'id' | 'at'>) => void,
  ) {
    this.#tableId = tableId
    this.#store = store
    this.#backend = backend
    this.#onChange = onChange
    this.#record = record
    this.#ended = this.#run()
  }

  get state(): DeliveryState {
    return this.#state
  }

  /** There may be something to deliver. */
  nudge(): void {
    this.#wake()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closing.abort()
    this.#wake()
    await this.#ended
  }

  async #run(): Promise<void> {
    let backOffMs = backOffMsMin
    let agreed = false
    while (!this.#closing.signal.aborted) {
      try {
        if (!agreed) this.#agree(await this.#backend.sequence())
        agreed = true
        const { base, acknowledged } = this.#store.position
        const events = this.#store.eventsAfter(acknowledged, eventsPerDeliveryMax)
        if (events.length > 0) agreed = await this.#deliver(base ?? 0, events)
        backOffMs = backOffMsMin
        this.#setState({ kind: 'delivering' })
        if (events.length === 0) await this.#sleep()
      } catch (cause) {
        if (this.#closing.signal.aborted) return
        agreed = false
        this.#fail(cause)
        // An event that arrives meanwhile does not shorten the wait: the backend is not hammered.
        await this.#sleep(backOffMs)
        backOffMs = Math.min(backOffMs * 2, backOffMsMax)
      }
    }
  }

  /** @returns false when the backend stands elsewhere than was thought */
  async #deliver(base: number, stored: StoredEvent[]): Promise<boolean> {
    const events = stored.map(
      ({ position, id, at, body }): TableEvent => ({ id, tableId: this.#tableId, sequence: base + position, at, body }),
    )
    const { acknowledged, ignored } = await this.#backend.deliver(events)
    const first = events[0]?.sequence ?? 0
    const last = events.at(-1)?.sequence ?? 0
    if (acknowledged < first - 1 || acknowledged > last) return false
    this.#store.acknowledge(base, acknowledged - base, Date.now())
    for (const { id, why } of ignored) {
      const type = events.find((event) => event.id === id)?.body.type ?? id
      // Bets that the backend closed first, by its own clock, are no surprise.
      const level = type === 'no_more_bets' ? 'info' : 'attention'
      this.#record({ level, kind: 'delivery', text: `The backend recorded ${type} without applying it: ${why}.` })
    }
    this.#onChange()
    return true
  }

  /** Finds out where to go on. @param theirs the backend's last sequence */
  #agree(theirs: number): void {
    const { base, acknowledged, last } = this.#store.position
    if (base !== null && theirs >= base && theirs <= base + last) {
      if (theirs !== base + acknowledged) this.#store.acknowledge(base, theirs - base, Date.now())
      return
    }
    // Never spoken to, or one of the two has lost its memory: what waits here is numbered on from what the backend has.
    if (base !== null) {
      this.#record({
        level: 'alarm',
        kind: 'delivery',
        text: `The backend stands at event ${theirs}, this studio at ${base + acknowledged}. What waits here is delivered from ${theirs + 1} on. Compare the rounds on both sides.`,
      })
    }
    this.#store.acknowledge(theirs - acknowledged, acknowledged, Date.now())
  }

  #fail(cause: unknown): void {
    const why = reasonOf(cause)
    const since = this.#state.kind === 'failing' ? this.#state.since : Date.now()
    this.#setState({ kind: 'failing', since, why })
  }

  #setState(state: DeliveryState): void {
    const before = this.#state
    this.#state = state
    if (
      before.kind === state.kind &&
      (state.kind === 'delivering' || before.kind === 'delivering' || state.why === before.why)
    )
      return
    if (state.kind === 'failing') {
      this.#record({
        level: 'attention',
        kind: 'delivery',
        text: `The backend takes no events: ${state.why}. They wait, and are sent again.`,
      })
    } else {
      this.#record({ level: 'info', kind: 'delivery', text: 'The backend takes events again.' })
    }
    this.#onChange()
  }

  /** Until a nudge; with a bound, until the bound, whatever comes. */
  async #sleep(ms?: number): Promise<void> {
    if (this.#closing.signal.aborted) return
    await new Promise<void>((resolve) => {
      const timer = ms === undefined ? undefined : setTimeout(resolve, ms)
      this.#wake = () => {
        if (ms !== undefined && !this.#closing.signal.aborted) return
        clearTimeout(timer)
        resolve()
      }
    })
    this.#wake = () => {}
  }
}

/** What went wrong, as a clause for a person. */
function reasonOf(cause: unknown): string {
  if (cause instanceof ORPCError) return cause.defined ? `“${cause.message}”` : `it answered ${cause.status}`
  if (cause instanceof Error && cause.name === 'TimeoutError') return 'it does not answer in time'
  return 'it cannot be reached'
}
