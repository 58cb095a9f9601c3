import { randomUUID } from 'node:crypto'
import { createWorker } from 'mediasoup'
import type { TransportListenInfo, WebRtcServer, Worker } from 'mediasoup/types'

export interface MediaWorkerOptions {
  /** Address to listen on, and the one that viewers are told where it differs (behind a NAT). */
  readonly listenIp: string
  readonly announcedAddress?: string
  /** UDP and TCP ports: two for all viewers together, one for each table's ingest. */
  readonly portMin: number
  readonly portMax: number
}

/** What can be used while the worker lives: gone, with everything made from it, when it dies. */
export interface LiveWorker {
  readonly worker: Worker
  /** One UDP and one TCP port for every viewer, so that a firewall opens two and not thousands. */
  readonly server: WebRtcServer
  /** The address for RTP from the encoder. */
  readonly ingestListen: TransportListenInfo
}

const backOffMsMin = 1_000
const backOffMsMax = 60_000
/** A worker that dies at once is often only unlucky: the first starts come quickly. */
const quickStarts = 3
/** Ran this long: the trouble before it is over. */
const stableMsMin = 30_000

/** What happens to the worker; `died` is never the answer to a close. */
export interface MediaWorkerEvents {
  started(pid: number): void
  died(cause: Error, nextTryMs: number): void
  failed(cause: Error, nextTryMs: number): void
}

/**
 * The mediasoup worker of this service. When it dies another one is started, with back-off, for ever; what was made from
 * the dead one is closed by mediasoup itself, and `instance` changes at that very moment.
 */
export class MediaWorker {
  #instance: string = randomUUID()
  #live: LiveWorker | null = null
  #failures = 0
  #closed = false
  #retry: NodeJS.Timeout | undefined
  readonly #options: MediaWorkerOptions
  readonly #events: MediaWorkerEvents

  constructor(options: MediaWorkerOptions, events: MediaWorkerEvents) {
    this.#options = options
    this.#events = events
  }

  /** Another one after each death. */
  get instance(): string {
    return this.#instance
  }

  /** Null while there is no worker. */
  get live(): LiveWorker | null {
    return this.#live
  }

  /** Resolves when the first attempt has succeeded or failed; a failed one is repeated by itself. */
  async start(): Promise<void> {
    const startedAt = Date.now()
    try {
      const live = await this.#open()
      if (this.#closed) return live.worker.close()
      live.worker.once('died', (cause) => {
        this.#live = null
        this.#instance = randomUUID()
        if (Date.now() - startedAt >= stableMsMin) this.#failures = 0
        this.#events.died(cause, this.#startLater())
      })
      this.#live = live
      this.#events.started(live.worker.pid)
    } catch (cause) {
      if (this.#closed) return
      const error = cause instanceof Error ? cause : new Error(String(cause))
      this.#events.failed(error, this.#startLater())
    }
  }

  close(): void {
    this.#closed = true
    clearTimeout(this.#retry)
    this.#live?.worker.close()
    this.#live = null
  }

  async #open(): Promise<LiveWorker> {
    const { listenIp, announcedAddress, portMin, portMax } = this.#options
    const portRange = { min: portMin, max: portMax }
    const worker = await createWorker({ logLevel: 'warn' })
    try {
      const viewers = { ip: listenIp, portRange, ...(announcedAddress === undefined ? {} : { announcedAddress }) }
      const server = await worker.createWebRtcServer({
        listenInfos: [
          { protocol: 'udp', ...viewers },
          { protocol: 'tcp', ...viewers },
        ],
      })
      return { worker, server, ingestListen: { protocol: 'udp', ip: listenIp, portRange } }
    } catch (cause) {
      worker.close()
      throw cause
    }
  }

  #startLater(): number {
    this.#failures += 1
    const waitMs = Math.min(backOffMsMin * 2 ** Math.max(0, this.#failures - quickStarts), backOffMsMax)
    this.#retry = setTimeout(() => void this.start(), waitMs)
    return waitMs
  }
}
