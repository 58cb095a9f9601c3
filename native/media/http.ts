import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { Counter, collectDefaultMetrics, Gauge, Registry } from 'prom-client'
import type { MediaStatistics } from './messages/index.ts'
import type { RtpStatistics } from './rtp/sender.ts'

/** Everything that this process counts; the studio gets the first part each second, Prometheus all of it. */
export interface MediaNumbers extends MediaStatistics {
  readonly rtp: RtpStatistics
  readonly capture: { readonly connections: number; readonly damaged: number }
  readonly encoded: number
  readonly previewSkipped: number
}

/** Health, readiness and metrics on loopback. Ready means: there is a picture, and somewhere to send it. */
export class MediaHttp implements AsyncDisposable {
  readonly #server: Server

  /** @throws Error `EADDRINUSE` when the port is taken */
  static async open(port: number, missing: () => string[], numbers: () => MediaNumbers): Promise<MediaHttp> {
    const registry = metrics(numbers)
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

function metrics(numbers: () => MediaNumbers): Registry {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry, prefix: 'media_' })
  const gauge = (name: string, help: string, value: (numbers: MediaNumbers) => number | null) =>
    new Gauge({
      name,
      help,
      registers: [registry],
      collect() {
        this.set(value(numbers()) ?? Number.NaN)
      },
    })
  const counter = (name: string, help: string, value: (numbers: MediaNumbers) => number) =>
    new Counter({
      name,
      help,
      registers: [registry],
      collect() {
        this.reset()
        this.inc(value(numbers()))
      },
    })
  gauge('media_source_fps', 'Frames a second from the camera', (n) => n.source.fps)
  gauge('media_source_frame_age_ms', 'Age of the newest frame', (n) => n.source.frameAgeMs)
  gauge('media_source_black', '1 while the picture is black', (n) => Number(n.source.black))
  gauge('media_source_frozen', '1 while the picture does not move', (n) => Number(n.source.frozen))
  counter('media_source_frames_total', 'Frames decoded', (n) => n.source.frames)
  counter('media_source_damaged_total', 'Frames decoded with errors', (n) => n.capture.damaged)
  counter('media_source_connections_total', 'Times the camera was connected', (n) => n.capture.connections)
  counter('media_dropped_frames_total', 'Frames dropped because a worker was too slow', (n) => n.source.dropped)
  gauge('media_program_fps', 'Frames encoded a second', (n) => n.program.fps)
  gauge('media_program_bitrate', 'Bits encoded a second', (n) => n.program.bitrate)
  counter('media_program_frames_total', 'Frames encoded', (n) => n.encoded)
  counter('media_program_key_frames_total', 'Key frames encoded', (n) => n.program.keyFrames)
  counter('media_rtp_packets_total', 'RTP packets sent', (n) => n.rtp.packets)
  counter('media_rtp_bytes_total', 'Bytes sent, resent packets and RTCP included', (n) => n.rtp.bytes)
  counter('media_rtp_dropped_total', 'Packets that the socket did not take', (n) => n.rtp.dropped)
  counter('media_rtp_key_frame_requests_total', 'PLI and FIR received', (n) => n.rtp.keyFrameRequests)
  counter('media_rtp_nacks_total', 'NACKs received', (n) => n.rtp.nacks)
  counter('media_rtp_resent_total', 'Packets sent again', (n) => n.rtp.resent)
  gauge('media_rtp_lost_ratio', 'Packets that the SFU did not get, 0 to 1', (n) => n.rtp.lost)
  gauge('media_rtp_round_trip_ms', 'To the SFU and back', (n) => n.rtp.roundTripMs)
  gauge('media_preview_windows', 'Windows that show the preview', (n) => n.preview.windows)
  counter('media_preview_skipped_total', 'Pictures not sent to a slow window', (n) => n.previewSkipped)
  gauge('media_vision_read_ms', 'Time to scale and read the last frame', (n) => n.vision.readMs)
  gauge('media_vision_fps', 'Frames read a second', (n) => n.vision.fps)
  return registry
}
