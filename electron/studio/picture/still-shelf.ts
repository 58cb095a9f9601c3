import { randomUUID } from 'node:crypto'

/** Pictures that people look at while they set up vision: a few for each window that does. */
const stillsMax = 16

/** Single pictures, kept in memory for as long as anybody may still be fetching them. */
export class StillShelf {
  readonly #stills = new Map<string, Uint8Array>()

  /** @returns where the studio's HTTP server has it */
  put(jpeg: Uint8Array): string {
    const id = randomUUID()
    this.#stills.set(id, jpeg)
    const [oldest] = this.#stills.keys()
    if (this.#stills.size > stillsMax && oldest !== undefined) this.#stills.delete(oldest)
    return `/stills/${id}.jpg`
  }

  /** Null: there is none, or no longer. */
  get(id: string): Uint8Array | null {
    return this.#stills.get(id) ?? null
  }
}
