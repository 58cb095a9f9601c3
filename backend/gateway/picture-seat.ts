import type { PictureAsk, sfuContract, TableId, ViewerId } from '../contract/index.ts'
import { refusal, type ServiceClient } from '../platform/index.ts'

/** One socket's place before the picture: at most one viewer of the SFU, its own, that ends with the socket. */
export class PictureSeat {
  readonly #sfu: ServiceClient<typeof sfuContract>
  readonly #tableId: TableId
  #viewerId: ViewerId | null = null
  #left = false

  constructor(sfu: ServiceClient<typeof sfuContract>, tableId: TableId) {
    this.#sfu = sfu
    this.#tableId = tableId
  }

  /** The SFU's answer. @throws {Refusal} */
  answer(ask: PictureAsk): Promise<unknown> {
    if (ask.ask === 'join') return this.#join()
    const viewerId = this.#viewerId
    if (viewerId === null) throw refusal('VIEWER_UNKNOWN')
    switch (ask.ask) {
      case 'connect':
        return this.#sfu.connect({ viewerId, dtlsParameters: ask.dtlsParameters })
      case 'consume':
        return this.#sfu.consume({ viewerId, rtpCapabilities: ask.rtpCapabilities })
      case 'resume':
        return this.#sfu.resume({ viewerId })
      case 'prefer':
        return this.#sfu.prefer({ viewerId, rung: ask.rung })
    }
  }

  /** The socket is closed. */
  leave(): void {
    this.#left = true
    this.#give(null)
  }

  async #join(): Promise<unknown> {
    const joined = await this.#sfu.join({ tableId: this.#tableId })
    this.#give(joined.viewerId)
    if (this.#left) this.#give(null)
    return joined
  }

  /** The viewer before leaves. One that the SFU does not know any more, or cannot be told of, ends there by itself. */
  #give(viewerId: ViewerId | null): void {
    const before = this.#viewerId
    this.#viewerId = viewerId
    if (before !== null) this.#sfu.leave({ viewerId: before }).catch(() => {})
  }
}
