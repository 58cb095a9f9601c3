/** The media process, whole: a camera over TCP (MPEG-TS), an SFU's UDP socket, a window's WebSocket. */
import { type ChildProcess, fork, spawn } from 'node:child_process'
import { createSocket, type Socket as UdpSocket } from 'node:dgram'
import { once } from 'node:events'
import { readdirSync } from 'node:fs'
import { createServer, type Server, type Socket } from 'node:net'
import { fileURLToPath } from 'node:url'
import { AV_CODEC_ID_H264, Codec, CodecContext, Frame, Packet } from 'node-av'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import {
  type MediaCommand,
  type MediaConfiguration,
  type MediaReport,
  type MediaTarget,
  mediaProgram,
  previewMessage,
} from '../../native/media/index.ts'
import { virtualWheelCalibration } from '../../native/virtual/index.ts'
import { until } from './until.ts'

const ssrc = 0x0a0b0c0d
const token = 'the-token-of-this-test'
const pictures = {
  moving: 'testsrc2=size=640x360:rate=30',
  still: 'testsrc2=size=640x360:rate=30,trim=end_frame=1,loop=loop=-1:size=1',
  black: 'color=black:size=640x360:rate=30',
}

/** A camera that one can pull out: what it shows goes to everyone who is connected. */
class TestCamera implements AsyncDisposable {
  #server: Server | null = null
  #encoder: ChildProcess | null = null
  readonly #viewers = new Set<Socket>()
  readonly #port: number

  constructor(port: number) {
    this.#port = port
  }

  async plugIn(): Promise<void> {
    this.#server = createServer((viewer) => {
      this.#viewers.add(viewer)
      viewer.on('close', () => this.#viewers.delete(viewer)).on('error', () => viewer.destroy())
    })
    this.#server.listen(this.#port, '127.0.0.1')
    await once(this.#server, 'listening')
  }

  async pullOut(): Promise<void> {
    const closed = new Promise((resolve) => this.#server?.close(resolve))
    for (const viewer of this.#viewers) viewer.destroy()
    await closed
  }

  show(picture: keyof typeof pictures): void {
    this.goSilent()
    const input = ['-v', 'error', '-re', '-f', 'lavfi', '-i', pictures[picture]]
    const coding = [
      '-c:v',
      'libx264',
      '-preset',
      'ultrafast',
      '-tune',
      'zerolatency',
      '-g',
      '15',
      '-pix_fmt',
      'yuv420p',
    ]
    const encoder = spawn('ffmpeg', [...input, ...coding, '-f', 'mpegts', '-'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    encoder.stdout.on('data', (bytes) => {
      for (const viewer of this.#viewers) viewer.write(bytes)
    })
    this.#encoder = encoder
  }

  /** Connected, but nothing comes. */
  goSilent(): void {
    this.#encoder?.kill('SIGKILL')
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.goSilent()
    await this.pullOut()
  }
}

interface RtpPacket {
  readonly bytes: Buffer
  readonly sequence: number
  readonly timestamp: number
  readonly marker: boolean
  /** Of the NAL unit, or of the one that this is a part of. */
  readonly unitType: number
  readonly capturedAt: number
}

/** Where the SFU would be: takes packets, and speaks back to where they came from. */
class TestReceiver implements AsyncDisposable {
  readonly rtp: RtpPacket[] = []
  readonly rtcp: Buffer[] = []
  readonly #socket: UdpSocket
  #peer: { address: string; port: number } | null = null

  static async open(): Promise<TestReceiver> {
    const socket = createSocket('udp4')
    socket.bind(0, '127.0.0.1')
    await once(socket, 'listening')
    return new TestReceiver(socket)
  }

  private constructor(socket: UdpSocket) {
    this.#socket = socket
    socket.on('message', (bytes, peer) => {
      this.#peer = peer
      const type = bytes.readUInt8(1)
      if (type >= 192 && type <= 223) this.rtcp.push(bytes)
      else this.rtp.push(parseRtp(bytes))
    })
  }

  get port(): number {
    return this.#socket.address().port
  }

  target(instance: string): MediaTarget {
    return { ip: '127.0.0.1', port: this.port, ssrc, payloadType: 101, cname: 'table', instance }
  }

  say(hex: string): void {
    this.#socket.send(Buffer.from(hex, 'hex'), this.#peer?.port, this.#peer?.address)
  }

  get keyFrames(): number[] {
    return [...new Set(this.rtp.filter(({ unitType }) => unitType === 5).map(({ timestamp }) => timestamp))]
  }

  get senderReports(): Buffer[] {
    return this.rtcp.filter((packet) => packet.readUInt8(1) === 200)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await new Promise<void>((resolve) => this.#socket.close(resolve))
  }
}

function parseRtp(bytes: Buffer): RtpPacket {
  expect(bytes.readUInt32BE(8)).toBe(ssrc)
  expect(bytes.readUInt32BE(12)).toBe(0xbede0004)
  // abs-capture-time: id 1, 8 bytes. playout-delay: id 2, 3 bytes, both limits 0.
  expect(bytes.readUInt8(16)).toBe(0x17)
  expect(bytes.readUInt32BE(25)).toBe(0x22000000)
  const capturedAt = (bytes.readUInt32BE(17) - 2_208_988_800) * 1000 + (bytes.readUInt32BE(21) / 2 ** 32) * 1000
  const indicator = bytes.readUInt8(32) & 0x1f
  return {
    bytes,
    sequence: bytes.readUInt16BE(2),
    timestamp: bytes.readUInt32BE(4),
    marker: bytes.readUInt8(1) >> 7 === 1,
    unitType: indicator === 28 ? bytes.readUInt8(33) & 0x1f : indicator,
    capturedAt,
  }
}

/** The program under test, as the studio starts it. */
class MediaProcess implements AsyncDisposable {
  readonly child: ChildProcess
  readonly reports: MediaReport[] = []

  constructor() {
    this.child = fork(fileURLToPath(mediaProgram), {
      serialization: 'advanced',
      env: { ...process.env, LOG_LEVEL: 'silent' },
    })
    this.child.on('message', (report: MediaReport) => this.reports.push(report))
  }

  tell(command: MediaCommand): void {
    this.child.send(command)
  }

  get states(): string[] {
    return this.reports.flatMap((report) => (report.type === 'source' ? [report.state] : []))
  }

  get statistics() {
    return this.reports.findLast((report) => report.type === 'statistics')?.statistics
  }

  state(): string | undefined {
    return this.states.at(-1)
  }

  get handles(): number {
    return readdirSync(`/proc/${this.child.pid}/fd`).length
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return
    const exited = once(this.child, 'exit')
    this.child.disconnect()
    expect(await exited).toEqual([0, null])
  }
}

let opened: AsyncDisposableStack
let ports: { camera: number; preview: number; http: number }
let camera: TestCamera
let media: MediaProcess

const configuration = (): MediaConfiguration => ({
  tableId: 'table',
  source: { id: 'wheel', name: 'Wheel', url: `tcp://127.0.0.1:${ports.camera}`, format: 'mpegts' },
  wheel: virtualWheelCalibration,
  program: { width: 320, height: 180, fps: 30, bitrate: 800_000 },
  preview: { width: 160, fps: 15, bitrate: 200_000 },
  previewPort: ports.preview,
  previewToken: token,
  httpPort: ports.http,
})

const get = async (path: string) => {
  const response = await fetch(`http://127.0.0.1:${ports.http}${path}`)
  return { status: response.status, body: await response.text() }
}

beforeEach(async () => {
  opened = new AsyncDisposableStack()
  const [cameraPort = 0, preview = 0, http = 0] = await freePorts(3)
  ports = { camera: cameraPort, preview, http }
  camera = opened.use(new TestCamera(ports.camera))
  media = opened.use(new MediaProcess())
})
afterEach(() => opened.disposeAsync())

async function running(): Promise<TestReceiver> {
  await camera.plugIn()
  camera.show('moving')
  const receiver = opened.use(await TestReceiver.open())
  media.tell({ type: 'configure', configuration: configuration() })
  media.tell({ type: 'target', target: receiver.target('first') })
  await until(() => media.state() === 'ok' && receiver.keyFrames.length > 0)
  return receiver
}

describe('the program', () => {
  test('begins with a key frame, three sender reports after it, and capture times of now', async () => {
    const receiver = await running()
    await until(() => receiver.senderReports.length >= 4)
    expect(receiver.rtp.slice(0, 3).map(({ unitType }) => unitType)).toEqual([7, 8, expect.any(Number)])
    const [report] = receiver.senderReports
    expect(report?.readUInt32BE(4)).toBe(ssrc)
    const reportedAt = ((report?.readUInt32BE(8) ?? 0) - 2_208_988_800) * 1000
    expect(Math.abs(Date.now() - reportedAt)).toBeLessThan(10_000)
    for (const { capturedAt } of receiver.rtp) expect(Math.abs(Date.now() - capturedAt)).toBeLessThan(10_000)
  })

  test('keeps sequences without a gap, timestamps that rise with capture time, and a marker at each picture’s end', async () => {
    const receiver = await running()
    await until(() => receiver.rtp.length > 60)
    const packets = receiver.rtp.slice(0, 60)
    for (const [i, packet] of packets.entries()) {
      const before = packets[i - 1]
      if (!before) continue
      expect(packet.sequence).toBe((before.sequence + 1) & 0xffff)
      expect(packet.timestamp !== before.timestamp).toBe(before.marker)
      const elapsedMs = ((packet.timestamp - before.timestamp) | 0) / 90
      expect(elapsedMs).toBeCloseTo(packet.capturedAt - before.capturedAt, 1)
    }
  })

  test('answers PLI and FIR with a key frame, and a lost packet with the same bytes again', async () => {
    const receiver = await running()
    const ours = ssrc.toString(16).padStart(8, '0')
    const pli = () => receiver.say(`81ce000200000001${ours}`)
    const fir = () => receiver.say(`84ce00040000000100000000${ours}01000000`)
    const first = receiver.keyFrames.length - 1
    for (const ask of [pli, fir, pli, fir]) {
      const before = receiver.keyFrames.length
      ask()
      await until(() => receiver.keyFrames.length > before)
    }
    // Unasked, key frames come every two seconds and never sooner.
    const asked = receiver.keyFrames.slice(first)
    const distances = asked.slice(1).map((timestamp, i) => ((timestamp - (asked[i] ?? 0)) | 0) / 90_000)
    expect(Math.min(...distances)).toBeLessThan(1.9)
    await until(() => (media.statistics?.program.keyFrameRequests ?? 0) >= 4)

    const lost = receiver.rtp.at(-5)
    if (!lost) throw new Error('no packet to lose')
    receiver.say(`81cd000300000001${ours}${lost.sequence.toString(16).padStart(4, '0')}0000`)
    await until(() => receiver.rtp.filter(({ sequence }) => sequence === lost.sequence).length === 2)
    expect(receiver.rtp.findLast(({ sequence }) => sequence === lost.sequence)?.bytes).toEqual(lost.bytes)
  })

  test('answers a reference time, and reports what the receiver says is lost', async () => {
    const receiver = await running()
    receiver.say(`80cf0004${'00000007'}04000002${'0000abcd12340000'}`)
    await until(() => receiver.rtcp.some((packet) => packet.readUInt8(1) === 207))
    const answer = receiver.rtcp.find((packet) => packet.readUInt8(1) === 207)
    expect(answer?.toString('hex', 12)).toBe('00000007abcd123400000000')
    receiver.say(`81c9000700000007${ssrc.toString(16).padStart(8, '0')}40000000${'00000000'.repeat(4)}`)
    await until(() => media.statistics?.program.lost === 0.25)
  })

  test('goes on with sequence and timestamps at a new SFU, from a key frame, and stops without one', async () => {
    const receiver = await running()
    const second = opened.use(await TestReceiver.open())
    media.tell({ type: 'target', target: second.target('second') })
    await until(() => second.senderReports.length >= 3 && second.rtp.length > 3)
    const last = receiver.rtp.at(-1)
    const [first] = second.rtp
    if (!last || !first) throw new Error('nothing arrived')
    expect(first.unitType).toBe(7)
    expect(first.sequence).toBe((last.sequence + 1) & 0xffff)
    expect(((first.timestamp - last.timestamp) | 0) / 90).toBeCloseTo(first.capturedAt - last.capturedAt, 1)

    media.tell({ type: 'target', target: null })
    await until(() => media.statistics?.program.fps === 0)
    expect(media.statistics?.source.state).toBe('ok')
    expect(JSON.parse((await get('/readyz')).body)).toEqual({ missing: ['target'] })
  })
})

describe('the source', () => {
  test('may be pulled out and put back: the picture returns each time, and nothing is left behind', async () => {
    const receiver = await running()
    const handles: number[] = []
    for (let i = 0; i < 3; i++) {
      await camera.pullOut()
      await until(() => media.state() === 'stale' || media.state() === 'lost')
      await camera.plugIn()
      await until(() => media.state() === 'ok')
      const seen = receiver.rtp.length
      await until(() => receiver.rtp.length > seen + 10)
      handles.push(media.handles)
    }
    expect(handles).toEqual([handles[0], handles[0], handles[0]])
  })

  test('that falls silent is stale, then lost, and connected anew', async () => {
    await running()
    camera.goSilent()
    await until(() => media.state() === 'lost')
    expect(media.states.slice(-2)).toEqual(['stale', 'lost'])
    expect((await get('/readyz')).status).toBe(503)
    camera.show('moving')
    await until(() => media.state() === 'ok')
    expect((await get('/readyz')).status).toBe(200)
  })

  test('that is not there does not keep the process from its other work', async () => {
    media.tell({ type: 'configure', configuration: configuration() })
    await until(async () => (await get('/healthz')).status === 200)
    expect(JSON.parse((await get('/readyz')).body)).toEqual({ missing: ['source', 'target'] })
    await until(() => media.statistics?.source.state === 'connecting')
    await until(() => media.state() === 'lost')
    await camera.plugIn()
    camera.show('moving')
    await until(() => media.state() === 'ok')
  })

  test('is degraded while black or frozen, with the reason', async () => {
    await running()
    const why = () => media.reports.findLast((report) => report.type === 'source')?.why
    camera.show('black')
    await until(() => why() === 'The picture is black')
    camera.show('still')
    await until(() => why() === 'The picture does not move')
    camera.show('moving')
    await until(() => media.state() === 'ok')
    expect(media.statistics?.source).toMatchObject({ width: 640, height: 360 })
  })
})

describe('the preview', () => {
  const open = (shown: string, options: { origin?: string } = {}) =>
    new WebSocket(`ws://127.0.0.1:${ports.preview}/?token=${shown}`, options)

  test('tells its codec, begins with a key frame, and decodes', async () => {
    await running()
    const messages: Buffer[] = []
    const window = open(token, { origin: 'http://127.0.0.1:7410' })
    opened.defer(() => window.terminate())
    window.on('message', (message: Buffer) => messages.push(message))
    await until(() => messages.length > 20)
    const [first, ...frames] = messages
    expect(first?.[0]).toBe(previewMessage.configuration)
    expect(JSON.parse(first?.toString('utf8', 1) ?? '')).toEqual({
      codec: expect.stringMatching(/^avc1\.42c0..$/),
      width: 160,
      height: 90,
    })
    expect(frames[0]?.[0]).toBe(previewMessage.keyFrame)
    expect(new Set(frames.slice(1, 10).map((frame) => frame[0]))).toEqual(new Set([previewMessage.deltaFrame]))
    expect(Math.abs(Date.now() - (frames[0]?.readDoubleBE(1) ?? 0))).toBeLessThan(20_000)
    expect(await decodedSizes(frames.map((frame) => frame.subarray(9)))).toEqual(frames.map(() => '160x90'))

    const late = open(token)
    opened.defer(() => late.terminate())
    const kinds: number[] = []
    late.on('message', (message: Buffer) => kinds.push(message[0] ?? 0))
    await until(() => kinds.length > 3)
    expect(kinds.slice(0, 2)).toEqual([previewMessage.configuration, previewMessage.keyFrame])

    window.close()
    late.close()
    await until(() => media.statistics?.preview.windows === 0 && media.statistics.preview.fps === 0)
  })

  test('is refused without the token, and to web sites', async () => {
    await running()
    for (const window of [open(''), open('another'), open(token, { origin: 'https://example.com' })]) {
      const [error] = await once(window, 'error')
      expect(String(error)).toContain('401')
    }
  })

  test('is given to so many windows and no more', async () => {
    await running()
    for (let i = 0; i < 8; i++) {
      const window = open(token)
      opened.defer(() => window.terminate())
      await once(window, 'open')
    }
    const [error] = await once(open(token), 'error')
    expect(String(error)).toContain('503')
  })
})

describe('the process', () => {
  test('counts for Prometheus, and reports to the studio each second', async () => {
    await running()
    await until(() => (media.statistics?.program.fps ?? 0) > 20 && (media.statistics?.vision.fps ?? 0) > 5)
    expect(media.statistics?.program.lost).toBeNull()
    const metrics = (await get('/metrics')).body
    for (const name of ['media_source_fps', 'media_rtp_packets_total', 'media_program_key_frames_total']) {
      expect(Number(new RegExp(`^${name} (.*)$`, 'm').exec(metrics)?.[1]), name).toBeGreaterThan(0)
    }
  })

  test('refuses what it does not understand, and a port that is taken, and goes on', async () => {
    await camera.plugIn()
    media.child.send({ type: 'configure', configuration: { ...configuration(), httpPort: 'eighty' } })
    await until(() => media.reports.some((report) => report.type === 'refused' && /httpPort/.test(report.message)))
    media.tell({ type: 'configure', configuration: { ...configuration(), httpPort: ports.camera } })
    await until(() => media.reports.some((report) => report.type === 'refused' && /EADDRINUSE/.test(report.message)))
    media.tell({ type: 'configure', configuration: configuration() })
    await until(async () => (await get('/healthz')).status === 200)
  })

  test('takes a new configuration while it runs', async () => {
    const receiver = await running()
    const { program } = configuration()
    media.tell({
      type: 'configure',
      configuration: { ...configuration(), program: { ...program, width: 160, height: 90 } },
    })
    const before = receiver.keyFrames.length
    await until(() => receiver.keyFrames.length > before + 1 && media.statistics?.source.state === 'ok')
    const sequences = receiver.rtp.map(({ sequence }) => sequence)
    expect(sequences.every((sequence, i) => i === 0 || sequence === (((sequences[i - 1] ?? 0) + 1) & 0xffff))).toBe(
      true,
    )
  })

  test('ends by itself when asked, in the midst of work', async () => {
    await running()
    const exited = once(media.child, 'exit')
    media.child.kill('SIGTERM')
    expect(await exited).toEqual([0, null])
  })
})

/** Ports that were free a moment ago; all are held until all are known, so that they differ. */
async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer().listen(0, '127.0.0.1'))
  await Promise.all(servers.map((server) => once(server, 'listening')))
  const found = servers
    .map((server) => server.address())
    .map((address) => (typeof address === 'object' ? address?.port : 0))
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))))
  return found.map((port) => port ?? 0)
}

/** Decodes access units and tells each picture's size. */
async function decodedSizes(units: Buffer[]): Promise<string[]> {
  using decoder = new CodecContext()
  const codec = Codec.findDecoder(AV_CODEC_ID_H264)
  decoder.allocContext3(codec)
  decoder.threadCount = 1
  expect(await decoder.open2(codec, null)).toBe(0)
  using packet = new Packet()
  packet.alloc()
  using frame = new Frame()
  frame.alloc()
  const sizes: string[] = []
  const take = async () => {
    while ((await decoder.receiveFrame(frame)) >= 0) sizes.push(`${frame.width}x${frame.height}`)
  }
  for (const unit of units) {
    packet.data = unit
    expect(await decoder.sendPacket(packet)).toBe(0)
    await take()
  }
  await decoder.sendPacket(null)
  await take()
  return sizes
}
