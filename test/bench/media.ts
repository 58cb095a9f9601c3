/**
 * The media process at 720p30 with a preview window, vision and an SFU, against one command line of Debian's ffmpeg that
 * does the same decode, encodes and scalings, at the same time on the same picture. What counts is CPU time for each
 * picture sent, so that a machine too busy for either does not favour the one that leaves pictures out.
 */
import { type ChildProcess, execFileSync, fork, spawn } from 'node:child_process'
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { WebSocket } from 'ws'
import { type MediaCommand, mediaProgram } from '../../native/media/index.ts'
import { virtualWheelCalibration } from '../../native/virtual/index.ts'
import type { Figure } from './run.ts'

const warmUpMs = 3_000
const measuredMs = 30_000
const ratioMax = 1.5
const picturesPerMinute = 30 * 60
const token = 'the-token-of-this-bench'

interface Contestant {
  readonly process: ChildProcess
  /** Pictures of the program encoded so far. */
  pictures(): Promise<number>
}

async function effort({ process, pictures }: Contestant) {
  return { cpuSeconds: cpuSeconds(process), pictures: await pictures() }
}

export async function* bench(): AsyncGenerator<Figure> {
  await using opened = new AsyncDisposableStack()
  const camera = await recordedCamera(opened)
  const receiver = createSocket('udp4')
  receiver.bind(0, '127.0.0.1')
  await once(receiver, 'listening')
  opened.defer(() => void receiver.close())

  const contestants = [
    await startMedia(opened, camera, receiver.address().port),
    startPeer(opened, camera, receiver.address().port),
  ]
  await wait(warmUpMs)
  const before = await Promise.all(contestants.map(effort))
  await wait(measuredMs)
  const after = await Promise.all(contestants.map(effort))
  const [value = Number.NaN, peerValue = Number.NaN] = after.map(({ cpuSeconds, pictures }, i) => {
    const start = before[i] ?? { cpuSeconds: 0, pictures: 0 }
    return ((cpuSeconds - start.cpuSeconds) / (pictures - start.pictures)) * picturesPerMinute
  })
  const ratio = value / peerValue
  yield {
    bench: 'media',
    name: 'cpu',
    value,
    unit: 'CPU s for a minute of picture',
    peer: 'ffmpeg command line',
    peer_value: peerValue,
    ratio,
    goal: `<= ${ratioMax}`,
    ok: ratio <= ratioMax,
  }
}

/** A camera whose picture was made before, so that making it costs nothing while it is measured. */
async function recordedCamera(opened: AsyncDisposableStack): Promise<number> {
  const folder = opened.adopt(mkdtempSync(join(tmpdir(), 'tablecast-bench-')), (path) =>
    rmSync(path, { recursive: true }),
  )
  const file = join(folder, 'camera.ts')
  const picture = ['-f', 'lavfi', '-i', 'testsrc2=size=1280x720:rate=30:duration=10']
  const coding = ['-c:v', 'libx264', '-preset', 'veryfast', '-tune', 'zerolatency', '-g', '30', '-pix_fmt', 'yuv420p']
  execFileSync('ffmpeg', ['-v', 'error', ...picture, ...coding, '-b:v', '4M', file])
  const play = ['-v', 'error', '-re', '-stream_loop', '-1', '-i', file, '-c', 'copy', '-f', 'mpegts', '-']
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
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
  return portOf(server.address())
}

async function startMedia(opened: AsyncDisposableStack, camera: number, target: number): Promise<Contestant> {
  const child = fork(fileURLToPath(mediaProgram), {
    serialization: 'advanced',
    env: { ...process.env, LOG_LEVEL: 'silent' },
  })
  opened.defer(async () => {
    const exited = once(child, 'exit')
    child.disconnect()
    await exited
  })
  const tell = (command: MediaCommand) => child.send(command)
  const [previewPort, httpPort] = [await freePort(), await freePort()]
  tell({
    type: 'configure',
    configuration: {
      tableId: 'bench',
      source: { id: 'wheel', name: 'Wheel', url: `tcp://127.0.0.1:${camera}`, format: 'mpegts' },
      wheel: virtualWheelCalibration,
      program: { width: 1280, height: 720, fps: 30, bitrate: 2_500_000 },
      preview: { width: 640, fps: 30, bitrate: 800_000 },
      previewPort,
      previewToken: token,
      httpPort,
    },
  })
  const sfu = { ip: '127.0.0.1', port: target, ssrc: 1, payloadType: 101, cname: 'bench', instance: 'bench' }
  tell({ type: 'target', target: sfu })
  while (!(await fetch(`http://127.0.0.1:${httpPort}/healthz`).catch(() => null))?.ok) await wait(100)
  const window = new WebSocket(`ws://127.0.0.1:${previewPort}/?token=${token}`)
  opened.defer(() => window.terminate())
  await once(window, 'message')
  const pictures = async () => {
    const metrics = await (await fetch(`http://127.0.0.1:${httpPort}/metrics`)).text()
    return Number(/^media_program_frames_total (\d+)$/m.exec(metrics)?.[1])
  }
  return { process: child, pictures }
}

/** The same decode, the same two encodes, and vision's small RGB picture at every second frame. */
function startPeer(opened: AsyncDisposableStack, camera: number, target: number): Contestant {
  const coding = [
    '-c:v',
    'libx264',
    '-preset',
    'superfast',
    '-tune',
    'zerolatency',
    '-profile:v',
    'baseline',
    '-g',
    '60',
  ]
  const one = ['-threads', '1']
  const rate = (bitrate: number) => ['-b:v', `${bitrate}`, '-maxrate', `${bitrate}`, '-bufsize', `${bitrate / 2}`]
  const scaled =
    '[0:v]split=3[program][a][b];[a]scale=640:360:flags=bilinear[preview];[b]fps=15,scale=640:360:flags=bilinear,format=rgb24[vision]'
  const input = [...one, '-f', 'mpegts', '-i', `tcp://127.0.0.1:${camera}`, '-filter_complex', scaled]
  const program = ['-map', '[program]', ...coding, ...one, ...rate(2_500_000), '-f', 'rtp', `rtp://127.0.0.1:${target}`]
  const preview = ['-map', '[preview]', ...coding, ...one, ...rate(800_000), '-f', 'h264', '/dev/null']
  const vision = ['-map', '[vision]', '-f', 'rawvideo', '/dev/null']
  const quiet = ['-v', 'error', '-y', '-nostdin', '-filter_complex_threads', '1', '-progress', 'pipe:1']
  const peer = spawn('ffmpeg', [...quiet, ...input, ...program, ...preview, ...vision], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  opened.defer(() => void peer.kill('SIGKILL'))
  let pictures = 0
  peer.stdout.setEncoding('utf8').on('data', (progress: string) => {
    pictures = Number(/^frame=\s*(\d+)$/m.exec(progress)?.[1] ?? pictures)
  })
  return { process: peer, pictures: async () => pictures }
}

/** User and system time of a process so far; Linux counts in 1/100 s. */
function cpuSeconds({ pid }: ChildProcess): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
  return (Number(fields[11]) + Number(fields[12])) / 100
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const port = portOf(server.address())
  await new Promise((resolve) => server.close(resolve))
  return port
}

function portOf(address: ReturnType<ReturnType<typeof createServer>['address']>): number {
  return typeof address === 'object' && address ? address.port : 0
}
