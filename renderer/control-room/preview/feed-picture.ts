import { type FeedState, Freshness } from './freshness.ts'
import { KeyFrameGate } from './key-frame-gate.ts'
import type { FeedConfiguration, PreviewMessage } from './preview-message.ts'

/** A decoder that failed is made anew with the next key frame, but not more often than this. */
const remakeMs = 1_000

/** One tile: its decoder and its canvas. Frames come in encoded, are drawn at once, and go no further. */
export class FeedPicture implements Disposable {
  readonly #freshness = new Freshness()
  readonly #canvas: OffscreenCanvas
  readonly #gate = new KeyFrameGate()
  #configuration: FeedConfiguration | undefined
  #decoder: VideoDecoder | undefined
  #madeAt = Number.NEGATIVE_INFINITY
  #frames = 0

  constructor(canvas: OffscreenCanvas) {
    this.#canvas = canvas
  }

  /** Pictures drawn. */
  get frames(): number {
    return this.#frames
  }

  look(now: number): FeedState {
    return this.#freshness.look(now)
  }

  /** It is asked for from now on: what came between was missed, so that only a key frame can be next. */
  wanted(now: number): void {
    this.#gate.reset()
    this.#freshness.wanted(now)
  }

  receive(message: Extract<PreviewMessage, { type: 'configuration' | 'chunk' }>): void {
    if (message.type === 'configuration') this.#configure(message.configuration)
    else this.#decode(message)
  }

  [Symbol.dispose](): void {
    this.#close()
  }

  #configure(configuration: FeedConfiguration): void {
    const { codec, width, height } = this.#configuration ?? {}
    if (
      this.#decoder &&
      codec === configuration.codec &&
      width === configuration.width &&
      height === configuration.height
    )
      return
    this.#configuration = configuration
    this.#close()
    this.#make()
  }

  #decode({ key, capturedAt, data }: Extract<PreviewMessage, { type: 'chunk' }>): void {
    if (this.#decoder === undefined && key && Date.now() - this.#madeAt > remakeMs) this.#make()
    const decoder = this.#decoder
    if (decoder === undefined) return
    const judgement = this.#gate.judge(key, decoder.decodeQueueSize)
    if (judgement === 'skip') return
    if (judgement === 'restart') {
      decoder.reset()
      this.#start(decoder)
    }
    decoder.decode(
      new EncodedVideoChunk({ type: key ? 'key' : 'delta', timestamp: Math.round(capturedAt * 1000), data }),
    )
  }

  #make(): void {
    if (this.#configuration === undefined) return
    this.#madeAt = Date.now()
    this.#gate.reset()
    const decoder = new VideoDecoder({
      output: (frame) => this.#draw(frame),
      error: () => {
        // A broken stream, or a codec that is not there.
        if (decoder !== this.#decoder) return
        this.#decoder = undefined
        this.#freshness.failed(Date.now())
      },
    })
    this.#decoder = decoder
    this.#start(decoder)
  }

  #start(decoder: VideoDecoder): void {
    if (this.#configuration === undefined) return
    const { codec, width, height } = this.#configuration
    decoder.configure({ codec, codedWidth: width, codedHeight: height, optimizeForLatency: true })
  }

  #draw(frame: VideoFrame): void {
    const { displayWidth, displayHeight } = frame
    if (this.#canvas.width !== displayWidth) this.#canvas.width = displayWidth
    if (this.#canvas.height !== displayHeight) this.#canvas.height = displayHeight
    this.#canvas.getContext('2d', { alpha: false })?.drawImage(frame, 0, 0)
    frame.close()
    this.#frames++
    this.#freshness.drawn(Date.now())
  }

  #close(): void {
    if (this.#decoder !== undefined && this.#decoder.state !== 'closed') this.#decoder.close()
    this.#decoder = undefined
  }
}
