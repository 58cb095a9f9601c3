import { spawn } from 'node:child_process'
import { createDecipheriv, randomBytes } from 'node:crypto'
import { createSocket, type Socket } from 'node:dgram'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { pino } from 'pino'
import { describe, expect, test, vi } from 'vitest'
import { utcNow } from '../../native/media/frame/index.ts'
import type { MediaTarget, VideoCodec } from '../../native/media/index.ts'
import { nalUnits, RtpSession } from '../../native/media/rtp/index.ts'
import { deriveKey, SrtcpReceiver, SrtpSender } from '../../native/media/rtp/srtp.ts'
import { TestProgram } from './program.ts'

const ffmpegPath = '/usr/bin/ffmpeg'
const soon = { timeout: 8_000, interval: 20 }
const [high, middle, low, sound] = [0x0a0b0c01, 0x0a0b0c02, 0x0a0b0c03, 0x0a0b0c04]
const ssrcs = [high, middle, low, sound]
const ntpEpochMs = 2_208_988_800_000

const targetAt = (port: number, srtp: MediaTarget['srtp']): MediaTarget => ({
  ip: '127.0.0.1',
  port,
  cname: 'table',
  instance: 'one',
  video: { payloadType: 101, ssrcs: [high, middle, low] },
  audio: { payloadType: 111, ssrc: sound },
  srtp,
})

async function boundSocket(opened: AsyncDisposableStack): Promise<Socket & { port: number }> {
  const socket = createSocket({ type: 'udp4', recvBufferSize: 1_000_000 })
  socket.bind(0, '127.0.0.1')
  await once(socket, 'listening')
  opened.defer(() => void socket.close())
  return Object.assign(socket, { port: (socket.address() as AddressInfo).port })
}

const isControl = (packet: Buffer) => packet.readUInt8(1) >= 200 && packet.readUInt8(1) <= 207

/** The SFU's half of the conversation, in this test's hands. */
class Receiver implements AsyncDisposable {
  readonly keys = { sendKey: randomBytes(28).toString('base64'), receiveKey: randomBytes(28).toString('base64') }
  /** As they came, encrypted. */
  readonly packets: Buffer[] = []
  /** In the clear. */
  readonly control: Buffer[] = []
  readonly #opened = new AsyncDisposableStack()
  readonly #sender = new SrtpSender(this.keys.receiveKey)
  readonly #control = new SrtcpReceiver(this.keys.sendKey)
  #socket: (Socket & { port: number }) | null = null
  #from = 0

  static async open(): Promise<Receiver> {
    const receiver = new Receiver()
    receiver.#socket = await boundSocket(receiver.#opened)
    receiver.#socket.on('message', (packet, { port }) => {
      receiver.#from = port
      const control = isControl(packet) && receiver.#control.rtcp(packet)
      if (control) receiver.control.push(control)
      else receiver.packets.push(packet)
    })
    return receiver
  }

  get target(): MediaTarget {
    return targetAt(this.#socket?.port ?? 0, this.keys)
  }

  of(ssrc: number): Buffer[] {
    return this.packets.filter((packet) => packet.readUInt32BE(8) === ssrc)
  }

  reports(ssrc: number): Buffer[] {
    return this.control.filter((packet) => packet.readUInt8(1) === 200 && packet.readUInt32BE(4) === ssrc)
  }

  /** Says a control packet as the receiver does; the datagram, to say it again. */
  say(hex: string): Buffer {
    const datagram = this.#sender.rtcp(Buffer.from(hex, 'hex'))
    this.shout(datagram)
    return datagram
  }

  shout(datagram: Buffer): void {
    this.#socket?.send(datagram, this.#from, '127.0.0.1')
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#opened.disposeAsync()
  }
}

/** Opens a packet of round 0. @throws when it is not authentic */
function opened(packet: Buffer, key: string): Buffer {
  const master = Buffer.from(key, 'base64')
  const derived = (label: number, bytes: number) => deriveKey(master.subarray(0, 16), master.subarray(16), label, bytes)
  const vector = derived(2, 12)
  const nonce = Buffer.concat([Buffer.alloc(2), packet.subarray(8, 12), Buffer.alloc(4), packet.subarray(2, 4)])
  const headerBytes = 16 + 4 * packet.readUInt16BE(14)
  const iv = Buffer.from(vector.map((byte, i) => byte ^ (nonce[i] ?? 0)))
  const decipher = createDecipheriv('aes-128-gcm', derived(0, 16), iv)
  decipher.setAAD(packet.subarray(0, headerBytes))
  decipher.setAuthTag(packet.subarray(-16))
  return Buffer.concat([decipher.update(packet.subarray(headerBytes, -16)), decipher.final()])
}

const hex = (ssrc: number) => ssrc.toString(16).padStart(8, '0')
/** UTC, ms */
const capturedAt = (packet: Buffer) => (Number(packet.readBigUInt64BE(17)) / 2 ** 32) * 1_000 - ntpEpochMs

async function conversation(stack: AsyncDisposableStack) {
  const receiver = stack.use(await Receiver.open())
  const program = stack.use(await TestProgram.start())
  program.rtp.playoutDelay = { minMs: 20, maxMs: 400 }
  program.rtp.setTarget(receiver.target)
  await vi.waitFor(() => {
    for (const ssrc of ssrcs) expect(receiver.of(ssrc).length).toBeGreaterThan(20)
  }, soon)
  return { receiver, program }
}

describe('a program over SRTP', () => {
  test('is four streams that the key opens, with capture times and the playout delay on them', async () => {
    await using stack = new AsyncDisposableStack()
    const { receiver } = await conversation(stack)
    for (const ssrc of ssrcs) {
      const packets = receiver.of(ssrc)
      for (const packet of packets) expect(opened(packet, receiver.keys.sendKey).length).toBeGreaterThan(0)
      expect(() => opened(packets[0] ?? Buffer.alloc(0), receiver.keys.receiveKey)).toThrow()
      expect(Math.abs(utcNow() - capturedAt(packets.at(-1) ?? Buffer.alloc(0)))).toBeLessThan(1_000)
      const sequences = packets.map((packet) => packet.readUInt16BE(2))
      expect(sequences).toEqual(sequences.map((_, i) => (sequences[0] ?? 0) + i))
    }
    for (const ssrc of [high, middle, low]) {
      expect(receiver.of(ssrc)[0]?.subarray(25, 29).toString('hex')).toBe('22002028')
    }
  })

  test('has rungs of one instant 200 µs apart, the smallest first, and begins each with a key frame', async () => {
    await using stack = new AsyncDisposableStack()
    const { receiver } = await conversation(stack)
    const firsts = [low, middle, high].map((ssrc) => receiver.of(ssrc)[0] ?? Buffer.alloc(64))
    const timestamps = firsts.map((packet) => packet.readUInt32BE(4))
    const [base = 0] = timestamps
    expect(timestamps.map((timestamp) => (timestamp - base) >>> 0)).toEqual([0, 18, 36])
    const places = firsts.map((packet) => receiver.packets.indexOf(packet))
    expect(places).toEqual(places.toSorted((a, b) => a - b))
    // A sequence parameter set.
    for (const packet of firsts) expect(opened(packet, receiver.keys.sendKey).readUInt8(0) & 0x1f).toBe(7)
  })

  test('reports each stream three times at once and then every second, in the clock of its packets', async () => {
    await using stack = new AsyncDisposableStack()
    const { receiver } = await conversation(stack)
    await vi.waitFor(() => {
      for (const ssrc of ssrcs) expect(receiver.reports(ssrc).length).toBeGreaterThanOrEqual(4)
    }, soon)
    for (const ssrc of ssrcs) {
      const reportedAt = receiver
        .reports(ssrc)
        .map((report) => (Number(report.readBigUInt64BE(8)) / 2 ** 32) * 1_000 - ntpEpochMs)
      expect((reportedAt[2] ?? 0) - (reportedAt[0] ?? 0)).toBeLessThan(5)
      const report = receiver.reports(ssrc).at(-1) ?? Buffer.alloc(0)
      const packet = receiver.of(ssrc).at(-1) ?? Buffer.alloc(0)
      const ticks = (packet.readUInt32BE(4) - report.readUInt32BE(16)) | 0
      const elapsedMs = capturedAt(packet) - (reportedAt.at(-1) ?? 0)
      expect(Math.abs(ticks / (ssrc === sound ? 48 : 90) - elapsedMs)).toBeLessThan(ssrc === sound ? 20 : 1)
    }
  })

  test('sends a packet again as it was, when it is asked for', async () => {
    await using stack = new AsyncDisposableStack()
    const { receiver, program } = await conversation(stack)
    for (const ssrc of [middle, sound]) {
      const packet = receiver.of(ssrc).at(-5) ?? Buffer.alloc(0)
      receiver.say(`81cd000300000001${hex(ssrc)}${packet.subarray(2, 4).toString('hex')}0000`)
      await vi.waitFor(() => expect(receiver.of(ssrc).filter((one) => one.equals(packet))).toHaveLength(2), soon)
    }
    expect(program.rtp.statistics).toMatchObject({ nacks: 2, resent: 2, sound: { nacks: 1, resent: 1 } })
    expect(program.rtp.statistics.rungs.map(({ resent }) => resent)).toEqual([0, 1, 0])
  })

  test('answers a picture loss with a key frame of that rung', async () => {
    await using stack = new AsyncDisposableStack()
    const { receiver, program } = await conversation(stack)
    const isKey = (packet: Buffer) => (opened(packet, receiver.keys.sendKey).readUInt8(0) & 0x1f) === 7
    const before = receiver.of(middle).length
    receiver.say(`81ce000200000001${hex(middle)}`)
    await vi.waitFor(() => expect(receiver.of(middle).slice(before).some(isKey)).toBe(true), soon)
    expect(program.rtp.statistics.rungs.map(({ keyFrameRequests }) => keyFrameRequests)).toEqual([0, 1, 0])
    console.log('key frame asked for → sent, ms:', program.keyFrameMs.at(-1))
  })

  test('tells the receiver the way’s delay for each stream, and knows it itself', async () => {
    await using stack = new AsyncDisposableStack()
    const { receiver, program } = await conversation(stack)
    receiver.say('80cf00040000000904000002' + '83aa7e8180000000')
    const answers = () => receiver.control.filter((packet) => packet.readUInt8(1) === 207)
    await vi.waitFor(() => expect(answers()).toHaveLength(4), soon)
    expect(answers().map((packet) => packet.subarray(4).toString('hex'))).toEqual(
      ssrcs.map((ssrc) => `${hex(ssrc)}05000003000000097e81800000000001`),
    )
    const [report = Buffer.alloc(0)] = receiver.reports(high)
    receiver.say(
      `81c9000700000009${hex(high)}40000000${'00000000'.repeat(2)}${report.subarray(10, 14).toString('hex')}00000000`,
    )
    await vi.waitFor(() => expect(program.rtp.statistics.lost).toBe(0.25), soon)
    expect(program.rtp.statistics.rungs[0]?.roundTripMs).toBeGreaterThan(0)
  })

  test('hears nobody without the key, and nothing twice', async () => {
    await using stack = new AsyncDisposableStack()
    const { receiver, program } = await conversation(stack)
    const pictureLoss = `81ce000200000001${hex(high)}`
    const heard = receiver.say(pictureLoss)
    await vi.waitFor(() => expect(program.rtp.statistics.keyFrameRequests).toBe(1), soon)
    receiver.shout(heard)
    receiver.shout(Buffer.from(pictureLoss, 'hex'))
    receiver.shout(randomBytes(60))
    await vi.waitFor(() => expect(program.rtp.statistics.refused).toBe(3), soon)
    expect(program.rtp.statistics.keyFrameRequests).toBe(1)
  })

  test('goes on at another target: with key frames, reports, and the same streams', async () => {
    await using stack = new AsyncDisposableStack()
    const { receiver, program } = await conversation(stack)
    const other = stack.use(await Receiver.open())
    program.rtp.setTarget({ ...other.target, instance: 'two' })
    await vi.waitFor(() => {
      for (const ssrc of ssrcs) expect(other.reports(ssrc).length).toBeGreaterThanOrEqual(3)
    }, soon)
    for (const ssrc of [high, middle, low]) {
      const [first = Buffer.alloc(64)] = other.of(ssrc)
      expect(opened(first, other.keys.sendKey).readUInt8(0) & 0x1f).toBe(7)
      expect((first.readUInt32BE(4) - (receiver.of(ssrc).at(-1)?.readUInt32BE(4) ?? 0)) | 0).toBeGreaterThan(0)
    }
  })
})

/** Pictures of a film, as Debian's ffmpeg encodes it, and the check sums of what they decode to. */
async function film(folder: string, codec: 'h264' | 'h265') {
  const file = join(folder, `film.${codec}`)
  const source = ['-f', 'lavfi', '-i', 'testsrc2=size=640x360:rate=30', '-frames:v', '45', '-pix_fmt', 'yuv420p']
  const encoder = {
    h264: ['-c:v', 'libx264', '-profile:v', 'baseline', '-tune', 'zerolatency', '-x264-params', 'aud=1:keyint=15'],
    h265: [
      '-c:v',
      'libx265',
      '-tune',
      'zerolatency',
      '-x265-params',
      'aud=1:keyint=15:repeat-headers=1:log-level=error',
    ],
  }[codec]
  const format = codec === 'h264' ? 'h264' : 'hevc'
  await ffmpeg([...source, ...encoder, '-qp', '18', '-f', format, file])
  const delimiter = { h264: 9, h265: 35 }[codec]
  const typeOf = (unit: Buffer) => (codec === 'h264' ? (unit[0] ?? 0) & 0x1f : ((unit[0] ?? 0) >> 1) & 0x3f)
  const pictures: Buffer[][] = []
  for (const unit of nalUnits(readFileSync(file))) {
    if (typeOf(unit) === delimiter) pictures.push([])
    pictures.at(-1)?.push(Buffer.from([0, 0, 0, 1]), unit)
  }
  const sums = checkSums(await ffmpeg(['-i', file, '-f', 'framemd5', '-']))
  return { pictures: pictures.map((units) => Buffer.concat(units)), sums }
}

const checkSums = (framemd5: string) => [...framemd5.matchAll(/[0-9a-f]{32}/g)].map(([sum]) => sum)

async function ffmpeg(settings: string[], signal?: AbortSignal): Promise<string> {
  const child = spawn(ffmpegPath, ['-v', 'error', '-y', '-nostdin', ...settings], signal ? { signal } : {})
  let [out, errors] = ['', '']
  child.stdout.on('data', (text) => {
    out += text
  })
  child.stderr.on('data', (text) => {
    errors += text
  })
  const [code] = await once(child, 'close')
  if (code !== 0 || errors) throw new Error(`ffmpeg ended with ${code}: ${errors}`)
  return out
}

/** ffmpeg knows one stream a port: what goes to one is passed on by its payload type. @returns the port to send to */
async function splitter(stack: AsyncDisposableStack, ports: Record<number, number>, ssrc: number): Promise<number> {
  const socket = await boundSocket(stack)
  socket.on('message', (packet) => {
    const port = ports[packet.readUInt8(1) & 0x7f]
    const other = packet.readUInt8(1) % 128 === 101 && packet.readUInt32BE(8) !== ssrc
    if (port !== undefined && !other) socket.send(packet, port, '127.0.0.1')
  })
  return socket.port
}

/** Even, and free with the next one, which ffmpeg takes for control. */
async function portPair(): Promise<number> {
  await using stack = new AsyncDisposableStack()
  for (;;) {
    const { port } = await boundSocket(stack)
    if (port % 2 === 0 && !isBound(port + 1)) return port
  }
}

const isBound = (port: number) =>
  readFileSync('/proc/net/udp', 'utf8').includes(`:${port.toString(16).toUpperCase().padStart(4, '0')} `)

describe.skipIf(!existsSync(ffmpegPath))('a player that reads the program by its description', () => {
  const described = (media: string) => `v=0\no=- 0 0 IN IP4 127.0.0.1\ns=program\nc=IN IP4 127.0.0.1\nt=0 0\n${media}`
  const reading = (file: string) => ['-threads', '1', '-protocol_whitelist', 'file,udp,rtp', '-i', file]

  test.each([
    ['h264', 'H264/90000\na=fmtp:101 packetization-mode=1'],
    ['h265', 'H265/90000'],
  ] as const)('sees every picture of %s as it was encoded', async (codec, format) => {
    await using stack = new AsyncDisposableStack()
    const folder = stack.adopt(mkdtempSync(join(tmpdir(), 'tablecast-rtp-')), (path) =>
      rmSync(path, { recursive: true }),
    )
    const { pictures, sums } = await film(folder, codec)
    const port = await portPair()
    const description = join(folder, 'program.sdp')
    writeFileSync(description, described(`m=video ${port} RTP/AVP 101\na=rtpmap:101 ${format}\n`))
    const read = ffmpeg([...reading(description), '-frames:v', `${pictures.length}`, '-f', 'framemd5', '-'])
    await vi.waitFor(() => expect(isBound(port)).toBe(true), soon)

    const session = stack.use(new RtpSession(pino({ level: 'silent' }), () => {}))
    session.setTarget(targetAt(await splitter(stack, { 101: port }, high), null))
    const over = new AbortController()
    const sending = send(session, pictures, codec, over.signal)
    expect(checkSums(await read)).toEqual(sums)
    over.abort()
    await sending
  })

  test('hears the sound', async () => {
    await using stack = new AsyncDisposableStack()
    const folder = stack.adopt(mkdtempSync(join(tmpdir(), 'tablecast-rtp-')), (path) =>
      rmSync(path, { recursive: true }),
    )
    const port = await portPair()
    const description = join(folder, 'program.sdp')
    writeFileSync(description, described(`m=audio ${port} RTP/AVP 111\na=rtpmap:111 opus/48000/2\n`))
    const wave = join(folder, 'sound.f32')
    const read = ffmpeg([
      ...reading(description),
      '-t',
      '1',
      '-af',
      'pan=mono|c0=c0',
      '-ar',
      '48000',
      '-f',
      'f32le',
      wave,
    ])
    await vi.waitFor(() => expect(isBound(port)).toBe(true), soon)
    const program = stack.use(await TestProgram.start())
    program.rtp.setTarget(targetAt(await splitter(stack, { 111: port }, sound), null))
    await read
    const samples = new Float32Array(Uint8Array.from(readFileSync(wave)).buffer).slice(4_800)
    const rising = samples.filter((sample, i) => sample >= 0 && (samples[i - 1] ?? 0) < 0).length
    expect(rising / (samples.length / 48_000)).toBeCloseTo(500, -1)
    expect(Math.max(...samples)).toBeCloseTo(0.3, 1)
  })
})

/** 30 pictures a second, as soon as the way is open; the film again and again, as ffmpeg waits for more than it shows. */
async function send(
  session: RtpSession,
  pictures: readonly Buffer[],
  codec: VideoCodec,
  over: AbortSignal,
): Promise<void> {
  const picture = (data: Buffer, key: boolean) => session.sendPicture(0, { data, key, capturedAt: utcNow() }, codec)
  while (session.statistics.packets === 0) {
    picture(pictures[0] ?? Buffer.alloc(0), true)
    await wait(1)
  }
  for (let count = 1; !over.aborted; count++) {
    await wait(33)
    picture(pictures[count % pictures.length] ?? Buffer.alloc(0), count % pictures.length === 0)
  }
}
