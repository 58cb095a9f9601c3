import { randomUUID } from 'node:crypto'
import { type RoundId, roundIdSchema, type TableView } from '../../../backend/contract/index.ts'
import type { MediaReport } from '../../../native/media/index.ts'
import type { WheelEvent } from '../../../native/sensors/index.ts'
import type { StudioRecord, TableConfiguration } from '../api/index.ts'
import { pictureUrl, type Store } from '../store/index.ts'
import {
  type Decision,
  decide,
  isInFlight,
  nextDeadline,
  type Refusal,
  type SessionInput,
  type SessionState,
  type SpinEvent,
  type Step,
  step,
} from './session/index.ts'

/** A table that waits for a backend lets so many events wait; then it finishes its round and opens no other. */
export const eventsWaitingMax = 500
/** Node's timers hold no more, in ms. */
const timerMsMax = 2_147_483_647

interface TableOptions {
  readonly configuration: TableConfiguration
  readonly store: Store
  /** Whether anybody takes the outbox's events: without a backend they are kept, and hold nobody up. */
  readonly delivers: boolean
  /** Why the camera could not witness a spin that begins now, as a clause; null: it can, or is no witness. */
  readonly blindness: () => string | null
  /** After every step: what was written down, when it changed anything. */
  readonly onStep: (step: Step, records: readonly StudioRecord[]) => void
  /** The store refuses: the process must not go on. */
  readonly onBroken: (cause: unknown) => void
}

/**
 * The session with its store and its clock. Every step is written down before anything follows from it: a process that is
 * killed at any moment is found in a state that it had told.
 */
export class Table implements Disposable {
  readonly #options: TableOptions
  #state: SessionState
  #timer: NodeJS.Timeout | undefined
  #broken = false

  constructor(options: TableOptions) {
    this.#options = options
    this.#state = options.store.session
    this.#apply({ type: 'restart', at: Date.now() })
  }

  get state(): SessionState {
    return this.#state
  }

  /** Whether a round still needs a result, and so the witnesses. */
  get needsResult(): boolean {
    return this.#state.round !== null && isInFlight(this.#state.round)
  }

  hearWheel(event: SpinEvent): void {
    const at = Date.now()
    this.#apply({ type: 'wheel', at, id: randomUUID(), event, roundId: newRoundId(), refusal: this.#refusal() })
  }

  /** @param pictureDoubt what is wrong with the picture, in words; null when it is live */
  hearVision({ reading, crop }: Extract<MediaReport, { type: 'reading' }>, pictureDoubt: string | null): void {
    const id = randomUUID()
    const cropUrl = crop === null ? null : pictureUrl(id)
    this.#apply({ type: 'vision', at: Date.now(), id, reading, cropUrl, pictureDoubt }, crop)
  }

  /** What the backend answered when it was asked where it stands. */
  meet({ round, phase, results }: TableView): void {
    const { last, acknowledged } = this.#options.store.position
    // Only with nothing left to tell is a round that it still waits for one that this table has forgotten.
    const forgotten = round && round.standing === undefined && last === acknowledged
    const lastNumber = Math.max(round?.number ?? 0, results[0]?.number ?? 0)
    const undecided = forgotten ? { ...round, suspended: phase === 'suspended' } : null
    this.#apply({ type: 'backend', at: Date.now(), lastNumber, undecided })
  }

  settled(roundId: RoundId): void {
    if (this.#state.round?.roundId === roundId && this.#state.round.phase === 'confirmed') {
      this.#apply({ type: 'settled', at: Date.now(), roundId })
    }
  }

  /**
   * A person's decision, done once.
   * @param commandId the person's own id for it
   * @returns the new revision, or why it was refused
   */
  decide(decision: Decision, commandId: string): number | Refusal | 'REPEATED' {
    const { store, configuration } = this.#options
    if (store.hasCommand(commandId)) return 'REPEATED'
    const at = Date.now()
    const outcome = decide(this.#state, decision, at, configuration.round)
    if ('refused' in outcome) return outcome.refused
    const what = JSON.stringify(decision)
    this.#take(outcome, at, { command: { id: commandId, operator: decision.operator, what } })
    return this.#state.revision
  }

  [Symbol.dispose](): void {
    this.#broken = true
    clearTimeout(this.#timer)
  }

  #apply(input: SessionInput, crop: Uint8Array | null = null): void {
    if (this.#broken) return
    const outcome = step(this.#state, input, this.#options.configuration.round)
    this.#take(outcome, input.at, { crop })
  }

  #take(outcome: Step, at: number, attached: Parameters<Store['commit']>[2]): void {
    let records: readonly StudioRecord[] = []
    if (outcome.durable) {
      try {
        records = this.#options.store.commit(outcome, at, attached)
      } catch (cause) {
        this[Symbol.dispose]()
        this.#options.onBroken(cause)
        throw cause
      }
    }
    this.#state = outcome.state
    this.#schedule()
    if (outcome.durable) this.#options.onStep(outcome, records)
  }

  #schedule(): void {
    clearTimeout(this.#timer)
    const due = nextDeadline(this.#state, this.#options.configuration.round)
    if (due === null) return
    const waitMs = Math.min(Math.max(0, due - Date.now()), timerMsMax)
    this.#timer = setTimeout(() => this.#apply({ type: 'tick', at: Date.now() }), waitMs)
  }

  /** Bets are taken on no spin that a witness is known to miss, nor on one that the backend would hear of late. */
  #refusal(): string | null {
    const blindness = this.#options.blindness()
    if (blindness !== null) return `the camera could not witness it (${blindness})`
    if (!this.#options.delivers) return null
    const { base, last, acknowledged } = this.#options.store.position
    // A new store may stand in for one that was lost: the backend may still hold bets on a round of then.
    if (base === null) return 'the backend has not said yet where it stands'
    const waiting = last - acknowledged
    return waiting > eventsWaitingMax ? `${waiting} events wait for the backend` : null
  }
}

/** What of the wheel's events the session needs to hear. */
export function isSpinEvent(event: WheelEvent): event is SpinEvent {
  return event.type !== 'port' && event.type !== 'status' && event.type !== 'corrupt' && event.type !== 'silence'
}

function newRoundId(): RoundId {
  return roundIdSchema.parse(randomUUID())
}
