import { isDeepStrictEqual } from 'node:util'
import type { Logger } from 'pino'
import { probeEncoders } from '../encode/index.ts'
import { type CapturedFrame, utcNow } from '../frame/index.ts'
import type {
  EncoderCapability,
  MediaCommand,
  MediaConfiguration,
  MediaReport,
  MediaStatistics,
  PictureSettings,
  SourceSettings,
} from '../messages/index.ts'
import { PreviewServer } from '../preview/index.ts'
import { Recorder, writeClip } from '../record/index.ts'
import type { RtpSession } from '../rtp/index.ts'
import type { SoundMeter } from '../sound/index.ts'
import { listDevices } from '../source/index.ts'
import { VisionDesk } from '../vision/index.ts'
import { MediaHttp } from './http.ts'
import { Program } from './program.ts'
import { ProgramRecord } from './program-record.ts'
import { SourceUnit } from './source-unit.ts'

const statisticsEveryMs = 1_000

/** What a session can be asked to do besides following its configuration. */
export type SessionCommand = Exclude<MediaCommand, { type: 'configure' | 'target' }>

/** One table's picture at work: lets what one room says reach the others. Nothing here decides. */
export class Session implements AsyncDisposable {
  readonly #report: (report: MediaReport) => void
  readonly #log: Logger
  readonly #open = new AsyncDisposableStack()
  readonly #closing = new AbortController()
  readonly #preview: PreviewServer
  readonly #program: Program
  readonly #recorder: Recorder
  readonly #programRecord: ProgramRecord
  readonly #vision: VisionDesk
  readonly #sources = new Map<string, SourceUnit>()
  #settings: PictureSettings
  #encoders: readonly EncoderCapability[] = []
  #probing: Promise<void> | null = null
  #hasTarget = false

  /** It never waits for a camera. @throws Error when a port is taken or the folder cannot be written */
  static async open(
    configuration: MediaConfiguration,
    sender: RtpSession,
    report: (report: MediaReport) => void,
    log: Logger,
  ): Promise<Session> {
    const { picture, previewPort, previewToken, httpPort, recordFolder } = configuration
    await using opening = new AsyncDisposableStack()
    const wanted: { session: Session | null } = { session: null }
    const preview = opening.use(
      await PreviewServer.open(previewPort, previewToken, { demand: (feeds) => wanted.session?.look(feeds) }),
    )
    const recorder = opening.use(await Recorder.open(recordFolder, picture.record))
    const session = new Session(picture, sender, preview, recorder, report, log)
    session.#open.use(opening.move())
    wanted.session = session
    try {
      session.#open.use(
        await MediaHttp.open(
          httpPort,
          () => session.#missing(),
          () => session.#statistics(),
        ),
      )
      session.#start()
      return session
    } catch (cause) {
      await session[Symbol.asyncDispose]()
      throw cause
    }
  }

  private constructor(
    settings: PictureSettings,
    sender: RtpSession,
    preview: PreviewServer,
    recorder: Recorder,
    report: (report: MediaReport) => void,
    log: Logger,
  ) {
    this.#settings = settings
    this.#preview = preview
    this.#recorder = recorder
    this.#report = report
    this.#log = log
    this.#programRecord = new ProgramRecord(settings, recorder)
    this.#vision = new VisionDesk(report, log)
    this.#program = new Program(
      settings,
      sender,
      () => this.#encoders,
      {
        picture: (feed, captured) => preview.offer(feed, captured),
        encoded: (picture) => this.#programRecord.take(picture),
        heard: (sound) => this.#programRecord.hear(sound),
        tally: (tally) => report({ type: 'tally', tally }),
        report,
      },
      log,
    )
  }

  set hasTarget(has: boolean) {
    this.#hasTarget = has
    this.#followDemand()
  }

  requestKeyFrame(): void {
    this.#program.requestKeyFrame()
  }

  /** Which feeds somebody looks at: the preview bus is mixed for nobody else. */
  look(feeds: ReadonlySet<string>): void {
    this.#program.mixer.previewWanted = feeds.has('preview')
  }

  /** Follows new settings; what did not change does not notice. */
  async apply(settings: PictureSettings): Promise<void> {
    this.#settings = settings
    this.#program.apply(settings)
    this.#programRecord.apply(settings)
    this.#recorder.apply(settings.record)
    this.#followDemand()
    await Promise.all([this.#followSources(), this.#vision.apply(settings.vision)])
  }

  /** @throws MixRefusal for a scene that does not exist */
  obey(command: SessionCommand): void {
    const { mixer } = this.#program
    switch (command.type) {
      case 'values':
        mixer.values(command.values)
        break
      case 'preview':
        mixer.preview(command.scene)
        break
      case 'take':
        mixer.take(command.scene, command.transition)
        break
      case 'clip':
        void this.#clip(command)
        break
      case 'look':
        void this.#look(command)
        break
      case 'probe':
        void this.#probe()
        break
      case 'devices':
        void this.#listDevices()
    }
  }

  #start(): void {
    void this.apply(this.#settings)
    void this.#probe()
    this.#open.adopt(
      setInterval(() => this.#tell(), statisticsEveryMs),
      clearInterval,
    )
  }

  #followDemand(): void {
    this.#program.wanted = this.#hasTarget || (this.#settings.record?.feeds.includes('program') ?? false)
  }

  async #followSources(): Promise<void> {
    const wanted = new Map(this.#settings.sources.map((settings) => [settings.id, settings]))
    const ended = [...this.#sources.values()].filter(({ settings }) => !sameStream(settings, wanted.get(settings.id)))
    for (const unit of ended) this.#sources.delete(unit.settings.id)
    for (const settings of wanted.values()) {
      if (!this.#sources.has(settings.id)) this.#sources.set(settings.id, this.#unit(settings))
    }
    await Promise.all(
      ended.map(async (unit) => {
        await unit[Symbol.asyncDispose]()
        if (!this.#sources.has(unit.settings.id)) this.#program.mixer.alive(unit.settings.id, false)
      }),
    )
  }

  #unit(settings: SourceSettings): SourceUnit {
    const { id } = settings
    const unit: SourceUnit = new SourceUnit(
      settings,
      {
        frame: (captured) => this.#take(id, captured),
        sound: (sound) => this.#program.sound(id, sound),
        streams: (streams) => this.#recorder.streams(id, streams),
        packet: (packet) => this.#recorder.packet(id, packet),
        news: (status) => {
          this.#program.mixer.alive(id, unit.alive)
          this.#log.info({ source: id, state: status.state, why: status.why }, 'source')
          this.#report({ type: 'source', at: utcNow(), status })
        },
        levels: (meter) => this.#levels(id, meter),
      },
      this.#log,
    )
    return unit
  }

  #take(id: string, captured: CapturedFrame): void {
    this.#program.mixer.offer(id, captured)
    this.#preview.offer(id, captured)
    this.#vision.offer(id, captured)
  }

  #levels(id: string, meter: SoundMeter): void {
    const level = { ...meter.peaks(), momentaryLufs: meter.level().momentaryLufs }
    this.#preview.levels(id, level)
    if (this.#settings.sound?.source === id) this.#preview.levels('program', level)
  }

  async #look(command: Extract<MediaCommand, { type: 'look' }>): Promise<void> {
    const { lookId } = command
    try {
      this.#report({ type: 'looked', lookId, look: await this.#vision.look(command) })
    } catch (cause) {
      this.#report({ type: 'looked', lookId, look: null, why: wordsOf(cause) })
    }
  }

  async #clip({ clipId, feed, from, to, file }: Extract<MediaCommand, { type: 'clip' }>): Promise<void> {
    try {
      const ring = feed === 'program' ? this.#programRecord.ring : this.#sources.get(feed)?.ring
      const cut = ring?.cut(from, to)
      if (!cut) throw new Error('There is no picture of that moment any more')
      this.#report({ type: 'clip', clipId, clip: await writeClip(cut, file) })
    } catch (cause) {
      this.#report({ type: 'clip', clipId, clip: null, why: wordsOf(cause) })
    }
  }

  /** One at a time; who asks meanwhile gets the same answer. */
  async #probe(): Promise<void> {
    this.#probing ??= probeEncoders(this.#closing.signal)
      .then((encoders) => {
        if (this.#closing.signal.aborted) return
        this.#encoders = encoders
        this.#report({ type: 'encoders', encoders })
        // After the report: what it tells to have failed, failed since.
        this.#program.chooseEncoders()
      })
      .catch((cause) => this.#log.error({ cause: wordsOf(cause) }, 'the encoders could not be tried'))
      .finally(() => {
        this.#probing = null
      })
    await this.#probing
  }

  async #listDevices(): Promise<void> {
    try {
      this.#report({ type: 'devices', devices: await listDevices() })
    } catch (cause) {
      this.#report({ type: 'devices', devices: [], why: wordsOf(cause) })
    }
  }

  #tell(): void {
    this.#program.roll()
    this.#vision.roll()
    this.#report({ type: 'statistics', at: utcNow(), statistics: this.#statistics() })
  }

  #statistics(): MediaStatistics {
    return {
      sources: this.#settings.sources.flatMap(({ id }) => this.#sources.get(id)?.status() ?? []),
      ...this.#program.statistics,
      preview: this.#preview.statistics,
      vision: this.#vision.statistics,
      record: {
        ...this.#recorder.status,
        ringBytes: [...this.#sources.values()].reduce(
          (sum, { ring }) => sum + ring.bytes,
          this.#programRecord.ring.bytes,
        ),
      },
    }
  }

  #missing(): string[] {
    const dark = [...this.#sources.values()].filter(({ alive }) => !alive).map(({ settings }) => settings.id)
    return this.#hasTarget ? dark : [...dark, 'target']
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closing.abort()
    await Promise.all([...this.#sources.values()].map((unit) => unit[Symbol.asyncDispose]()))
    this.#sources.clear()
    await this.#vision[Symbol.asyncDispose]()
    await this.#program[Symbol.asyncDispose]()
    await this.#open.disposeAsync()
    await this.#probing
  }
}

/** Whether the stream can go on: names and backups are others' business. */
function sameStream(now: SourceSettings, wanted: SourceSettings | undefined): boolean {
  const { name: _, backup: __, ...stream } = now
  const { name: ___, backup: ____, ...wish } = wanted ?? now
  return wanted !== undefined && isDeepStrictEqual(stream, wish)
}

const wordsOf = (cause: unknown) => (cause instanceof Error ? cause.message : String(cause))
