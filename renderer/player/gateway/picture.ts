import type { types } from 'mediasoup-client'
import { Device } from 'mediasoup-client'
import { consumerSchema, type PictureAsk, viewerJoinSchema } from '../../../backend/contract/index.ts'
import { FrameWatch } from './frame-watch.ts'
import { Refused } from './refused.ts'

/** What the player can know of the picture. `live` is said only while frames arrive. */
export type PictureState =
  | { readonly state: 'connecting' }
  /** The table sends none; it is asked again. */
  | { readonly state: 'none' }
  | { readonly state: 'live'; readonly frames: number }
  /** What is on the screen is the last frame, drawn at this time (page's clock, ms). */
  | { readonly state: 'stale'; readonly frames: number; readonly sinceMs: number }

/** Without a new frame for so long, the picture is called stale. */
const staleMs = 1000
/** Without a frame for so long, the picture is joined again. */
const silentMsMax = 3000
/** From resume to the first frame: a key frame has to be asked for and made. */
const firstFrameMsMax = 6000
const rejoinMsMin = 500
const rejoinMsMax = 8000
const watchEveryMs = 250

const absCaptureTime = 'http://www.webrtc.org/experiments/rtp-hdrext/abs-capture-time'

export interface PictureOptions {
  readonly video: HTMLVideoElement
  readonly ask: (ask: PictureAsk) => Promise<unknown>
  readonly onState: (state: PictureState) => void
}

/** Keeps the table's picture on a video element: joins, watches that frames arrive, and joins again, for ever. */
export class Picture implements AsyncDisposable {
  readonly #options: PictureOptions
  readonly #closing = new AbortController()
  readonly #frames: FrameWatch
  readonly #telling: ReturnType<typeof setInterval>
  readonly #running: Promise<void>
  #rejoin = new AbortController()
  #none = false

  constructor(options: PictureOptions) {
    this.#options = options
    this.#frames = new FrameWatch(options.video)
    this.#telling = setInterval(() => options.onState(this.#state()), watchEveryMs)
    this.#running = this.#run()
  }

  /** The SFU was restarted, or the page is back online: what is joined now is over. */
  rejoin(): void {
    this.#rejoin.abort()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    clearInterval(this.#telling)
    this.#closing.abort()
    this.#rejoin.abort()
    await this.#running
    this.#frames[Symbol.dispose]()
    this.#options.video.srcObject = null
  }

  async #run(): Promise<void> {
    let failures = 0
    while (!this.#closing.signal.aborted) {
      this.#rejoin = new AbortController()
      const drawnBefore = this.#frames.count
      let transport: types.Transport | undefined
      try {
        transport = await this.#join()
        this.#none = false
        await this.#watch(transport, this.#rejoin.signal)
      } catch (cause) {
        this.#none = cause instanceof Refused && cause.code === 'NO_PICTURE'
      } finally {
        transport?.close()
      }
      if (this.#closing.signal.aborted) return
      failures = this.#frames.count > drawnBefore ? 0 : failures + 1
      await waitOrAbort(Math.min(rejoinMsMin * 2 ** failures, rejoinMsMax), this.#rejoin.signal)
    }
  }

  /** join → connect → consume → resume. */
  async #join(): Promise<types.Transport> {
    const { ask, video } = this.#options
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
      const rtpCapabilities = withCaptureTime(device.recvRtpCapabilities, routerRtpCapabilities)
      const offered = consumerSchema.parse(await ask({ ask: 'consume', rtpCapabilities: { ...rtpCapabilities } }))
      const consumer = await transport.consume(offered as unknown as types.ConsumerOptions)
      video.srcObject = new MediaStream([consumer.track])
      video.play().catch(() => {
        // A browser that refuses to play shows no frames, and the watch below says so.
      })
      await ask({ ask: 'resume' })
      return transport
    } catch (cause) {
      transport.close()
      throw cause
    }
  }

  /** Returns when the picture has to be joined again. */
  async #watch(transport: types.Transport, rejoin: AbortSignal): Promise<void> {
    const drawnBefore = this.#frames.count
    const resumedAtMs = Date.now()
    let failed = false
    transport.on('connectionstatechange', (state) => {
      failed ||= state === 'failed' || state === 'closed'
    })
    while (!rejoin.aborted && !failed) {
      const started = this.#frames.count > drawnBefore
      const silentMs = started ? this.#frames.ageMs() : Date.now() - Math.max(resumedAtMs, this.#frames.watchedSinceMs)
      if (silentMs > (started ? silentMsMax : firstFrameMsMax)) return
      await waitOrAbort(watchEveryMs, rejoin)
    }
  }

  #state(): PictureState {
    const frames = this.#frames.count
    if (this.#none) return { state: 'none' }
    if (frames === 0) return { state: 'connecting' }
    const ageMs = this.#frames.ageMs()
    return ageMs > staleMs ? { state: 'stale', frames, sinceMs: Date.now() - ageMs } : { state: 'live', frames }
  }
}

/**
 * Chromium understands abs-capture-time, but lists it only when asked: added here, the SFU sends it, and the receiver
 * tells when the frame on the screen was captured.
 */
function withCaptureTime(device: types.RtpCapabilities, router: types.RtpCapabilities): types.RtpCapabilities {
  const known = device.headerExtensions ?? []
  if (known.some((extension) => extension.uri === absCaptureTime)) return device
  const offered = (router.headerExtensions ?? []).filter((extension) => extension.uri === absCaptureTime)
  return { ...device, headerExtensions: [...known, ...offered] }
}

async function waitOrAbort(waitMs: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return
  await new Promise<void>((resolve) => {
    const done = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', done)
      resolve()
    }
    const timer = setTimeout(done, waitMs)
    signal.addEventListener('abort', done)
  })
}
