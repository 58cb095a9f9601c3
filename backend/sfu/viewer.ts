import { randomUUID } from 'node:crypto'
import type { Consumer, Producer, Router, WebRtcServer, WebRtcTransport } from 'mediasoup/types'
import { type ViewerConsumer, type ViewerId, type ViewerJoin, viewerIdSchema } from '../contract/index.ts'
import { refusal } from '../platform/index.ts'
import { dtlsParameters, rtpCapabilities } from './viewer-shapes.ts'

/** Silence of a viewer's ICE after which it counts as gone, in seconds. */
const iceConsentSeconds = 15

/** One connection that watches a table's feed: it ends with the feed, with its connection, or when it leaves. */
export class Viewer {
  readonly id: ViewerId = viewerIdSchema.parse(randomUUID())
  readonly #router: Router
  readonly #producer: Producer
  readonly #transport: WebRtcTransport
  readonly #connectBy: number
  #consumer: Consumer | null = null

  private constructor(router: Router, producer: Producer, transport: WebRtcTransport, connectBy: number) {
    this.#router = router
    this.#producer = producer
    this.#transport = transport
    this.#connectBy = connectBy
  }

  /**
   * @param connectBy when its handshake must be done, in ms UTC
   * @param ended called once, when the viewer is over for whatever reason
   */
  static async join(
    router: Router,
    producer: Producer,
    server: WebRtcServer,
    connectBy: number,
    ended: (viewer: Viewer) => void,
  ): Promise<Viewer> {
    const transport = await router.createWebRtcTransport({
      webRtcServer: server,
      preferUdp: true,
      enableTcp: true,
      iceConsentTimeout: iceConsentSeconds,
    })
    const viewer = new Viewer(router, producer, transport, connectBy)
    transport.observer.once('close', () => ended(viewer))
    transport.on('icestatechange', (state) => state === 'disconnected' && viewer.close())
    transport.on('dtlsstatechange', (state) => (state === 'failed' || state === 'closed') && viewer.close())
    return viewer
  }

  get connected(): boolean {
    return this.#transport.dtlsState === 'connected'
  }

  /** What the viewer's client needs to make its end of the transport. */
  get offer(): ViewerJoin {
    const { id, iceParameters, iceCandidates, dtlsParameters } = this.#transport
    return {
      viewerId: this.id,
      routerRtpCapabilities: { ...this.#router.rtpCapabilities },
      transport: {
        id,
        iceParameters: { ...iceParameters },
        iceCandidates: iceCandidates.map((one) => ({ ...one })),
        dtlsParameters: { ...dtlsParameters },
      },
    }
  }

  /** Never connected within its bound. */
  overdue(now: number): boolean {
    return !this.connected && now > this.#connectBy
  }

  /** The viewer's fingerprints, once; its browser then starts the handshake. */
  async connect(parameters: unknown): Promise<void> {
    const parsed = dtlsParameters.safeParse(parameters)
    if (!parsed.success) throw refusal('BAD_REQUEST', parsed.error)
    await this.#transport.connect({ dtlsParameters: parsed.data }).catch((cause) => this.#refuse(cause))
  }

  /** Paused, so that the one key frame it starts with comes when the client is ready for it. A repeat gets the same answer. */
  async consume(capabilities: unknown): Promise<ViewerConsumer> {
    const parsed = rtpCapabilities.safeParse(capabilities)
    if (!parsed.success) throw refusal('BAD_REQUEST', parsed.error)
    const asked = { producerId: this.#producer.id, rtpCapabilities: parsed.data }
    if (!this.#router.canConsume(asked)) throw refusal('BAD_REQUEST')
    this.#consumer ??= await this.#transport.consume({ ...asked, paused: true }).catch((cause) => this.#refuse(cause))
    const { id, rtpParameters } = this.#consumer
    return { id, producerId: this.#producer.id, kind: 'video', rtpParameters: { ...rtpParameters } }
  }

  /** The client is ready: mediasoup asks the encoder for a key frame. */
  async resume(): Promise<void> {
    if (this.#consumer === null) throw refusal('BAD_REQUEST')
    await this.#consumer.resume().catch((cause) => this.#refuse(cause))
  }

  /** Tells the client, by the end of DTLS, that this picture is over. */
  close(): void {
    this.#transport.close()
  }

  /** What mediasoup does not accept is the caller's mistake, unless the viewer has ended meanwhile. */
  #refuse(cause: unknown): never {
    throw refusal(this.#transport.closed ? 'VIEWER_UNKNOWN' : 'BAD_REQUEST', cause)
  }
}
