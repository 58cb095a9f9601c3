import type { StudioRecord } from '../api/index.ts'

/** New records that a window has not taken yet; one that is further behind is let go, and comes back for them. */
const pendingMax = 2_000

/** Every record, in order and without a gap, for each window that asks. */
export class RecordFeed {
  readonly #listeners = new Set<(record: StudioRecord) => void>()

  tell(records: readonly StudioRecord[]): void {
    for (const record of records) for (const listener of this.#listeners) listener(record)
  }

  /** @param latest the records so far, oldest first; read at the moment from which the new ones are kept */
  async *watch(
    latest: () => StudioRecord[],
    signal: AbortSignal | undefined,
  ): AsyncGenerator<StudioRecord, void, void> {
    const pending: StudioRecord[] = []
    let wake = () => {}
    const listener = (record: StudioRecord) => {
      pending.push(record)
      wake()
    }
    const abort = () => wake()
    this.#listeners.add(listener)
    signal?.addEventListener('abort', abort)
    try {
      yield* latest()
      while (!signal?.aborted && pending.length <= pendingMax) {
        const record = pending.shift()
        if (record) yield record
        else {
          await new Promise<void>((resolve) => {
            wake = resolve
          })
        }
      }
    } finally {
      this.#listeners.delete(listener)
      signal?.removeEventListener('abort', abort)
    }
  }
}
