import type { StoreApi } from 'zustand/vanilla'
import { slipIdSchema } from '../../backend/contract/index.ts'
import { betsOf, decidesSlip, type PlacingContext, whyNotPlace } from './betting/index.ts'
import { Connection, type Memory, type PendingSlip, Refused, recallPending, rememberPending } from './gateway/index.ts'
import { Hand } from './hand.ts'
import { createPlayerStore, type PlayerState } from './store.ts'

/** How long after an undecided answer, or none, the same slip is asked again. */
const askAgainMs = 1500

/** The player at this page: the store, the connection that feeds it, and the slip on its way. */
export class Player implements AsyncDisposable {
  readonly store: StoreApi<PlayerState>
  readonly connection: Connection
  readonly hand: Hand
  readonly #memory: Memory
  readonly #closing = new AbortController()
  #asking = false

  constructor(page: URL, memory: Memory) {
    this.#memory = memory
    this.store = createPlayerStore(recallPending(memory))
    this.hand = new Hand(this.store)
    const { getState } = this.store
    this.connection = new Connection(page, memory, {
      connection: (state) => getState().applyConnection(state),
      message: (message) => getState().applyMessage(message),
      clock: (sample) => getState().applyClock(sample),
      lastSeq: () => getState().seq,
    })
    // What is stored follows what is known: a slip that is answered by any way is asked for no more.
    this.store.subscribe((now, before) => {
      if (now.pending !== before.pending) rememberPending(memory, now.pending)
      if (now.connection.state === 'online' && now.pending !== undefined) void this.#askForSlip()
    })
  }

  /** Sends the staged chips as one slip; says why when they cannot be placed. */
  place(): void {
    const now = this.store.getState()
    const reason = whyNotPlace(placingContext(now, Date.now()))
    const roundId = now.table?.round?.roundId
    if (reason !== undefined || roundId === undefined || now.playerId === undefined) {
      now.setNotice({ kind: 'refused', text: reason ?? 'The table is being loaded.' })
      return
    }
    const slip: PendingSlip = {
      playerId: now.playerId,
      slipId: slipIdSchema.parse(newUuid()),
      roundId,
      bets: betsOf(now.staging.stakes),
    }
    rememberPending(this.#memory, slip)
    now.setPending(slip)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closing.abort()
    await this.connection[Symbol.asyncDispose]()
  }

  /** Asks for the pending slip, under its one id, until it is accepted or refused: a lost answer costs nothing twice. */
  async #askForSlip(): Promise<void> {
    if (this.#asking) return
    this.#asking = true
    try {
      for (;;) {
        const { pending, connection } = this.store.getState()
        if (pending === undefined || connection.state !== 'online' || this.#closing.signal.aborted) return
        try {
          await this.connection.place({ slipId: pending.slipId, roundId: pending.roundId, bets: pending.bets })
          // The answer is applied as a message; a slip that is still `placing` is asked for again.
          if (this.store.getState().pending?.slipId !== pending.slipId) continue
        } catch (cause) {
          if (cause instanceof Refused && decidesSlip(cause.code)) {
            this.store.getState().applyRefusal(pending.slipId, cause.message)
            continue
          }
        }
        await new Promise((resolve) => setTimeout(resolve, askAgainMs))
      }
    } finally {
      this.#asking = false
    }
  }
}

/** @param nowMs the page's clock. */
export function placingContext(now: PlayerState, nowMs: number): PlacingContext {
  return {
    online: now.connection.state === 'online',
    table: now.table,
    balance: now.balance,
    staged: now.staging.stakes,
    placing: now.pending !== undefined,
    serverNowMs: nowMs + (now.clock?.offsetMs ?? 0),
  }
}

/** A random UUID; `crypto.randomUUID` is missing on a page served over plain HTTP from another machine. */
function newUuid(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}
