import { setTimeout as wait } from 'node:timers/promises'
import {
  AV_CODEC_FLAG_LOW_DELAY,
  AV_PIX_FMT_YUV420P,
  AVMEDIA_TYPE_VIDEO,
  CodecContext,
  Dictionary,
  FFmpegError,
  FormatContext,
  Frame,
  InputFormat,
  Packet,
  Rational,
} from 'node-av'
import { utcNow } from '../frame/index.ts'
import type { CapturedFrame } from '../frame/index.ts'
import type { MediaConfiguration } from '../messages/index.ts'
import { PictureScaler } from '../frame/index.ts'

/** From the start of opening to the first frame; cameras may wait for a key frame of up to 4 s. */
const firstFrameMsMax = 10_000
/** A connected source that is silent for this long is connected anew. */
const silenceMsMax = 3_000
const reconnectMsMin = 250
const reconnectMsMax = 4_000
/** A connection that held for this long begins with the shortest wait again. */
const stableMs = 5_000

/**
 * Little is read before the first picture is shown. What is read is kept (no `nobuffer`), as it has the key frame that
 * decoding must begin with: without it the first picture would come a whole group of pictures later.
 */
const openOptions = { flags: 'low_delay', probesize: '200000', analyzeduration: '500000', fpsprobesize: '0' }

const clockRate = new Rational(1, 90_000)

interface CaptureEvents {
  /** The frame is only lent: it is freed when this returns. */
  frame(captured: CapturedFrame): void
  /** A connection failed or ended; `why` in words for the operator. */
  trouble(why: string): void
}

class SourceSilent extends Error {}

/** Reads one source for ever: opens it, decodes it, and opens it again whenever it fails, ends or falls silent. */
export class Capture implements AsyncDisposable {
  readonly #source: MediaConfiguration['source']
  readonly #events: CaptureEvents
  readonly #closing = new AbortController()
  readonly #running: Promise<void>
  #width = 0
  #height = 0
  #frames = 0
  #connections = 0
  #damaged = 0

  constructor(source: MediaConfiguration['source'], events: CaptureEvents) {
    this.#source = source
    this.#events = events
    this.#running = this.#run()
  }

  get statistics() {
    return {
      width: this.#width,
      height: this.#height,
      frames: this.#frames,
      connections: this.#connections,
      damaged: this.#damaged,
    }
  }

  async #run(): Promise<void> {
    const { signal } = this.#closing
    let reconnectMs = reconnectMsMin
    while (!signal.aborted) {
      const startedAt = performance.now()
      try {
        await using connection = new Connection(this.#source, signal)
        await connection.open()
        this.#connections++
        for (;;) await connection.read((frame, capturedAt) => this.#deliver(frame, capturedAt))
      } catch (cause) {
        if (!signal.aborted) this.#events.trouble(inWords(cause))
      }
      if (performance.now() - startedAt > stableMs) reconnectMs = reconnectMsMin
      await wait(reconnectMs, undefined, { signal }).catch(() => {})
      reconnectMs = Math.min(reconnectMs * 2, reconnectMsMax)
    }
  }

  #deliver(frame: Frame, capturedAt: number): void {
    // Filters want a time base; the decoder leaves it open.
    frame.timeBase = clockRate
    this.#width = frame.width
    this.#height = frame.height
    this.#frames++
    if (frame.decodeErrorFlags !== 0) this.#damaged++
    this.#events.frame({ frame, capturedAt })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closing.abort()
    await this.#running
  }
}

/** One connection to the source, from opening to its failure. Every wait in it is bounded and can be interrupted. */
class Connection implements AsyncDisposable {
  readonly #source: MediaConfiguration['source']
  readonly #signal: AbortSignal
  readonly #input = new FormatContext()
  readonly #decoder = new CodecContext()
  readonly #packet = new Packet()
  readonly #frame = new Frame()
  readonly #interrupt = () => this.#input.interrupt()
  #silence: NodeJS.Timeout
  #silent = false
  #streamIndex = -1
  #toPlanar: PictureScaler | null = null

  constructor(source: MediaConfiguration['source'], signal: AbortSignal) {
    this.#source = source
    this.#signal = signal
    this.#input.allocContext()
    this.#packet.alloc()
    this.#frame.alloc()
    this.#silence = this.#expectFrameWithin(firstFrameMsMax)
    signal.addEventListener('abort', this.#interrupt)
  }

  async open(): Promise<void> {
    const { url, format } = this.#source
    const inputFormat = format ? InputFormat.findInputFormat(format) : null
    if (format && !inputFormat) throw new Error(`FFmpeg knows no format "${format}"`)
    const options = Dictionary.fromObject(openOptions)
    try {
      this.#check(await this.#input.openInput(url, inputFormat, options))
    } finally {
      options.free()
    }
    this.#check(await this.#input.findStreamInfo(null))
    const { streamIndex, decoder } = this.#input.findBestStream(AVMEDIA_TYPE_VIDEO, -1, -1, true)
    const stream = this.#input.streams[streamIndex]
    if (!stream || !decoder) throw new Error('There is no picture in the stream')
    this.#streamIndex = streamIndex
    this.#decoder.allocContext3(decoder)
    this.#check(this.#decoder.parametersToContext(stream.codecpar))
    this.#decoder.pktTimebase = stream.timeBase
    // One thread: more would hold a frame back each.
    this.#decoder.threadCount = 1
    this.#decoder.setFlags(AV_CODEC_FLAG_LOW_DELAY)
    this.#check(await this.#decoder.open2(decoder, null))
  }

  /** Reads one packet and hands over the pictures in it. */
  async read(deliver: (frame: Frame, capturedAt: number) => void): Promise<void> {
    this.#check(await this.#input.readFrame(this.#packet))
    const capturedAt = utcNow()
    const ours = this.#packet.streamIndex === this.#streamIndex
    // A damaged packet is the decoder's to conceal, not a reason to reconnect.
    if (ours) await this.#decoder.sendPacket(this.#packet)
    this.#packet.unref()
    while (ours && (await this.#decoder.receiveFrame(this.#frame)) >= 0) {
      try {
        await this.#handOver(capturedAt, deliver)
      } finally {
        this.#frame.unref()
      }
    }
  }

  async #handOver(capturedAt: number, deliver: (frame: Frame, capturedAt: number) => void): Promise<void> {
    clearTimeout(this.#silence)
    this.#silence = this.#expectFrameWithin(silenceMsMax)
    if (this.#frame.format === AV_PIX_FMT_YUV420P) return deliver(this.#frame, capturedAt)
    this.#toPlanar ??= new PictureScaler(this.#frame.width & ~1, this.#frame.height & ~1, AV_PIX_FMT_YUV420P)
    const planar = await this.#toPlanar.scale(this.#frame)
    try {
      deliver(planar, capturedAt)
    } finally {
      planar.free()
    }
  }

  #expectFrameWithin(ms: number): NodeJS.Timeout {
    return setTimeout(() => {
      this.#silent = true
      this.#input.interrupt()
    }, ms)
  }

  #check(code: number): void {
    if (this.#silent) throw new SourceSilent()
    this.#signal.throwIfAborted()
    FFmpegError.throwIfError(code)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    clearTimeout(this.#silence)
    this.#signal.removeEventListener('abort', this.#interrupt)
    await this.#input.closeInput()
    this.#decoder.freeContext()
    this.#toPlanar?.[Symbol.dispose]()
    this.#packet.free()
    this.#frame.free()
  }
}

function inWords(cause: unknown): string {
  if (cause instanceof SourceSilent) return 'The camera is connected but sends no picture'
  if (cause instanceof FFmpegError && cause.isEOF) return 'The camera ended the connection'
  return `The camera cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`
}
