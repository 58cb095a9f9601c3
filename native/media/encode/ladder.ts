import type { CapturedFrame, EncodedPicture } from '../frame/index.ts'
import type { EncoderCapability, LadderSettings } from '../messages/index.ts'
import { EncoderChoice } from './encoder-choice.ts'
import { KeyFrameSchedule } from './key-frame-schedule.ts'
import { LadderRung, type RungHost, type RungStatistics } from './ladder-rung.ts'
import { type EncodedUnit, openEncoder } from './video-encoder.ts'

/** Rungs that lose the same encoder within this time tell one story. */
const sameFailureMs = 1_000

export interface LadderOptions {
  readonly settings: LadderSettings
  /** What is known of this machine's encoders; empty until they were probed, which leaves software. */
  readonly capabilities: () => readonly EncoderCapability[]
  /** @param rung index in the settings; of one picture the last rung (the smallest) comes first */
  readonly deliver: (rung: number, picture: EncodedPicture) => void
  /** An encoder failed, or the one asked for cannot be used, and another took its place. */
  readonly replaced: (from: string, to: string, why: string) => void
  readonly open?: typeof openEncoder
}

interface Encoded {
  readonly rung: LadderRung
  readonly index: number
  readonly unit: EncodedUnit | null
}

/** The program's simulcast ladder: every picture in each rung's size and rate, key frames on all rungs at once. */
export class Ladder implements AsyncDisposable {
  readonly #options: LadderOptions
  readonly #host: RungHost
  readonly #choice = new EncoderChoice()
  readonly #keys = new KeyFrameSchedule()
  readonly #toldAt = new Map<string, number>()
  #settings: LadderSettings
  readonly #rungs: LadderRung[]
  #encoding: Promise<void> = Promise.resolve()
  /** Rungs that were taken away. */
  #closing: Promise<unknown> = Promise.resolve()
  #refused: string | null = null

  constructor(options: LadderOptions) {
    this.#options = options
    this.#settings = options.settings
    this.#host = {
      open: options.open ?? openEncoder,
      order: () => this.#choice.order(this.#settings, options.capabilities(), performance.now()),
      failed: (name, stuck) => this.#choice.failed(name, stuck, performance.now()),
      replaced: (from, to, why) => this.#tell(from, to, why),
    }
    this.#rungs = options.settings.rungs.map((rung) => new LadderRung(rung, this.#host))
    this.#checkChoice()
  }

  get statistics(): RungStatistics[] {
    return this.#rungs.map(({ statistics }) => statistics)
  }

  /** Once a second, for the rates. */
  roll(): void {
    for (const rung of this.#rungs) rung.roll()
  }

  /** A viewer needs one (PLI, FIR): on all rungs at once, with the next picture, at most two a second. */
  requestKeyFrame(): void {
    this.#keys.request()
  }

  /**
   * Follows new settings, or new knowledge of the encoders. A bitrate changes in the running encoder where that can; for
   * another size, rate, codec or encoder a new one opens while the old one serves, and begins with a key frame.
   */
  apply(settings: LadderSettings): void {
    this.#settings = settings
    this.#checkChoice()
    const gone = this.#rungs.splice(settings.rungs.length)
    const closed = this.#encoding.then(() => Promise.all(gone.map((rung) => rung[Symbol.asyncDispose]())))
    this.#closing = Promise.all([this.#closing, closed])
    settings.rungs.forEach((rung, index) => {
      const present = this.#rungs[index]
      if (present) present.apply(rung)
      else this.#rungs.push(new LadderRung(rung, this.#host))
    })
  }

  /**
   * Encodes one picture of the program on all rungs; the frame is lent until this resolves. One call at a time. An encoder
   * that fails is replaced and loses its rung this picture, nothing more.
   *
   * @throws FFmpegError when the picture cannot be scaled
   */
  encode(captured: CapturedFrame): Promise<void> {
    const encoding = this.#encode(captured)
    this.#encoding = encoding.catch(() => {})
    return encoding
  }

  async #encode({ frame, capturedAt }: CapturedFrame): Promise<void> {
    const now = performance.now()
    const rungs = this.#rungs.map((rung, index) => ({ rung, index, ...rung.ready(capturedAt) }))
    const able = rungs.filter((each) => each.able)
    // All rungs take a key frame's picture, also those that would have passed over it by their rate.
    const key = this.#keys.due(now) || able.some(({ rung }) => rung.fresh)
    const pictures = [frame]
    const work: Promise<Encoded>[] = []
    try {
      // Each picture is encoded while the next smaller one is scaled from it.
      for (const { rung, index } of able.filter(({ wants }) => wants || key)) {
        const picture = await rung.sized(pictures)
        pictures.push(picture)
        work.push(rung.encode(picture, key).then((unit) => ({ rung, index, unit })))
      }
    } finally {
      const encoded = await Promise.all(work)
      if (key && encoded.some(({ unit }) => unit)) this.#keys.made(now)
      // Smallest first: an SFU that switches a viewer upwards wants the larger rung's picture after the smaller one's.
      for (const each of encoded.reverse()) this.#deliver(each, capturedAt)
    }
  }

  #deliver({ rung, index, unit }: Encoded, capturedAt: number): void {
    // The rung may have been taken away meanwhile.
    if (unit && this.#rungs[index] === rung) this.#options.deliver(index, { ...unit, capturedAt })
  }

  #tell(from: string, to: string, why: string): void {
    const now = performance.now()
    if (now - (this.#toldAt.get(from) ?? Number.NEGATIVE_INFINITY) < sameFailureMs) return
    this.#toldAt.set(from, now)
    this.#options.replaced(from, to, why)
  }

  /** Tells, once, that the encoder that was asked for cannot be used. */
  #checkChoice(): void {
    const why = this.#choice.refusal(this.#settings, this.#options.capabilities())
    const refused = why && `${this.#settings.encoder}: ${why}`
    const [to] = this.#host.order()
    if (why && to && refused !== this.#refused) this.#options.replaced(this.#settings.encoder, to, why)
    this.#refused = refused
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#encoding
    await this.#closing
    await Promise.all(this.#rungs.map((rung) => rung[Symbol.asyncDispose]()))
  }
}
