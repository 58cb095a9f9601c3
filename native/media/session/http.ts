import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { Counter, collectDefaultMetrics, Gauge, Registry } from 'prom-client'
import type { EyeStatistics, MediaStatistics } from '../messages/index.ts'

/** Health, readiness and metrics on loopback. Ready means: every source has a picture, and there is somewhere to send it. */
export class MediaHttp implements AsyncDisposable {
  readonly #server: Server

  /** @throws Error `EADDRINUSE` when the port is taken */
  static async open(port: number, missing: () => string[], statistics: () => MediaStatistics): Promise<MediaHttp> {
    const registry = metrics(statistics)
    const server = createServer(async (request, response) => {
      const answer = (status: number, type: string, body: string) =>
        response.writeHead(status, { 'content-type': type }).end(body)
      switch (request.method === 'GET' ? request.url : null) {
        case '/healthz':
          return answer(200, 'application/json', '{}')
        case '/readyz':
          return answer(missing().length > 0 ? 503 : 200, 'application/json', JSON.stringify({ missing: missing() }))
        case '/metrics':
          return answer(200, registry.contentType, await registry.metrics())
        default:
          return answer(404, 'application/json', JSON.stringify({ message: 'There is nothing here' }))
      }
    })
    server.listen(port, '127.0.0.1')
    await once(server, 'listening')
    return new MediaHttp(server)
  }

  private constructor(server: Server) {
    this.#server = server
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise<void>((resolve) => this.#server.close(() => resolve()))
  }
}

type Labelled = readonly (readonly [label: string, value: number | null])[]

function metrics(statistics: () => MediaStatistics): Registry {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry, prefix: 'media_' })
  const options = (name: string, help: string, label: string, values: (now: MediaStatistics) => Labelled) => ({
    name,
    help,
    labelNames: [label],
    registers: [registry],
    values: () => values(statistics()).map(([value, number]) => [{ [label]: value }, number ?? Number.NaN] as const),
  })
  const gauge = (...asked: Parameters<typeof options>) => {
    const { values, ...wanted } = options(...asked)
    new Gauge({
      ...wanted,
      collect() {
        this.reset()
        for (const [labels, value] of values()) this.set(labels, value)
      },
    })
  }
  const counter = (...asked: Parameters<typeof options>) => {
    const { values, ...wanted } = options(...asked)
    new Counter({
      ...wanted,
      collect() {
        this.reset()
        for (const [labels, value] of values()) this.inc(labels, Number.isNaN(value) ? 0 : value)
      },
    })
  }
  type Source = MediaStatistics['sources'][number]
  const sources = (value: (source: Source) => number | null) => (now: MediaStatistics) =>
    now.sources.map((source) => [source.id, value(source)] as const)
  gauge(
    'media_source_fps',
    'Frames a second',
    'source',
    sources(({ fps }) => fps),
  )
  gauge(
    'media_source_frame_age_ms',
    'Age of the newest frame',
    'source',
    sources(({ frameAgeMs }) => frameAgeMs),
  )
  gauge(
    'media_source_faults',
    'Faults that hold',
    'source',
    sources(({ faults }) => faults.length),
  )
  gauge(
    'media_source_dropped_ratio',
    'Frames missing in the last 10 s, 0 to 1',
    'source',
    sources(({ dropped }) => dropped),
  )
  counter(
    'media_source_frames_total',
    'Frames decoded',
    'source',
    sources(({ frames }) => frames),
  )
  counter(
    'media_source_connections_total',
    'Times it was connected',
    'source',
    sources(({ connections }) => connections),
  )

  type Program = MediaStatistics['program']
  const program = (value: (program: Program) => number | null) => (now: MediaStatistics) =>
    [['program', value(now.program)]] as const
  gauge(
    'media_program_fps',
    'Pictures mixed a second',
    'feed',
    program(({ fps }) => fps),
  )
  gauge(
    'media_program_delay_ms',
    'From capture to the last packet, 95 %',
    'feed',
    program(({ delayMs }) => delayMs),
  )
  counter(
    'media_program_repeated_total',
    'Pictures made without a new one',
    'feed',
    program(({ repeated }) => repeated),
  )
  counter(
    'media_program_dropped_total',
    'Pictures an encoder was too slow for',
    'feed',
    program(({ dropped }) => dropped),
  )

  const rungs = (value: (rung: Program['rungs'][number]) => number | null) => (now: MediaStatistics) =>
    now.program.rungs.map((rung) => [`${rung.height}p`, value(rung)] as const)
  gauge(
    'media_rung_fps',
    'Pictures encoded a second',
    'rung',
    rungs(({ fps }) => fps),
  )
  gauge(
    'media_rung_bitrate',
    'Bits encoded a second',
    'rung',
    rungs(({ bitrate }) => bitrate),
  )
  gauge(
    'media_rung_lost_ratio',
    'Packets that the SFU did not get, 0 to 1',
    'rung',
    rungs(({ lost }) => lost),
  )
  counter(
    'media_rung_key_frames_total',
    'Key frames encoded',
    'rung',
    rungs(({ keyFrames }) => keyFrames),
  )
  counter(
    'media_rung_key_frame_requests_total',
    'PLI and FIR',
    'rung',
    rungs(({ keyFrameRequests }) => keyFrameRequests),
  )
  counter(
    'media_rung_nacks_total',
    'NACKs',
    'rung',
    rungs(({ nacks }) => nacks),
  )
  counter(
    'media_rung_packets_total',
    'RTP packets sent',
    'rung',
    rungs(({ packets }) => packets),
  )

  const whole = (value: (now: MediaStatistics) => number | null) => (now: MediaStatistics) =>
    [['media', value(now)]] as const
  counter(
    'media_sound_packets_total',
    'Opus packets sent',
    'process',
    whole(({ sound }) => sound?.packets ?? 0),
  )
  gauge(
    'media_preview_windows',
    'Windows that look',
    'process',
    whole(({ preview }) => preview.windows),
  )
  gauge(
    'media_preview_feeds',
    'Feeds encoded for them',
    'process',
    whole(({ preview }) => preview.feeds),
  )
  counter(
    'media_preview_skipped_total',
    'Pictures not sent to a slow window',
    'process',
    whole(({ preview }) => preview.skipped),
  )
  const eyes = (value: (eye: EyeStatistics) => number) => (now: MediaStatistics) =>
    now.vision.map((eye) => [eye.source, value(eye)] as const)
  gauge(
    'media_vision_read_ms',
    'Time to scale and read the last picture',
    'source',
    eyes(({ readMs }) => readMs),
  )
  gauge(
    'media_vision_fps',
    'Pictures read a second',
    'source',
    eyes(({ fps }) => fps),
  )
  counter(
    'media_vision_looks_total',
    'Pictures read',
    'source',
    eyes(({ looks }) => looks),
  )
  counter(
    'media_vision_skipped_total',
    'Pictures passed over as vision was busy',
    'source',
    eyes(({ skipped }) => skipped),
  )
  counter(
    'media_vision_fallbacks_total',
    'Times a provider failed and the next took its place',
    'source',
    eyes(({ fallbacks }) => fallbacks),
  )
  counter(
    'media_vision_restarts_total',
    'Times vision was started again',
    'source',
    eyes(({ restarts }) => restarts),
  )
  gauge(
    'media_record_ring_bytes',
    'Memory of the last 30 s',
    'process',
    whole(({ record }) => record?.ringBytes ?? null),
  )
  gauge(
    'media_record_free_bytes',
    'Free on the disk of recordings',
    'process',
    whole(({ record }) => record?.freeBytes ?? null),
  )
  return registry
}
