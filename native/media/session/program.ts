import type { Logger } from 'pino'
import { Ladder } from '../encode/index.ts'
import type { CapturedFrame, CapturedSound, EncodedPicture } from '../frame/index.ts'
import type { EncoderCapability, MediaReport, MediaStatistics, PictureSettings, Tally } from '../messages/index.ts'
import { Mixer } from '../mix/index.ts'
import type { RtpSession } from '../rtp/index.ts'
import { type EncodedSound, SoundEncoder, SoundMeter } from '../sound/index.ts'

/** The program's side door: what else wants its pictures. */
export interface ProgramOutlets {
  /** Lent until it returns. */
  picture(feed: 'program' | 'preview', captured: CapturedFrame): void
  /** The largest rung, while it is encoded. */
  encoded(picture: EncodedPicture): void
  heard(sound: EncodedSound): void
  tally(tally: Tally): void
  report(report: MediaReport): void
}

/** The way to air: the mixer's pictures through the ladder, and the chosen sound, to the SFU. */
export class Program implements AsyncDisposable {
  readonly mixer: Mixer
  readonly #sender: RtpSession
  readonly #outlets: ProgramOutlets
  readonly #ladder: Ladder
  readonly #open = new AsyncDisposableStack()
  #settings: PictureSettings
  #sound: { readonly encoder: SoundEncoder; readonly meter: SoundMeter } | null = null
  #soundPackets = 0
  /** Whether anybody gets what would be encoded. */
  wanted = false

  constructor(
    settings: PictureSettings,
    sender: RtpSession,
    capabilities: () => readonly EncoderCapability[],
    outlets: ProgramOutlets,
    log: Logger,
  ) {
    this.#settings = settings
    this.#sender = sender
    this.#outlets = outlets
    this.#ladder = this.#open.use(
      new Ladder({
        settings: settings.ladder,
        capabilities,
        deliver: (rung, picture) => this.#send(rung, picture),
        replaced: (from, to, why) => {
          log.error({ from, to, why }, 'an encoder failed on air and was replaced')
          outlets.report({ type: 'encoder_replaced', at: Date.now(), from, to, why })
        },
      }),
    )
    this.mixer = this.#open.use(
      new Mixer({
        settings: settings.mix,
        backups: backupsOf(settings),
        deliver: async (captured) => {
          outlets.picture('program', captured)
          if (this.wanted) await this.#ladder.encode(captured)
        },
        deliverPreview: (captured) => outlets.picture('preview', captured),
        tally: (tally) => outlets.tally(tally),
        trouble: (why) => log.warn({ why }, 'the mixer goes on without'),
      }),
    )
    this.#followSound()
    sender.playoutDelay = settings.ladder.playoutDelay
  }

  apply(settings: PictureSettings): void {
    const soundBefore = this.#settings.sound
    this.#settings = settings
    this.mixer.apply(settings.mix, backupsOf(settings))
    this.#ladder.apply(settings.ladder)
    this.#sender.playoutDelay = settings.ladder.playoutDelay
    if (JSON.stringify(soundBefore) !== JSON.stringify(settings.sound)) this.#followSound()
  }

  /** New knowledge of the encoders: a better one may take over. */
  chooseEncoders(): void {
    this.#ladder.apply(this.#settings.ladder)
  }

  requestKeyFrame(): void {
    this.#ladder.requestKeyFrame()
  }

  sound(source: string, sound: CapturedSound): void {
    if (source !== this.#settings.sound?.source || !this.#sound) return
    this.#sound.meter.push(sound)
    this.#sound.encoder.push(sound)
  }

  /** Once a second. */
  roll(): void {
    this.#ladder.roll()
    this.mixer.frames.roll()
  }

  get statistics(): Pick<MediaStatistics, 'program' | 'sound'> {
    const { fps, repeated, dropped } = this.mixer.statistics
    const sent = this.#sender.statistics
    const rungs = this.#ladder.statistics.map(({ encoder, fps, bitrate, keyFrames }, i) => {
      const { width = 0, height = 0 } = this.#settings.ladder.rungs[i] ?? {}
      const { keyFrameRequests = 0, nacks = 0, packets = 0, lost = null } = sent.rungs[i] ?? {}
      return { width, height, encoder, fps, bitrate, keyFrames, keyFrameRequests, nacks, packets, lost }
    })
    const lost = this.#ladder.statistics.reduce((sum, rung) => sum + rung.dropped, 0)
    return {
      program: { fps, repeated, dropped: dropped + lost, delayMs: sent.delayMs, rungs },
      sound: this.#sound && { level: this.#sound.meter.level(), packets: this.#soundPackets },
    }
  }

  #send(rung: number, picture: EncodedPicture): void {
    this.#sender.sendPicture(rung, picture, this.#settings.ladder.codec)
    if (rung === 0) this.#outlets.encoded(picture)
  }

  #followSound(): void {
    this.#sound?.encoder[Symbol.dispose]()
    this.#sound = null
    const { sound } = this.#settings
    if (!sound) return
    const encoder = new SoundEncoder(sound, (packet) => {
      this.#soundPackets++
      this.#sender.sendSound(packet)
      this.#outlets.heard(packet)
    })
    this.#sound = { encoder, meter: new SoundMeter() }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#open.disposeAsync()
    this.#sound?.encoder[Symbol.dispose]()
    this.#sound = null
  }
}

function backupsOf({ sources }: PictureSettings): Record<string, string> {
  return Object.fromEntries(sources.flatMap(({ id, backup }) => (backup === undefined ? [] : [[id, backup]])))
}
