import { create } from 'zustand'
import type { StudioRecord, StudioView } from '../../electron/studio/api/index.ts'
import { ClockOffset } from './link/clock-offset.ts'
import type { Connection } from './link/connection.ts'
import { type Faults, recordsMax, type StudioSink } from './link/studio-link.ts'

/** What the studio said, and nothing else: every change here came over the wire. */
interface StudioState extends StudioSink {
  readonly connection: Connection
  readonly view: StudioView | undefined
  /** When the view arrived: local clock, ms. */
  readonly viewAt: number
  /** Add to the local clock to read the studio's, ms. */
  readonly clockOffsetMs: number
  /** Newest first. */
  readonly records: readonly StudioRecord[]
  readonly faults: Faults | null
}

const clock = new ClockOffset()
/** The offset is shown to timers, which start anew when it changes: smaller changes than this are not worth it. */
const offsetStepMs = 40

export const useStudio = create<StudioState>((set, get) => ({
  connection: { state: 'connecting', attempt: 1 },
  view: undefined,
  viewAt: 0,
  clockOffsetMs: 0,
  records: [],
  faults: null,

  applyConnection(connection) {
    if (connection.state === 'open' && get().connection.state === 'open') return
    set({ connection })
  },

  applyView(view) {
    const viewAt = Date.now()
    const offset = clock.add(view.table.at, viewAt)
    const clockOffsetMs = Math.abs(offset - get().clockOffsetMs) < offsetStepMs ? get().clockOffsetMs : offset
    set({ view, viewAt, clockOffsetMs })
  },

  applyRecords(records) {
    const newest = get().records[0]?.id ?? 0
    const fresh = records.filter((record) => record.id > newest)
    if (fresh.length > 0) set({ records: [...fresh.reverse(), ...get().records].slice(0, recordsMax) })
  },

  applyFaults(faults) {
    set({ faults })
  },
}))
