import type { Ingest, IngestWish } from '../../../backend/contract/index.ts'

/** What the SFU answered, and to which wish. */
export interface IngestAnswer {
  readonly wish: IngestWish
  readonly ingest: Ingest
}

/**
 * How long the SFU's last answer holds. One unanswered question does not cut the program; a lease that has run out does.
 */
export class IngestLease {
  #answer: IngestAnswer | null = null
  #until = 0

  /** @param now UTC, ms */
  answered(answer: IngestAnswer, now: number): void {
    this.#answer = answer
    this.#until = now + answer.ingest.leaseMs
  }

  /** @returns where to send to, or null once the lease has run out */
  at(now: number): IngestAnswer | null {
    return now < this.#until ? this.#answer : null
  }
}
