import { randomUUID } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import type { PlainTransport, Router, SrtpCryptoSuite } from 'mediasoup/types'
import type { Ingest, IngestWish, ViewerId } from '../contract/index.ts'
import { refusal } from '../platform/index.ts'
import type { LiveWorker } from './media-worker.ts'
import { programParameters } from './program-codec.ts'
import { type Program, Viewer } from './viewer.ts'

/** No packet for this long: the feed is not live. */
const liveMsMax = 2_000
/**
 * A feed that was live and is silent for this long has lost its sender. The transport answers only the address that
 * sent first, so a sender that comes back from another one needs a new transport.
 */
const silentMsMax = 3_000

const srtpCryptoSuite: SrtpCryptoSuite = 'AEAD_AES_128_GCM'

/** One table's program: its ingest, held by a lease, and the viewers that watch it. It ends as a whole. */
export class TableFeed {
  /** Another one whenever viewers must join again. */
  readonly id = randomUUID()
  readonly viewers = new Map<ViewerId, Viewer>()
  readonly #wish: IngestWish
  readonly #live: LiveWorker
  readonly #router: Router
  readonly #transport: PlainTransport
  readonly #program: Program
  #leaseEndsAt = 0
  #packets = 0
  #packetAt: number | null = null
  /** Viewers whose transport is being made, so that the bound holds while they are. */
  #joining = 0

  private constructor(wish: IngestWish, live: LiveWorker, router: Router, transport: PlainTransport, program: Program) {
    this.#wish = wish
    this.#live = live
    this.#router = router
    this.#transport = transport
    this.#program = program
  }

  static async open(wish: IngestWish, live: LiveWorker): Promise<TableFeed> {
    const parameters = programParameters(wish)
    if (!parameters) throw refusal('CODEC_UNSUPPORTED')
    const router = await live.worker.createRouter({ mediaCodecs: parameters.mediaCodecs })
    try {
      // The sender's address is learnt from its first packet: it does not know its own.
      const transport = await router.createPlainTransport({
        listenInfo: live.ingestListen,
        comedia: true,
        rtcpMux: true,
        enableSrtp: true,
        srtpCryptoSuite,
      })
      await transport.connect({ srtpParameters: { cryptoSuite: srtpCryptoSuite, keyBase64: wish.srtpKey } })
      const video = await transport.produce({ kind: 'video', rtpParameters: parameters.video })
      const audio = parameters.audio && (await transport.produce({ kind: 'audio', rtpParameters: parameters.audio }))
      return new TableFeed(wish, live, router, transport, { video, audio })
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
    const { tuple, srtpParameters } = this.#transport
    if (!srtpParameters) throw new Error('The ingest has no key')
    return {
      instance: this.id,
      ip: tuple.localIp,
      port: tuple.localPort,
      leaseMs,
      srtpKey: srtpParameters.keyBase64,
    }
  }

  leaseOver(now: number): boolean {
    return now > this.#leaseEndsAt
  }

  /** Whether this feed is what the wish asks for, and can still be reached by its sender. */
  serves(wish: IngestWish, now: number): boolean {
    const lost = this.#packetAt !== null && now - this.#packetAt > silentMsMax
    return isDeepStrictEqual(wish, this.#wish) && !lost && !this.closed
  }

  /** Packets of the picture arrived lately. */
  live(now: number): boolean {
    return this.#packetAt !== null && now - this.#packetAt <= liveMsMax
  }

  /** Looks whether packets have arrived since the last look. */
  async look(now: number): Promise<void> {
    const streams = await this.#program.video.getStats()
    const packets = streams.reduce((sum, { packetCount }) => sum + packetCount, 0)
    if (packets > this.#packets) this.#packetAt = now
    this.#packets = packets
  }

  async join(connectBy: number, viewersMax: number): Promise<Viewer> {
    if (this.viewers.size + this.#joining >= viewersMax) throw refusal('TOO_MANY')
    this.#joining += 1
    try {
      const ended = (viewer: Viewer) => void this.viewers.delete(viewer.id)
      const viewer = await Viewer.join(this.#router, this.#program, this.#live.server, connectBy, ended)
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
