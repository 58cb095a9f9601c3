import type { Frame } from 'node-av'
import { FramePacer, PerSecond } from '../frame/index.ts'
import type { Rung } from '../messages/index.ts'
import { encoderCandidate } from './candidates.ts'
import { EncoderError, reasonOf } from './encoder-error.ts'
import { PictureSize } from './picture-size.ts'
import type { EncodedUnit, openEncoder, VideoEncoder } from './video-encoder.ts'
import { within } from './within.ts'

/** A picture that takes an encoder longer than this is lost, and the encoder with it. */
const encodeMsMax = 500
/** Software does not hang in a driver: when it is slow the machine is, and a new one would not be faster. */
const softwareMsMax = 2_000
/** Drivers take their time when they start. On air there is none: with the bound above it makes less than a second. */
const openMsMax = 3_000
const openOnAirMsMax = 400
/** When nothing else is left than an encoder that just failed, it is tried again after this. */
const retryMs = 250

export interface RungStatistics {
  /** FFmpeg's name; empty while none is open. */
  readonly encoder: string
  readonly fps: number
  /** bit/s */
  readonly bitrate: number
  readonly keyFrames: number
  /** Pictures that were not encoded: there was no encoder, or it failed on them. */
  readonly dropped: number
}

/** What a rung asks of its ladder. */
export interface RungHost {
  readonly open: typeof openEncoder
  /** Encoders to try, the best first. */
  order(): readonly string[]
  failed(name: string, stuck: boolean): void
  replaced(from: string, to: string, why: string): void
}

/**
 * One rung: its encoder, and the encoder's replacement. A new one opens beside the pictures and takes over between two of
 * them; the old one serves until then, if it still can.
 */
export class LadderRung implements AsyncDisposable {
  readonly #host: RungHost
  readonly #frames = new PerSecond()
  readonly #bits = new PerSecond()
  #rung: Rung
  #size: PictureSize
  #pacer: FramePacer
  #encoder: VideoEncoder | null = null
  #opened: { readonly encoder: VideoEncoder; readonly rung: Rung } | null = null
  #opening: Promise<void> | null = null
  /** Counts changes of the settings: what was opened for older ones is not used. */
  #version = 0
  #closed = false
  #onAir = false
  /** The encoder that is to be replaced, and why; and the last one that was tried since. */
  #lost: { readonly name: string; readonly why: string; readonly last: string } | null = null
  #fresh = false
  #keyFrames = 0
  #dropped = 0

  constructor(rung: Rung, host: RungHost) {
    this.#host = host
    this.#rung = rung
    this.#size = new PictureSize(rung)
    this.#pacer = new FramePacer(rung.fps)
    this.#openAnother()
  }

  get statistics(): RungStatistics {
    return {
      encoder: this.#encoder?.name ?? '',
      fps: this.#frames.rate,
      bitrate: this.#bits.rate,
      keyFrames: this.#keyFrames,
      dropped: this.#dropped,
    }
  }

  /** Its encoder has not made its first key frame. */
  get fresh(): boolean {
    return this.#fresh
  }

  /** Once a second. */
  roll(): void {
    this.#frames.roll()
    this.#bits.roll()
  }

  /** Follows new settings, with the encoder it has where that can; another one is opened where it must. */
  apply(rung: Rung): void {
    const { width, height, fps, bitrate } = this.#rung
    const sameShape = rung.width === width && rung.height === height && rung.fps === fps
    const sameEncoder = this.#encoder?.name === this.#host.order()[0]
    this.#rung = rung
    this.#version++
    const follows = () => rung.bitrate === bitrate || this.#encoder?.setBitrate(rung.bitrate)
    if (!this.#opened && sameShape && sameEncoder && follows()) return
    this.#opened?.encoder[Symbol.dispose]()
    this.#opened = null
    this.#openAnother()
  }

  /**
   * Between two pictures: takes over what was opened meanwhile.
   *
   * @param at capture time, ms @returns whether it can take a picture, and whether by its rate it wants this one
   */
  ready(at: number): { able: boolean; wants: boolean } {
    if (this.#opened) this.#takeOver(this.#opened)
    const wants = this.#pacer.accepts(at)
    if (this.#encoder) return { able: true, wants }
    if (wants) this.#dropped++
    return { able: false, wants }
  }

  #takeOver({ encoder, rung }: { encoder: VideoEncoder; rung: Rung }): void {
    this.#opened = null
    this.#encoder?.[Symbol.dispose]()
    this.#encoder = encoder
    this.#fresh = true
    if (this.#lost) this.#host.replaced(this.#lost.name, encoder.name, this.#lost.why)
    this.#lost = null
    if (!this.#size.fits(rung)) {
      this.#size[Symbol.dispose]()
      this.#size = new PictureSize(rung)
    }
    this.#pacer = new FramePacer(rung.fps)
  }

  /**
   * A picture in this rung's size, good until the next call.
   *
   * @param pictures the same picture in sizes that there are already, the largest first @throws FFmpegError
   */
  sized(pictures: readonly Frame[]): Promise<Frame> {
    return this.#size.of(pictures)
  }

  /** Null when the encoder failed; its replacement is then on the way. */
  async encode(picture: Frame, key: boolean): Promise<EncodedUnit | null> {
    const encoder = this.#encoder
    if (!encoder) return null
    try {
      const unit = await within(answerMsMax(encoder.name, encodeMsMax), encoder.name, encoder.encode(picture, key))
      if (key && !unit.key) throw new EncoderError(encoder.name, 'It made no key frame when it was asked for one')
      this.#count(unit)
      return unit
    } catch (cause) {
      this.#dropped++
      this.#fail(encoder.name, cause)
      encoder[Symbol.dispose]()
      this.#encoder = null
      this.#openAnother()
      return null
    }
  }

  #count(unit: EncodedUnit): void {
    this.#onAir = true
    this.#frames.add()
    this.#bits.add(unit.data.length * 8)
    if (!unit.key) return
    this.#keyFrames++
    this.#fresh = false
  }

  #fail(name: string, cause: unknown): void {
    this.#lost = { name, why: reasonOf(cause), ...this.#lost, last: name }
    this.#host.failed(name, cause instanceof EncoderError && cause.stuck)
  }

  #openAnother(): void {
    if (this.#opened) return
    this.#opening ??= this.#open()
  }

  async #open(): Promise<void> {
    while (!this.#closed && !this.#opened) {
      const rung = this.#rung
      const version = this.#version
      // There is nothing else than what just failed.
      if (this.#lost?.last === this.#host.order()[0]) await new Promise((resolve) => setTimeout(resolve, retryMs))
      const encoder = await this.#openBest(rung)
      if (version === this.#version && !this.#closed) this.#opened = encoder && { encoder, rung }
      else encoder?.[Symbol.dispose]()
    }
    this.#opening = null
  }

  async #openBest(rung: Rung): Promise<VideoEncoder | null> {
    for (const name of this.#host.order()) {
      if (this.#closed) break
      try {
        const late = (encoder: VideoEncoder) => encoder[Symbol.dispose]()
        const msMax = answerMsMax(name, this.#onAir ? openOnAirMsMax : openMsMax)
        return await within(msMax, name, this.#host.open(name, rung), late)
      } catch (cause) {
        this.#fail(name, cause)
      }
    }
    return null
  }

  /** Not while it encodes. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true
    await this.#opening
    this.#opened?.encoder[Symbol.dispose]()
    this.#encoder?.[Symbol.dispose]()
    this.#size[Symbol.dispose]()
  }
}

function answerMsMax(encoder: string, hardwareMsMax: number): number {
  return encoderCandidate(encoder)?.family === 'software' ? softwareMsMax : hardwareMsMax
}
