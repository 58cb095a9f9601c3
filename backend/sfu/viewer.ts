import { randomUUID } from 'node:crypto'
import type { Consumer, Producer, Router, RtpCapabilities, WebRtcServer, WebRtcTransport } from 'mediasoup/types'
import { type ViewerConsumer, type ViewerId, type ViewerJoin, viewerIdSchema } from '../contract/index.ts'
import { refusal } from '../platform/index.ts'
import { dtlsParameters, rtpCapabilities } from './viewer-shapes.ts'

/** Silence of a viewer's ICE after which it counts as gone, in seconds. */
const iceConsentSeconds = 15

/** What there is to watch. */
export interface Program {
  readonly video: Producer
  readonly audio: Producer | null
}

/** One connection that watches a table's feed: it ends with the feed, with its connection, or when it leaves. */
export class Viewer {
  readonly id: ViewerId = viewerIdSchema.parse(randomUUID())
  readonly #router: Router
  readonly #program: Program
  readonly #transport: WebRtcTransport
  readonly #connectBy: number
  #consumers: Promise<readonly Consumer[]> | null = null

  private constructor(router: Router, program: Program, transport: WebRtcTransport, connectBy: number) {
    this.#router = router
    this.#program = program
    this.#transport = transport
    this.#connectBy = connectBy
  }

  /**
   * @param connectBy when its handshake must be done, in ms UTC
   * @param ended called once, when the viewer is over for whatever reason
   */
  static async join(
    router: Router,
    program: Program,
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
    const viewer = new Viewer(router, program, transport, connectBy)
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
  async consume(capabilities: unknown): Promise<ViewerConsumer[]> {
    const parsed = rtpCapabilities.safeParse(capabilities)
    if (!parsed.success) throw refusal('BAD_REQUEST', parsed.error)
    this.#consumers ??= this.#consume(parsed.data)
    const consumers = await this.#consumers.catch((cause) => {
      this.#consumers = null
      return this.#refuse(cause)
    })
    return consumers.map(({ id, producerId, kind, rtpParameters }) => ({
      id,
      producerId,
      kind,
      rtpParameters: { ...rtpParameters },
    }))
  }

  /** The client is ready: mediasoup asks the encoder for a key frame. */
  async resume(): Promise<void> {
    const consumers = await this.#consumed()
    await Promise.all(consumers.map((consumer) => consumer.resume())).catch((cause) => this.#refuse(cause))
  }

  /** @param rung 0 the smallest; above the largest that there is, the largest is meant */
  async prefer(rung: number): Promise<void> {
    const [video] = await this.#consumed()
    const rungs = this.#program.video.rtpParameters.encodings?.length ?? 1
    if (!video || rungs === 1) return
    const spatialLayer = Math.min(rung, rungs - 1)
    await video.setPreferredLayers({ spatialLayer }).catch((cause) => this.#refuse(cause))
  }

  async #consumed(): Promise<readonly Consumer[]> {
    if (!this.#consumers) throw refusal('BAD_REQUEST')
    return this.#consumers
  }

  /** The picture first. A viewer that cannot hear still sees. */
  async #consume(rtpCapabilities: RtpCapabilities): Promise<readonly Consumer[]> {
    const { video, audio } = this.#program
    const understood = (one: Producer) => this.#router.canConsume({ producerId: one.id, rtpCapabilities })
    if (!understood(video)) throw refusal('BAD_REQUEST')
    const consumers: Consumer[] = []
    for (const { id } of audio && understood(audio) ? [video, audio] : [video])
      consumers.push(await this.#transport.consume({ producerId: id, rtpCapabilities, paused: true }))
    return consumers
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
