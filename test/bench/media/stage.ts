import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { WebSocket } from 'ws'
import type { MediaConfiguration, PictureSettings } from '../../../native/media/index.ts'
import { freePorts, MediaProcess, type SfuEar } from '../../media/index.ts'

const token = 'the-token-of-this-bench'
const full = { x: 0, y: 0, width: 1, height: 1 }

/** A camera's picture made before, so that making it costs nothing while something is measured: H.264 720p30 in MPEG-TS over TCP. */
export async function recordedCamera(opened: AsyncDisposableStack): Promise<number> {
  const folder = opened.adopt(mkdtempSync(join(tmpdir(), 'tablecast-bench-')), (path) =>
    rmSync(path, { recursive: true }),
  )
  const file = join(folder, 'camera.ts')
  const picture = ['-f', 'lavfi', '-i', 'testsrc2=size=1280x720:rate=30:duration=10']
  const coding = ['-c:v', 'libx264', '-preset', 'veryfast', '-tune', 'zerolatency', '-g', '30', '-pix_fmt', 'yuv420p']
  execFileSync('ffmpeg', ['-v', 'error', ...picture, ...coding, '-b:v', '4M', file])
  const play = ['-v', 'error', '-re', '-stream_loop', '-1', '-i', file, '-c', 'copy', '-f', 'mpegts', '-']
  const sockets = new Set<Socket>()
  const server = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket)
    const player = spawn('ffmpeg', play, { stdio: ['ignore', 'pipe', 'ignore'] })
    player.stdout.pipe(socket)
    socket.on('error', () => {}).on('close', () => player.kill('SIGKILL'))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  opened.defer(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  const address = server.address()
  return typeof address === 'object' && address ? address.port : 0
}

/** So many sources of one recorded camera, the first on air, and the default ladder. */
export function pictureOf(camera: number, sources: number, more: Partial<PictureSettings> = {}): PictureSettings {
  const ids = Array.from({ length: sources }, (_, i) => `camera-${i + 1}`)
  return {
    sources: ids.map((id) => ({
      id,
      name: id,
      address: { kind: 'tcp', host: '127.0.0.1', port: camera },
      fps: 30,
      sound: false,
      watch: {},
    })),
    vision: [],
    mix: {
      width: 1280,
      height: 720,
      fps: 30,
      scenes: ids.map((source) => ({ id: source, name: source, layers: [{ source, box: full }] })),
      overlays: [],
      slate: { text: 'Bench' },
    },
    ladder: {
      codec: 'h264',
      encoder: 'libx264',
      rungs: [
        { width: 1280, height: 720, fps: 30, bitrate: 2_500_000 },
        { width: 640, height: 360, fps: 30, bitrate: 700_000 },
        { width: 320, height: 180, fps: 30, bitrate: 200_000 },
      ],
      playoutDelay: { minMs: 0, maxMs: 0 },
    },
    sound: null,
    record: null,
    ...more,
  }
}

/** A whole configuration on free ports, with a folder that goes with the bench. */
export async function configurationOf(
  opened: AsyncDisposableStack,
  picture: PictureSettings,
): Promise<MediaConfiguration> {
  const [previewPort = 0, httpPort = 0] = await freePorts(2)
  const recordFolder = opened.adopt(mkdtempSync(join(tmpdir(), 'tablecast-bench-')), (path) =>
    rmSync(path, { recursive: true }),
  )
  return { tableId: 'bench', picture, previewPort, previewToken: token, httpPort, recordFolder }
}

/** A media process that sends its program to the ear, beside a window that looks at every source at this rate. */
export async function startedMedia(
  opened: AsyncDisposableStack,
  picture: PictureSettings,
  ear: SfuEar,
  previewFps: number,
): Promise<MediaProcess> {
  const configuration = await configurationOf(opened, picture)
  const media = opened.use(new MediaProcess())
  media.tell({ type: 'configure', configuration })
  media.tell({ type: 'target', target: ear.target('bench') })
  while (media.statistics === undefined) await once(media.child, 'message')
  const window = new WebSocket(`ws://127.0.0.1:${configuration.previewPort}/?token=${token}`)
  opened.defer(() => window.terminate())
  await once(window, 'open')
  const feeds = picture.sources.map(({ id }) => ({ feed: id, width: 320, fps: previewFps }))
  window.send(JSON.stringify({ feeds }))
  window.on('message', () => {})
  return media
}

/** User and system time of a process so far, s; Linux counts in 1/100 s. */
export function cpuSeconds({ pid }: ChildProcess): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
  return (Number(fields[11]) + Number(fields[12])) / 100
}

/** Memory of a process that is its own, MB. */
export function memoryMegabytes({ pid }: ChildProcess): number {
  const lines = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8')
  const kilobytes = /^Private_Dirty:\s+(\d+) kB$/m.exec(lines)?.[1]
  return Number(kilobytes) / 1024
}

/** The value below which this part of the values lies. */
export function quantile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN
}
