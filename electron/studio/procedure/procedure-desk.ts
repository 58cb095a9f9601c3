import type { MediaReport, PictureSettings } from '../../../native/media/index.ts'
import type { StudioRecord } from '../api/index.ts'
import type { Sighting, Store } from '../store/index.ts'
import type { SessionState } from '../table/session/index.ts'
import { roundSpan } from './round-span.ts'
import {
  type ProcedureState,
  type ProcedureStep,
  procedureAfter,
  procedureAt,
  procedureAway,
  procedureBefore,
} from './watch.ts'

interface ProcedureDeskOptions {
  readonly store: Store
  readonly session: () => SessionState
  readonly settings: () => PictureSettings
  /** Whether the wheel's camera has a live picture. */
  readonly sees: () => boolean
  readonly onRecord: (record: StudioRecord) => void
}

/** Procedure at work: what cameras saw is written down with its picture, and what a person should know of is kept. */
export class ProcedureDesk {
  readonly #options: ProcedureDeskOptions
  #state: ProcedureState = procedureBefore

  constructor(options: ProcedureDeskOptions) {
    this.#options = options
  }

  get alerts(): ProcedureState['alerts'] {
    return this.#state.alerts
  }

  hear({ source, event, crop }: Extract<MediaReport, { type: 'procedure' }>): void {
    const { session, settings } = this.#options
    const step = procedureAfter(this.#state, { source, event }, roundSpan(session()), settings())
    const capturedAt = 'at' in event ? event.at : event.from
    this.#take(step, { capturedAt, told: { source, event }, crop })
  }

  /** Time went on. */
  tick(): void {
    const { session, sees } = this.#options
    this.#take(procedureAt(this.#state, Date.now(), roundSpan(session()), sees()), null)
  }

  /** The cameras are away. */
  away(): void {
    this.#state = procedureAway(this.#state)
  }

  #take({ state, news }: ProcedureStep, sighting: Sighting | null): void {
    this.#state = state
    if (news === null) return
    const { store, onRecord } = this.#options
    const now = Date.now()
    onRecord(sighting === null ? store.record(news, now) : store.recordSighting(news, sighting, now))
  }
}
