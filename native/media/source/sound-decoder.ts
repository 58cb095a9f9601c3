import {
  AV_CHANNEL_LAYOUT_STEREO,
  AV_NOPTS_VALUE,
  AV_SAMPLE_FMT_FLT,
  CodecContext,
  FFmpegError,
  Frame,
  type Packet,
  SoftwareResampleContext,
} from 'node-av'
import type { InputTrack } from './input.ts'

const sampleRate = 48_000
/** Samples of one channel that are handed over at once, at most: 200 ms. */
const samplesMax = 9_600
/** Samples of one channel that a packet may hold: 1 s. What is more comes with the next packet. */
const packetSamplesMax = 48_000
const bytesPerSample = 2 * Float32Array.BYTES_PER_ELEMENT

/** Sound at 48 kHz, stereo, as interleaved floats, out of packets of any codec. */
export class SoundDecoder implements Disposable {
  readonly #context = new CodecContext()
  readonly #frame = new Frame()
  readonly #converted = new Frame()
  readonly #memory: Buffer
  readonly #msPerTick: number
  #resampler: SoftwareResampleContext | null = null
  #input = ''
  #nextPtsMs = 0
  #packetMs = 0

  private constructor({ stream }: InputTrack) {
    const { num, den } = stream.timeBase
    this.#msPerTick = (1000 * num) / den
    this.#frame.alloc()
    const converted = this.#converted
    converted.alloc()
    converted.format = AV_SAMPLE_FMT_FLT
    converted.sampleRate = sampleRate
    converted.channelLayout = AV_CHANNEL_LAYOUT_STEREO
    converted.nbSamples = packetSamplesMax
    FFmpegError.throwIfError(converted.getBuffer(), 'sound memory')
    // Taken once: every view keeps the frame's memory until the garbage collector comes.
    const memory = converted.data?.[0]
    if (!memory) throw new Error('A sound frame has no memory')
    this.#memory = memory
  }

  /** @throws FFmpegError */
  static async open(track: InputTrack): Promise<SoundDecoder> {
    const opened = new SoundDecoder(track)
    const context = opened.#context
    context.allocContext3(track.decoder)
    try {
      FFmpegError.throwIfError(context.parametersToContext(track.stream.codecpar), 'sound decoder')
      context.pktTimebase = track.stream.timeBase
      FFmpegError.throwIfError(await context.open2(track.decoder, null), 'sound decoder')
      return opened
    } catch (cause) {
      opened[Symbol.dispose]()
      throw cause
    }
  }

  /** How long the last packet lasts. */
  get packetMs(): number {
    return this.#packetMs
  }
  /** As the stream has it; 0 before it is known. */
  get sampleRate(): number {
    return this.#context.sampleRate
  }
  get channels(): number {
    return this.#context.channels
  }

  /**
   * @param packet null: be ready for a new beginning
   * @param deliver samples with memory of their own, and the sender's time of the first, ms
   */
  async decode(packet: Packet | null, deliver: (samples: Float32Array, ptsMs: number) => Promise<void>): Promise<void> {
    if (!packet) {
      this.#context.flushBuffers()
      return
    }
    // A packet of sound is decoded faster than another thread could be asked to.
    this.#context.sendPacketSync(packet)
    this.#packetMs = 0
    while (this.#context.receiveFrameSync(this.#frame) >= 0) {
      try {
        this.#packetMs += (1000 * this.#frame.nbSamples) / this.#frame.sampleRate
        await this.#handOver(deliver)
      } finally {
        this.#frame.unref()
      }
    }
  }

  async #handOver(deliver: (samples: Float32Array, ptsMs: number) => Promise<void>): Promise<void> {
    const frame = this.#frame
    const pts = frame.bestEffortTimestamp
    const ptsMs = pts === AV_NOPTS_VALUE ? this.#nextPtsMs : Number(pts) * this.#msPerTick
    const input = `${frame.format} ${frame.sampleRate} ${frame.channels}`
    if (input !== this.#input) {
      this.#resampler?.free()
      this.#resampler = null
      this.#input = input
    }
    this.#resampler ??= allocated()
    this.#converted.nbSamples = packetSamplesMax
    FFmpegError.throwIfError(this.#resampler.convertFrame(this.#converted, frame), 'resample')
    const count = this.#converted.nbSamples
    for (let from = 0; from < count; from += samplesMax) {
      const to = Math.min(from + samplesMax, count)
      await deliver(this.#copy(from, to), ptsMs + (1000 * from) / sampleRate)
    }
    this.#nextPtsMs = ptsMs + (1000 * count) / sampleRate
  }

  #copy(from: number, to: number): Float32Array {
    const samples = new Float32Array(2 * (to - from))
    Buffer.from(samples.buffer).set(this.#memory.subarray(from * bytesPerSample, to * bytesPerSample))
    return samples
  }

  [Symbol.dispose](): void {
    this.#context.freeContext()
    this.#resampler?.free()
    this.#frame.free()
    this.#converted.free()
  }
}

function allocated(): SoftwareResampleContext {
  const resampler = new SoftwareResampleContext()
  resampler.alloc()
  return resampler
}
