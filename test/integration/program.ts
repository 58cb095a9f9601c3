import { setTimeout as wait } from 'node:timers/promises'
import {
  AV_CHANNEL_LAYOUT_STEREO,
  AV_CODEC_ID_H264,
  AV_CODEC_ID_OPUS,
  AV_LOG_ERROR,
  AV_PICTURE_TYPE_I,
  AV_PICTURE_TYPE_NONE,
  AV_PIX_FMT_YUV420P,
  AV_SAMPLE_FMT_FLT,
  Codec,
  CodecContext,
  Dictionary,
  FF_ENCODER_LIBOPUS,
  FF_ENCODER_LIBX264,
  FFmpegError,
  Frame,
  Log,
  Packet,
  Rational,
} from 'node-av'
import { pino } from 'pino'
import type { Ingest, IngestWish } from '../../backend/contract/index.ts'
import { utcNow } from '../../native/media/frame/index.ts'
import type { MediaTarget } from '../../native/media/index.ts'
import { RtpSession } from '../../native/media/rtp/index.ts'

Log.setLevel(AV_LOG_ERROR)

const fps = 30
const sampleRate = 48_000
const soundMs = 20
/** 500 Hz: whole periods in each packet. */
const toneStep = (2 * Math.PI * 500) / sampleRate

/** px, the largest first, as a ladder has them; small, so that a test's machine can do all three. */
export const rungSizes = [
  { width: 640, height: 360, bitrate: 600_000 },
  { width: 320, height: 180, bitrate: 200_000 },
  { width: 160, height: 90, bitrate: 80_000 },
] as const

/** Where a wish's program is sent, now that the SFU has answered. */
export function targetOf({ cname, video, audio, srtpKey }: IngestWish, ingest: Ingest): MediaTarget {
  const { ip, port, instance } = ingest
  const { payloadType, ssrcs } = video
  const srtp = { sendKey: srtpKey, receiveKey: ingest.srtpKey }
  return { ip, port, instance, cname, video: { payloadType, ssrcs }, audio, srtp }
}

/**
 * A program as the media process sends one: rungs of a moving picture, key frames when they are asked for and every 2 s,
 * and a tone. Encoded plainly, so that a test of the way sees nothing but the way.
 */
export class TestProgram implements AsyncDisposable {
  readonly rtp: RtpSession
  /** From the request for a key frame to its last packet, ms. */
  readonly keyFrameMs: number[] = []
  readonly #rungs: readonly TestEncoder[]
  readonly #sound: TestEncoder
  readonly #askedAt: (number | undefined)[] = []
  readonly #closing = new AbortController()
  readonly #running: Promise<unknown>

  static async start(): Promise<TestProgram> {
    return new TestProgram(await Promise.all(rungSizes.map(pictureEncoder)), await toneEncoder())
  }

  private constructor(rungs: readonly TestEncoder[], sound: TestEncoder) {
    this.#rungs = rungs
    this.#sound = sound
    this.rtp = new RtpSession(pino({ level: 'silent' }), (rung) => {
      this.#askedAt[rung] ??= performance.now()
    })
    this.#running = Promise.all([this.#pictures(), this.#tone()])
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closing.abort()
    await this.#running
    await this.rtp[Symbol.asyncDispose]()
    for (const encoder of [...this.#rungs, this.#sound]) encoder[Symbol.dispose]()
  }

  async #pictures(): Promise<void> {
    await this.#every(1_000 / fps, async (capturedAt, count) => {
      // The smallest first.
      for (const rung of [2, 1, 0]) {
        const askedAt = this.#askedAt[rung]
        const encoded = await this.#rungs[rung]?.encode(count, askedAt !== undefined)
        if (!encoded) continue
        this.rtp.sendPicture(rung, { ...encoded, capturedAt }, 'h264')
        if (askedAt === undefined || !encoded.key) continue
        this.keyFrameMs.push(performance.now() - askedAt)
        this.#askedAt[rung] = undefined
      }
    })
  }

  async #tone(): Promise<void> {
    await this.#every(soundMs, async (capturedAt, count) => {
      const encoded = await this.#sound.encode(count, false)
      if (encoded) this.rtp.sendSound({ data: encoded.data, capturedAt })
    })
  }

  /** @param work told the instant that it stands for: UTC, ms */
  async #every(ms: number, work: (capturedAt: number, count: number) => Promise<void>): Promise<void> {
    const start = utcNow()
    for (let count = 0; !this.#closing.signal.aborted; count++) {
      const at = start + count * ms
      await wait(Math.max(0, at - utcNow()))
      await work(at, count)
    }
  }
}

/** One encoder and the one frame that it is given again and again, drawn anew for each. */
class TestEncoder implements Disposable {
  readonly #context: CodecContext
  readonly #frame: Frame
  readonly #packet = new Packet()
  readonly #draw: (count: number) => void
  readonly #step: number

  /** @param step of the encoder's clock, from frame to frame */
  constructor(context: CodecContext, frame: Frame, step: number, draw: (count: number) => void) {
    this.#context = context
    this.#frame = frame
    this.#step = step
    this.#draw = draw
    this.#packet.alloc()
  }

  async encode(count: number, key: boolean): Promise<{ data: Buffer; key: boolean } | null> {
    this.#draw(count)
    this.#frame.pts = BigInt(count * this.#step)
    this.#frame.pictType = key ? AV_PICTURE_TYPE_I : AV_PICTURE_TYPE_NONE
    FFmpegError.throwIfError(await this.#context.sendFrame(this.#frame), 'encode')
    // The first frame of sound fills the encoder's look-ahead.
    if ((await this.#context.receivePacket(this.#packet)) < 0) return null
    const encoded = { data: Buffer.from(this.#packet.data ?? []), key: this.#packet.isKeyframe }
    this.#packet.unref()
    return encoded
  }

  [Symbol.dispose](): void {
    this.#packet.free()
    this.#frame.free()
    this.#context.freeContext()
  }
}

/** A bar that moves over grey. */
async function pictureEncoder({ width, height, bitrate }: (typeof rungSizes)[number]): Promise<TestEncoder> {
  const context = new CodecContext()
  context.allocContext3(Codec.findEncoderByName(FF_ENCODER_LIBX264))
  context.codecId = AV_CODEC_ID_H264
  context.width = width
  context.height = height
  context.pixelFormat = AV_PIX_FMT_YUV420P
  context.timeBase = new Rational(1, fps)
  context.framerate = new Rational(fps, 1)
  context.bitRate = BigInt(bitrate)
  context.maxBFrames = 0
  context.threadCount = 1
  await open(context, {
    preset: 'ultrafast',
    tune: 'zerolatency',
    profile: 'baseline',
    'forced-idr': '1',
    'x264-params': `scenecut=0:keyint=${2 * fps}:sliced-threads=0:repeat-headers=1`,
  })
  const frame = new Frame()
  frame.alloc()
  frame.width = width
  frame.height = height
  frame.format = AV_PIX_FMT_YUV420P
  frame.getBuffer()
  const [luma, ...chroma] = frame.data ?? []
  for (const plane of chroma) plane.fill(128)
  const bars = 11
  return new TestEncoder(context, frame, 1, (count) => {
    const from = (luma?.length ?? 0) * ((count % bars) / bars)
    luma?.fill(64).fill(200, Math.floor(from), Math.floor(from + luma.length / bars))
  })
}

async function toneEncoder(): Promise<TestEncoder> {
  const context = new CodecContext()
  context.allocContext3(Codec.findEncoderByName(FF_ENCODER_LIBOPUS))
  context.codecId = AV_CODEC_ID_OPUS
  context.sampleRate = sampleRate
  context.channelLayout = AV_CHANNEL_LAYOUT_STEREO
  context.sampleFormat = AV_SAMPLE_FMT_FLT
  context.timeBase = new Rational(1, sampleRate)
  context.bitRate = 64_000n
  await open(context, { frame_duration: `${soundMs}`, application: 'lowdelay' })
  const frame = new Frame()
  frame.alloc()
  frame.nbSamples = (sampleRate * soundMs) / 1_000
  frame.sampleRate = sampleRate
  frame.format = AV_SAMPLE_FMT_FLT
  frame.channelLayout = AV_CHANNEL_LAYOUT_STEREO
  frame.getBuffer()
  const bytes = frame.data?.[0]
  const tone = Float32Array.from({ length: frame.nbSamples * 2 }, (_, i) => 0.3 * Math.sin((i >> 1) * toneStep))
  return new TestEncoder(context, frame, frame.nbSamples, () => bytes?.set(new Uint8Array(tone.buffer)))
}

async function open(context: CodecContext, settings: Record<string, string>): Promise<void> {
  const options = Dictionary.fromObject(settings)
  try {
    FFmpegError.throwIfError(await context.open2(null, options), 'open encoder')
  } finally {
    options.free()
  }
}
