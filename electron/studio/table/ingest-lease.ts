import type { Ingest } from '../../../backend/contract/index.ts'

/**
 * How long the SFU's last answer holds. One unanswered question does not cut the program; a lease that has run out does.
 */
export class IngestLease {
  #ingest: Ingest | null = null
  #until = 0

  /** @param now UTC, ms */
  answered(ingest: Ingest, now: number): void {
    this.#ingest = ingest
    this.#until = now + ingest.leaseMs
  }

  /** @returns where to send to, or null once the lease has run out */
  at(now: number): Ingest | null {
    return now < this.#until ? this.#ingest : null
  }
}
