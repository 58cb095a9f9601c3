import type { sfuContract, TableId } from '../contract/index.ts'
import type { ServiceClient } from '../platform/index.ts'

/** One unanswered question is a hiccup; so many in a row are an absence. */
const missesMax = 3

/** Looks at the SFU again and again, and tells when the table's picture is another one, or gone. */
export class PictureWatch implements AsyncDisposable {
  readonly #sfu: ServiceClient<typeof sfuContract>
  readonly #tableId: TableId
  readonly #onChange: (picture: string | null) => void
  readonly #timer: NodeJS.Timeout
  #picture: string | null = null
  #misses = 0
  #looking: Promise<void> | null = null

  constructor(
    sfu: ServiceClient<typeof sfuContract>,
    tableId: TableId,
    everyMs: number,
    onChange: (picture: string | null) => void,
  ) {
    this.#sfu = sfu
    this.#tableId = tableId
    this.#onChange = onChange
    const look = () => {
      this.#looking ??= this.#look().finally(() => {
        this.#looking = null
      })
    }
    this.#timer = setInterval(look, everyMs)
    look()
  }

  /** What viewers watch: another text when they must join again, null without a picture. */
  get picture(): string | null {
    return this.#picture
  }

  async [Symbol.asyncDispose](): Promise<void> {
    clearInterval(this.#timer)
    await this.#looking
  }

  async #look(): Promise<void> {
    try {
      const { tables } = await this.#sfu.status()
      this.#misses = 0
      this.#show(tables.find(({ tableId }) => tableId === this.#tableId)?.picture ?? null)
    } catch {
      this.#misses += 1
      if (this.#misses >= missesMax) this.#show(null)
    }
  }

  #show(picture: string | null): void {
    if (picture === this.#picture) return
    this.#picture = picture
    this.#onChange(picture)
  }
}
