import type { Logger } from 'pino'
import { Capture } from './capture.ts'
import { utcNow } from './clock.ts'
import { Feed } from './feed.ts'
import { type CapturedFrame, FrameLane } from './frame-lane.ts'
import { MediaHttp, type MediaNumbers } from './http.ts'
import { LookFeed, looksPerSecondMax } from './look-feed.ts'
import type { MediaConfiguration, MediaReport } from './messages/index.ts'
import { Preview } from './preview.ts'
import type { RtpSender } from './rtp/sender.ts'
import { readsPerSecondMax, VisionFeed } from './vision-feed.ts'
import { type SourceStatus, SourceWatch } from './watch.ts'

const watchEveryMs = 100
const statisticsEveryMs = 1_000

/** One configuration at work: the camera's frames go to the program, the preview and vision, each at its own pace. */
export class Session implements AsyncDisposable {
  readonly #report: (report: MediaReport) => void
  readonly #log: Logger
  readonly #sender: RtpSender
  readonly #open = new AsyncDisposableStack()
  readonly #watch: SourceWatch
  readonly #program: Feed
  readonly #preview: Preview
  readonly #vision: VisionFeed
  readonly #lanes: readonly FrameLane[]
  readonly #capture: Capture
  #status: SourceStatus

  /** It never waits for the camera. @throws Error when a port is taken */
  static async open(
    configuration: MediaConfiguration,
    sender: RtpSender,
    report: (report: MediaReport) => void,
    log: Logger,
  ): Promise<Session> {
    const { preview, previewPort, previewToken, httpPort } = configuration
    const session = new Session(
      configuration,
      sender,
      await Preview.open(preview, previewPort, previewToken),
      report,
      log,
    )
    try {
      const numbers = () => session.#numbers()
      session.#open.use(await MediaHttp.open(httpPort, () => session.#missing(), numbers))
      return session
    } catch (cause) {
      await session[Symbol.asyncDispose]()
      throw cause
    }
  }

  private constructor(
    configuration: MediaConfiguration,
    sender: RtpSender,
    preview: Preview,
    report: (report: MediaReport) => void,
    log: Logger,
  ) {
    this.#report = report
    this.#log = log
    this.#sender = sender
    this.#watch = new SourceWatch(configuration.program.fps, performance.now())
    this.#status = this.#watch.status(performance.now())
    this.#preview = this.#open.use(preview)
    this.#program = this.#open.use(
      new Feed(configuration.program, (picture) => sender.send(picture.data, picture.capturedAt, picture.key)),
    )
    this.#vision = this.#open.use(
      new VisionFeed(configuration.wheel, (reading, crop) => report({ type: 'reading', reading, crop })),
    )
    const looks = this.#open.use(new LookFeed((look) => this.#watch.look(performance.now(), look)))
    this.#lanes = [
      this.#lane('watch', looksPerSecondMax, (captured) => looks.look(captured)),
      this.#lane('program', configuration.program.fps, async (captured) => {
        if (sender.hasTarget) await this.#program.encode(captured)
      }),
      this.#lane('preview', configuration.preview.fps, (captured) => preview.encode(captured)),
      this.#lane('vision', readsPerSecondMax, (captured) => this.#vision.look(captured)),
    ]
    // Opened last, so closed first: nothing gets a frame after it was closed.
    this.#capture = this.#open.use(
      new Capture(configuration.source, {
        frame: (captured) => this.#take(captured),
        trouble: (why) => this.#watch.trouble(why),
      }),
    )
    this.#every(watchEveryMs, () => this.#judge())
    this.#every(statisticsEveryMs, () => this.#tell())
  }

  requestKeyFrame(): void {
    this.#program.requestKeyFrame()
  }

  #lane(name: string, fpsMax: number, work: (captured: CapturedFrame) => Promise<void>): FrameLane {
    const failed = (cause: unknown) => this.#log.warn({ lane: name, cause: String(cause) }, 'a frame could not be used')
    return this.#open.use(new FrameLane(fpsMax, work, failed))
  }

  #every(ms: number, work: () => void): void {
    this.#open.adopt(setInterval(work, ms), clearInterval)
  }

  #take(captured: CapturedFrame): void {
    this.#watch.frame(performance.now())
    for (const lane of this.#lanes) lane.offer(captured)
  }

  #judge(): void {
    const before = this.#status
    this.#status = this.#watch.status(performance.now())
    const { state, why } = this.#status
    if (state === before.state) return
    this.#log.info({ state, why }, 'source')
    this.#report({ type: 'source', at: utcNow(), state, ...(why && { why }) })
  }

  #tell(): void {
    const feed = this.#preview.feed
    for (const meter of [this.#program.frames, this.#program.bits, feed?.frames, this.#vision.reads]) meter?.roll()
    const { source, program, preview, vision } = this.#numbers()
    this.#report({ type: 'statistics', at: utcNow(), statistics: { source, program, preview, vision } })
  }

  #missing(): string[] {
    const { state } = this.#status
    const source = state === 'ok' || state === 'degraded' ? [] : ['source']
    return this.#sender.hasTarget ? source : [...source, 'target']
  }

  #numbers(): MediaNumbers {
    const { width, height, frames, connections, damaged } = this.#capture.statistics
    const rtp = this.#sender.statistics
    const { encoder, encoded, keyFrames } = this.#program.statistics
    const dropped = this.#lanes.reduce((sum, lane) => sum + lane.dropped, 0)
    return {
      source: { ...this.#status, width, height, frames, dropped },
      program: {
        encoder,
        fps: this.#program.frames.rate,
        bitrate: this.#program.bits.rate,
        keyFrames,
        keyFrameRequests: rtp.keyFrameRequests,
        nacks: rtp.nacks,
        packets: rtp.packets,
        lost: rtp.lost,
      },
      preview: { windows: this.#preview.windows, fps: this.#preview.feed?.frames.rate ?? 0 },
      vision: { readMs: this.#vision.readMs, fps: this.#vision.reads.rate },
      rtp,
      capture: { connections, damaged },
      encoded,
      previewSkipped: this.#preview.skipped,
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#open.disposeAsync()
  }
}
