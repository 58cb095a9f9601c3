import type { RecordStatus } from '../messages/index.ts'

export type DiskLevel = RecordStatus['disk']

const gigabyte = 1_000_000_000
/** Free space below which it is time to act, and below which continuous recording stops. */
export const attentionBytes = 5 * gigabyte
export const alarmBytes = gigabyte
/** A level is left only with so much more than its bound, so that it does not flicker. */
const hysteresis = 1.2

/** What the disk's free space allows. */
export class DiskGuard {
  #level: DiskLevel = 'ok'
  #freeBytes = Number.POSITIVE_INFINITY

  get level(): DiskLevel {
    return this.#level
  }

  get freeBytes(): number {
    return this.#freeBytes
  }

  judge(freeBytes: number): void {
    const below = (bound: number, held: boolean) => freeBytes < bound * (held ? hysteresis : 1)
    this.#freeBytes = freeBytes
    if (below(alarmBytes, this.#level === 'alarm')) this.#level = 'alarm'
    else if (below(attentionBytes, this.#level !== 'ok')) this.#level = 'attention'
    else this.#level = 'ok'
  }
}
