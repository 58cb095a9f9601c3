import { randomUUID } from 'node:crypto'
import type { PlainTransport, Producer, Router } from 'mediasoup/types'
import type { Ingest, IngestWish, ViewerId } from '../contract/index.ts'
import { refusal } from '../platform/index.ts'
import type { LiveWorker } from './media-worker.ts'
import { programCodec, programParameters } from './program-codec.ts'
import { Viewer } from './viewer.ts'

/** No packet for this long: the feed is not live. */
const liveMsMax = 2_000
/**
 * A feed that was live and is silent for this long has lost its sender. The transport answers only the address that
 * sent first, so a sender that comes back from another one needs a new transport.
 */
const silentMsMax = 3_000

/** One table's program: its ingest, held by a lease, and the viewers that watch it. It ends as a whole. */
export class TableFeed {
  /** Another one whenever viewers must join again. */
  readonly id = randomUUID()
  readonly viewers = new Map<ViewerId, Viewer>()
  readonly #wish: IngestWish
  readonly #live: LiveWorker
  readonly #router: Router
  readonly #transport: PlainTransport
  readonly #producer: Producer
  #leaseEndsAt = 0
  #packets = 0
  #packetAt: number | null = null
  /** Viewers whose transport is being made, so that the bound holds while they are. */
  #joining = 0

  private constructor(
    wish: IngestWish,
    live: LiveWorker,
    router: Router,
    transport: PlainTransport,
    producer: Producer,
  ) {
    this.#wish = wish
    this.#live = live
    this.#router = router
    this.#transport = transport
    this.#producer = producer
  }

  static async open(wish: IngestWish, live: LiveWorker): Promise<TableFeed> {
    const router = await live.worker.createRouter({ mediaCodecs: [programCodec] })
    try {
      // The sender's address is learnt from its first packet: it does not know its own.
      const transport = await router.createPlainTransport({
        listenInfo: live.ingestListen,
        comedia: true,
        rtcpMux: true,
      })
      const producer = await transport.produce({ kind: 'video', rtpParameters: programParameters(wish) })
      return new TableFeed(wish, live, router, transport, producer)
    } catch (cause) {
      router.close()
      throw cause
    }
  }

  get closed(): boolean {
    return this.#router.closed
  }

  renewLease(now: number, leaseMs: number): Ingest {
    this.#leaseEndsAt = now + leaseMs
    const { localIp, localPort } = this.#transport.tuple
    return { instance: this.id, ip: localIp, port: localPort, leaseMs }
  }

  leaseOver(now: number): boolean {
    return now > this.#leaseEndsAt
  }

  /** Whether this feed is what the wish asks for, and can still be reached by its sender. */
  serves(wish: IngestWish, now: number): boolean {
    const same =
      wish.ssrc === this.#wish.ssrc && wish.payloadType === this.#wish.payloadType && wish.cname === this.#wish.cname
    const lost = this.#packetAt !== null && now - this.#packetAt > silentMsMax
    return same && !lost && !this.closed
  }

  /** Packets arrived lately. */
  live(now: number): boolean {
    return this.#packetAt !== null && now - this.#packetAt <= liveMsMax
  }

  /** Looks whether packets have arrived since the last look. */
  async look(now: number): Promise<void> {
    const streams = await this.#producer.getStats()
    const packets = streams.reduce((sum, { packetCount }) => sum + packetCount, 0)
    if (packets > this.#packets) this.#packetAt = now
    this.#packets = packets
  }

  async join(connectBy: number, viewersMax: number): Promise<Viewer> {
    if (this.viewers.size + this.#joining >= viewersMax) throw refusal('TOO_MANY')
    this.#joining += 1
    try {
      const ended = (viewer: Viewer) => void this.viewers.delete(viewer.id)
      const viewer = await Viewer.join(this.#router, this.#producer, this.#live.server, connectBy, ended)
      this.viewers.set(viewer.id, viewer)
      return viewer
    } catch (cause) {
      throw this.closed ? refusal('NO_PICTURE', cause) : cause
    } finally {
      this.#joining -= 1
    }
  }

  close(): void {
    this.#router.close()
  }
}
