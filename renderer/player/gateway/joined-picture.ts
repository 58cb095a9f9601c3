import type { types } from 'mediasoup-client'
import { Device } from 'mediasoup-client'
import { z } from 'zod'
import { consumersSchema, type PictureAsk, viewerJoinSchema } from '../../../backend/contract/index.ts'
import type { PictureCounts } from './judder.ts'

const absCaptureTime = 'http://www.webrtc.org/experiments/rtp-hdrext/abs-capture-time'
const playoutDelay = 'http://www.webrtc.org/experiments/rtp-hdrext/playout-delay'

/** How a picture is joined. */
export interface Manner {
  readonly sound: boolean
  /**
   * Let the browser smooth the picture, and keep it with the sound: it does neither while it is told to show every
   * picture at once.
   */
  readonly smooth: boolean
}

const countsSchema = z.object({
  type: z.literal('inbound-rtp'),
  framesDecoded: z.number(),
  freezeCount: z.number(),
  totalInterFrameDelay: z.number(),
  totalSquaredInterFrameDelay: z.number(),
})

/** A picture that this page has joined, until it is closed here or ends there. */
export class JoinedPicture implements Disposable {
  readonly stream: MediaStream
  readonly #transport: types.Transport
  readonly #video: types.Consumer
  #ended = false

  /** join → connect → consume. It flows when `resume` is asked. */
  static async join(ask: (ask: PictureAsk) => Promise<unknown>, manner: Manner): Promise<JoinedPicture> {
    const joined = viewerJoinSchema.parse(await ask({ ask: 'join' }))
    const device = await Device.factory()
    // The contract checks these shapes' form; mediasoup-client checks their content itself, and throws.
    const routerRtpCapabilities = joined.routerRtpCapabilities as unknown as types.RtpCapabilities
    await device.load({ routerRtpCapabilities })
    const transport = device.createRecvTransport(joined.transport as unknown as types.TransportOptions)
    try {
      transport.on('connect', ({ dtlsParameters }, done, failed) => {
        ask({ ask: 'connect', dtlsParameters: { ...dtlsParameters } }).then(done, failed)
      })
      const rtpCapabilities = receivable(device.recvRtpCapabilities, routerRtpCapabilities, manner)
      const offered = consumersSchema.parse(await ask({ ask: 'consume', rtpCapabilities: { ...rtpCapabilities } }))
      const consumers = await Promise.all(
        offered.consumers.map((one) => transport.consume(one as unknown as types.ConsumerOptions)),
      )
      const video = consumers.find(({ kind }) => kind === 'video')
      if (!video) throw new Error('The table offered no picture')
      return new JoinedPicture(transport, video, new MediaStream(consumers.map(({ track }) => track)))
    } catch (cause) {
      transport.close()
      throw cause
    }
  }

  private constructor(transport: types.Transport, video: types.Consumer, stream: MediaStream) {
    this.#transport = transport
    this.#video = video
    this.stream = stream
    transport.on('connectionstatechange', (state) => {
      this.#ended ||= state === 'failed' || state === 'closed'
    })
  }

  get ended(): boolean {
    return this.#ended
  }

  /** Undefined where the browser does not count these. */
  async counts(): Promise<PictureCounts | undefined> {
    const stats = await this.#video.getStats().catch(() => new Map())
    return [...stats.values()].map((one) => countsSchema.safeParse(one).data).find((one) => one !== undefined)
  }

  [Symbol.dispose](): void {
    this.#transport.close()
  }
}

/**
 * What the SFU is told that this browser receives. Chromium understands abs-capture-time, but lists it only when asked:
 * added here, the SFU sends it, and the receiver tells when the frame on the screen was captured.
 */
function receivable(
  device: types.RtpCapabilities,
  router: types.RtpCapabilities,
  { sound, smooth }: Manner,
): types.RtpCapabilities {
  const added = (router.headerExtensions ?? []).filter(({ uri }) => uri === absCaptureTime)
  const known = (device.headerExtensions ?? []).filter(({ uri }) => uri !== absCaptureTime)
  return {
    codecs: (device.codecs ?? []).filter(({ kind }) => kind === 'video' || sound),
    headerExtensions: [...known.filter(({ uri }) => uri !== playoutDelay || !smooth), ...added],
  }
}
