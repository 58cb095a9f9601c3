import {
  AV_CHANNEL_LAYOUT_STEREO,
  AV_CODEC_ID_OPUS,
  AV_SAMPLE_FMT_FLT,
  Codec,
  CodecContext,
  FF_ENCODER_LIBOPUS,
  FFmpegError,
  Frame,
  Packet,
  Rational,
} from 'node-av'
import { type CapturedSound, utcNow } from '../frame/index.ts'
import type { SoundSettings } from '../messages/index.ts'
import { blockMs, blockSamples, SoundLine } from './sound-line.ts'

const sampleRate = 48_000
/** How often the line is kept going while a source is silent, ms. */
const keepUpEveryMs = 100
/** One packet of Opus, 48 kHz, stereo. */
export interface EncodedSound {
  readonly data: Buffer
  /** When the first sample that a decoder gives out for it was heard: UTC, ms. */
  readonly capturedAt: number
  readonly durationMs: number
}

/**
 * Encodes sound as it comes, at once, and silence where none comes. Packets follow each other without a hole; only where
 * the clock was set, or the process slept for more than a second, does `capturedAt` take another step than the duration.
 */
export class SoundEncoder implements Disposable {
  readonly #deliver: (packet: EncodedSound) => void
  readonly #context = new CodecContext()
  readonly #frame = new Frame()
  readonly #packet = new Packet()
  readonly #memory: Float32Array
  readonly #line = new SoundLine((samples, capturedAt) => this.#encode(samples, capturedAt))
  readonly #keepingUp = setInterval(() => this.#line.keepUp(utcNow()), keepUpEveryMs)
  #samples = 0n

  /** @throws FFmpegError when the encoder refuses the settings */
  constructor({ bitrate }: Pick<SoundSettings, 'bitrate'>, deliver: (packet: EncodedSound) => void) {
    this.#deliver = deliver
    try {
      this.#packet.alloc()
      this.#openEncoder(bitrate)
      this.#memory = this.#allocateFrame()
    } catch (cause) {
      this[Symbol.dispose]()
      throw cause
    }
  }

  /** @throws FFmpegError */
  push(sound: CapturedSound): void {
    this.#line.push(sound, utcNow())
  }

  #openEncoder(bitrate: number): void {
    const codec = Codec.findEncoderByName(FF_ENCODER_LIBOPUS)
    if (!codec) throw new Error('This build of FFmpeg has no libopus')
    const context = this.#context
    context.allocContext3(codec)
    context.codecId = AV_CODEC_ID_OPUS
    context.sampleRate = sampleRate
    context.sampleFormat = AV_SAMPLE_FMT_FLT
    context.channelLayout = AV_CHANNEL_LAYOUT_STEREO
    context.timeBase = new Rational(1, sampleRate)
    context.bitRate = BigInt(bitrate)
    // Its defaults are what is wanted: packets of 20 ms, variable bit rate, and the mode that sounds best at all rates.
    FFmpegError.throwIfError(context.open2Sync(codec, null), 'open libopus')
  }

  /** The encoder is done with the one frame when it has given its packet, so that one view of it serves for all. */
  #allocateFrame(): Float32Array {
    const frame = this.#frame
    frame.alloc()
    frame.format = AV_SAMPLE_FMT_FLT
    frame.sampleRate = sampleRate
    frame.channelLayout = AV_CHANNEL_LAYOUT_STEREO
    frame.nbSamples = blockSamples
    frame.timeBase = new Rational(1, sampleRate)
    FFmpegError.throwIfError(frame.getBuffer(), 'sound memory')
    const memory = frame.data?.[0]
    if (!memory) throw new Error('A sound frame has no memory')
    return new Float32Array(memory.buffer, memory.byteOffset, 2 * blockSamples)
  }

  /** On this thread: it takes less than handing it over would cost the others. */
  #encode(samples: Float32Array, capturedAt: number): void {
    this.#memory.set(samples)
    this.#frame.pts = this.#samples
    FFmpegError.throwIfError(this.#context.sendFrameSync(this.#frame), 'encode sound')
    FFmpegError.throwIfError(this.#context.receivePacketSync(this.#packet), 'encode sound')
    try {
      // The packet's time is the frame's less the encoder's lookahead: what it holds was heard so much earlier.
      const lookaheadMs = (Number(this.#samples - this.#packet.pts) * 1000) / sampleRate
      const data = Buffer.from(this.#packet.data ?? [])
      this.#deliver({ data, capturedAt: capturedAt - lookaheadMs, durationMs: blockMs })
    } finally {
      this.#packet.unref()
      this.#samples += BigInt(blockSamples)
    }
  }

  /** An encoder that is closed with something in it complains. */
  #drain(): void {
    this.#context.sendFrameSync(null)
    while (this.#context.receivePacketSync(this.#packet) >= 0) this.#packet.unref()
  }

  [Symbol.dispose](): void {
    clearInterval(this.#keepingUp)
    if (this.#samples > 0n) this.#drain()
    this.#packet.free()
    this.#frame.free()
    this.#context.freeContext()
  }
}
