import type { Logger } from 'pino'
import { type CapturedFrame, type CapturedSound, type SourcePacket, type SourceStream, utcNow } from '../frame/index.ts'
import type { SourceSettings, SourceStatus } from '../messages/index.ts'
import { isKept, PacketRing, RawSourceEncoder } from '../record/index.ts'
import { SoundMeter } from '../sound/index.ts'
import { Source } from '../source/index.ts'
import { isNews, LookFeed, SourceWatch } from '../watch/index.ts'
import { SoundDrift } from './sound-drift.ts'

/** A fault is told within 500 ms: it is looked for five times as often. */
const judgeEveryMs = 100
/** A source's streams are known after its first pictures; one without any by now sends none. */
const rawAfterFrames = 30

export interface SourceOutlets {
  /** Lent: good until it returns. */
  frame(captured: CapturedFrame): void
  sound(sound: CapturedSound): void
  streams(streams: readonly SourceStream[]): void
  packet(packet: SourcePacket): void
  /** Its state or its faults changed. */
  news(status: SourceStatus): void
  /** Ten times a second, for a source that has sound. */
  levels(meter: SoundMeter): void
}

/** One source at work: captured, watched, metered, and its last 30 s kept. */
export class SourceUnit implements AsyncDisposable {
  readonly settings: SourceSettings
  readonly ring = new PacketRing()
  readonly #outlets: SourceOutlets
  readonly #log: Logger
  readonly #open = new AsyncDisposableStack()
  readonly #watch: SourceWatch
  readonly #looks: LookFeed
  readonly #meter = new SoundMeter()
  readonly #drift = new SoundDrift()
  #sendsPackets = false
  #raw: RawSourceEncoder | null = null
  readonly #source: Source
  #status: SourceStatus
  #damaged = 0

  constructor(settings: SourceSettings, outlets: SourceOutlets, log: Logger) {
    this.settings = settings
    this.#outlets = outlets
    this.#log = log
    this.#watch = new SourceWatch(settings, performance.now())
    this.#looks = this.#open.use(new LookFeed())
    // Opened last, so closed first: nothing gets a frame after it was closed.
    this.#source = this.#open.use(
      new Source(settings, {
        streams: (streams) => this.#connected(streams),
        frame: (captured) => this.#frame(captured),
        sound: (sound) => this.#sound(sound),
        packet: (packet) => this.#keep(packet),
        trouble: (why) => this.#trouble(why),
      }),
    )
    this.#status = this.status()
    this.#open.adopt(
      setInterval(() => this.#judge(), judgeEveryMs),
      clearInterval,
    )
  }

  /** Whether its picture may go on air. */
  get alive(): boolean {
    const { state, faults } = this.#status
    const dead = faults.some(({ kind, level }) => (kind === 'black' || kind === 'frozen') && level === 'alarm')
    return (state === 'ok' || state === 'degraded') && !dead
  }

  status(): SourceStatus {
    const { width, height, frames, connections } = this.#source.statistics
    return {
      id: this.settings.id,
      ...this.#watch.status(performance.now()),
      width,
      height,
      frames,
      connections,
      sound: this.#meter.arrives() ? this.#meter.level() : null,
    }
  }

  #connected(streams: readonly SourceStream[]): void {
    this.#watch.connected()
    this.#drift.restart()
    this.#outlets.streams(streams)
    this.#sendsPackets = streams.some((stream) => stream.kind === 'video' && isKept(stream))
  }

  /** What sends pictures, and no packets that can be kept, is encoded here for the ring and the recorder. */
  #encodeRaw(captured: CapturedFrame): void {
    if (this.#sendsPackets || this.#source.statistics.frames < rawAfterFrames) return
    const failed = (cause: unknown) => this.#log.warn({ cause: String(cause) }, 'a picture could not be kept')
    this.#raw ??= this.#open.use(new RawSourceEncoder((packet) => this.#keep(packet), failed))
    this.#raw.offer(captured)
  }

  #frame(captured: CapturedFrame): void {
    const at = performance.now()
    try {
      const { repeated, look } = this.#looks.see(captured)
      this.#watch.frame(at, captured.capturedAt, repeated)
      if (look) this.#watch.look(at, look)
    } catch (cause) {
      this.#log.warn({ cause: String(cause) }, 'a frame could not be looked at')
    }
    const { damaged } = this.#source.statistics
    if (damaged !== this.#damaged) this.#watch.damaged(at)
    this.#damaged = damaged
    this.#drift.picture(utcNow(), captured.capturedAt)
    this.#encodeRaw(captured)
    this.#outlets.frame(captured)
  }

  #sound(sound: CapturedSound): void {
    this.#meter.push(sound)
    this.#drift.sound(utcNow(), sound.capturedAt)
    this.#outlets.sound(sound)
  }

  #keep(packet: SourcePacket): void {
    this.ring.keep(packet)
    this.#outlets.packet(packet)
  }

  #trouble(why: string): void {
    this.#watch.trouble(why)
    this.#log.info({ source: this.settings.id, why }, 'source')
  }

  #judge(): void {
    const at = performance.now()
    if (this.#meter.arrives()) {
      this.#watch.sound(at, this.#meter.level())
      this.#outlets.levels(this.#meter)
    }
    const drift = this.#drift.at(utcNow())
    if (drift !== null) this.#watch.drift(at, drift)
    const before = this.#status
    this.#status = this.status()
    if (isNews(before, this.#status)) this.#outlets.news(this.#status)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#open.disposeAsync()
  }
}
