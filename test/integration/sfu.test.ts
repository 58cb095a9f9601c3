import { type ChildProcess, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { createSocket } from 'node:dgram'
import { existsSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { chromium } from '@playwright/test'
import { ortc, workerBin } from 'mediasoup'
import { Registry } from 'prom-client'
import { build } from 'vite'
import { describe, expect, test, vi } from 'vitest'
import { type Ingest, ingestWishSchema, sfuContract, viewerIdSchema } from '../../backend/contract/index.ts'
import { createLog, serviceClient, startService } from '../../backend/platform/index.ts'
import { Sfu, SfuMetrics, type SfuOptions, sfuRouter } from '../../backend/sfu/index.ts'

const chromiumPath = '/usr/bin/chromium'
const ffmpegPath = '/usr/bin/ffmpeg'
const hasWorker = existsSync(workerBin)
if (!hasWorker) console.warn(`Skipped: there is no media worker at ${workerBin}; set-up makes one.`)
const log = createLog('sfu-test')
log.level = 'silent'

const wish = ingestWishSchema.parse({ tableId: 'roulette-1', ssrc: 1111, payloadType: 102, cname: 'roulette-1' })
const { tableId } = wish
const options: SfuOptions = {
  listenIp: '127.0.0.1',
  portMin: 41_000,
  portMax: 41_999,
  leaseMs: 10_000,
  tablesMax: 2,
  viewersPerTableMax: 2,
  viewerConnectMsMax: 15_000,
}
const startSfu = (changed: Partial<SfuOptions> = {}) =>
  Sfu.start({ ...options, ...changed }, log, new SfuMetrics(new Registry()))

const refused = (code: string) => expect.objectContaining({ code })
/** What a browser that decodes everything could receive. */
const h264 = { 'packetization-mode': 1, 'profile-level-id': '42e01f', 'level-asymmetry-allowed': 1 }
const everything = ortc.generateRouterRtpCapabilities([
  { kind: 'video', mimeType: 'video/H264', clockRate: 90_000, parameters: h264 },
])
const fingerprint = { algorithm: 'sha-256', value: Array(32).fill('A1').join(':') }
const stranger = viewerIdSchema.parse(randomUUID())
const soon = { timeout: 8_000, interval: 50 }

/** Sends 50 empty-handed H.264 packets a second to an ingest, from its own address. */
function sender(to: Ingest, ssrc = wish.ssrc): Disposable {
  const socket = createSocket('udp4')
  let sequence = 0
  const timer = setInterval(() => {
    const packet = Buffer.alloc(40)
    packet.writeUInt16BE(0x8000 | wish.payloadType, 0)
    packet.writeUInt16BE(sequence++ & 0xffff, 2)
    packet.writeUInt32BE((sequence * 1800) >>> 0, 4)
    packet.writeUInt32BE(ssrc, 8)
    packet[12] = 0x65
    socket.send(packet, to.port, to.ip)
  }, 20)
  return {
    [Symbol.dispose]: () => {
      clearInterval(timer)
      socket.close()
    },
  }
}

const tableOf = (sfu: Sfu) => sfu.status().tables.find((table) => table.tableId === tableId)
const whenLive = (sfu: Sfu) => vi.waitFor(() => expect(tableOf(sfu)?.live).toBe(true), soon)

describe.skipIf(!hasWorker)('an ingest', () => {
  test('keeps its address while the same wish is repeated', async () => {
    await using sfu = await startSfu()
    const [first, second] = await Promise.all([sfu.ingest(wish), sfu.ingest(wish)])
    expect(first).toMatchObject({ ip: '127.0.0.1', leaseMs: 10_000 })
    expect(second).toEqual(first)
  })

  test('is live while packets arrive', async () => {
    await using sfu = await startSfu()
    const ingest = await sfu.ingest(wish)
    expect(tableOf(sfu)).toMatchObject({ live: false })
    {
      using _sending = sender(ingest)
      await whenLive(sfu)
    }
    await vi.waitFor(() => expect(tableOf(sfu)?.live).toBe(false), soon)
  })

  test('of another SSRC takes the place of the first, and its viewers join again', async () => {
    await using sfu = await startSfu()
    const first = await sfu.ingest(wish)
    const { viewerId } = await sfu.join(tableId)
    const second = await sfu.ingest({ ...wish, ssrc: 2222 })
    expect(second.instance).not.toBe(first.instance)
    await expect(sfu.resume(viewerId)).rejects.toEqual(refused('VIEWER_UNKNOWN'))
    using _sending = sender(second, 2222)
    await whenLive(sfu)
  })

  test('ends with its lease', async () => {
    await using sfu = await startSfu({ leaseMs: 200 })
    await sfu.ingest(wish)
    await vi.waitFor(() => expect(tableOf(sfu)).toBeUndefined(), soon)
    await expect(sfu.join(tableId)).rejects.toEqual(refused('NO_PICTURE'))
  })

  test('is found again by a sender that comes back from another address', async () => {
    await using sfu = await startSfu()
    const first = await sfu.ingest(wish)
    {
      using _sending = sender(first)
      await whenLive(sfu)
    }
    const second = await vi.waitFor(async () => {
      const ingest = await sfu.ingest(wish)
      expect(ingest.instance).not.toBe(first.instance)
      return ingest
    }, soon)
    using _sending = sender(second)
    await whenLive(sfu)
  })

  test('is refused beyond the tables that the service takes', async () => {
    await using sfu = await startSfu({ tablesMax: 1 })
    await sfu.ingest(wish)
    const other = ingestWishSchema.parse({ ...wish, tableId: 'roulette-2' })
    await expect(sfu.ingest(other)).rejects.toEqual(refused('TOO_MANY'))
  })
})

describe.skipIf(!hasWorker)('a viewer', () => {
  test('joins, connects, consumes and resumes', async () => {
    await using sfu = await startSfu()
    await sfu.ingest(wish)
    const { viewerId, transport } = await sfu.join(tableId)
    expect(transport.iceCandidates).toContainEqual(expect.objectContaining({ ip: '127.0.0.1', protocol: 'udp' }))
    await sfu.connect(viewerId, { role: 'client', fingerprints: [fingerprint] })
    const consumer = await sfu.consume(viewerId, everything)
    expect(consumer).toMatchObject({ kind: 'video' })
    expect(JSON.stringify(consumer.rtpParameters)).toContain('rtp-hdrext/abs-capture-time')
    expect(JSON.stringify(consumer.rtpParameters)).toContain('rtp-hdrext/playout-delay')
    expect(await sfu.consume(viewerId, everything)).toEqual(consumer)
    await sfu.resume(viewerId)
    expect(tableOf(sfu)).toMatchObject({ viewers: 1 })
    sfu.leave(viewerId)
    expect(tableOf(sfu)).toMatchObject({ viewers: 0 })
  })

  test('is refused what it does not say right', async () => {
    await using sfu = await startSfu()
    await sfu.ingest(wish)
    const { viewerId } = await sfu.join(tableId)
    await expect(sfu.connect(viewerId, { fingerprints: [] })).rejects.toEqual(refused('BAD_REQUEST'))
    await expect(sfu.connect(viewerId, { fingerprints: 'none' })).rejects.toEqual(refused('BAD_REQUEST'))
    await expect(sfu.consume(viewerId, { codecs: 'all' })).rejects.toEqual(refused('BAD_REQUEST'))
    await expect(sfu.consume(viewerId, { codecs: [{ kind: 'smell' }], headerExtensions: [] })).rejects.toEqual(
      refused('BAD_REQUEST'),
    )
    const onlyVp8 = ortc.generateRouterRtpCapabilities([{ kind: 'video', mimeType: 'video/VP8', clockRate: 90_000 }])
    await expect(sfu.consume(viewerId, onlyVp8)).rejects.toEqual(refused('BAD_REQUEST'))
    await expect(sfu.resume(viewerId)).rejects.toEqual(refused('BAD_REQUEST'))
    await sfu.connect(viewerId, { fingerprints: [fingerprint] })
    await expect(sfu.connect(viewerId, { fingerprints: [fingerprint] })).rejects.toEqual(refused('BAD_REQUEST'))
  })

  test('is unknown once it has left, or before it joined', async () => {
    await using sfu = await startSfu()
    await sfu.ingest(wish)
    const { viewerId } = await sfu.join(tableId)
    sfu.leave(viewerId)
    for (const id of [viewerId, stranger]) {
      await expect(sfu.connect(id, { fingerprints: [fingerprint] })).rejects.toEqual(refused('VIEWER_UNKNOWN'))
      await expect(sfu.consume(id, everything)).rejects.toEqual(refused('VIEWER_UNKNOWN'))
      await expect(sfu.resume(id)).rejects.toEqual(refused('VIEWER_UNKNOWN'))
      expect(() => sfu.leave(id)).toThrow(refused('VIEWER_UNKNOWN'))
    }
  })

  test('is refused where there is no picture, and beyond the viewers that a table takes', async () => {
    await using sfu = await startSfu()
    await expect(sfu.join(tableId)).rejects.toEqual(refused('NO_PICTURE'))
    await sfu.ingest(wish)
    const joins = await Promise.allSettled([1, 2, 3].map(() => sfu.join(tableId)))
    expect(joins.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected'])
    expect(joins[2]).toEqual({ status: 'rejected', reason: refused('TOO_MANY') })
  })

  test('that never connects is dropped', async () => {
    await using sfu = await startSfu({ viewerConnectMsMax: 100 })
    await sfu.ingest(wish)
    await sfu.join(tableId)
    expect(tableOf(sfu)?.viewers).toBe(1)
    await vi.waitFor(() => expect(tableOf(sfu)?.viewers).toBe(0), soon)
  })
})

describe.skipIf(!hasWorker)('the media worker', () => {
  test('comes back after a kill as another instance, and the next wish brings the picture back', async () => {
    await using sfu = await startSfu()
    const before = await sfu.ingest(wish)
    const { instance } = sfu.status()
    const { viewerId } = await sfu.join(tableId)
    process.kill(sfu.workerPid ?? Number.NaN, 'SIGKILL')
    await vi.waitFor(() => expect(sfu.ready).toBe(false), soon)
    expect(sfu.status()).toEqual({ instance: expect.not.stringContaining(instance), tables: [] })
    await expect(sfu.ingest(wish)).rejects.toEqual(refused('UNAVAILABLE'))
    await expect(sfu.join(tableId)).rejects.toEqual(refused('UNAVAILABLE'))
    await expect(sfu.resume(viewerId)).rejects.toEqual(refused('VIEWER_UNKNOWN'))
    await vi.waitFor(() => expect(sfu.ready).toBe(true), soon)
    const after = await sfu.ingest(wish)
    expect(after.instance).not.toBe(before.instance)
    using _sending = sender(after)
    await whenLive(sfu)
  })

  test('that is closed does not come back', async () => {
    const sfu = await startSfu()
    const pid = sfu.workerPid ?? Number.NaN
    await sfu.ingest(wish)
    await sfu[Symbol.asyncDispose]()
    expect(sfu.ready).toBe(false)
    await expect(sfu.ingest(wish)).rejects.toEqual(refused('UNAVAILABLE'))
    await vi.waitFor(() => expect(() => process.kill(pid, 0)).toThrow('ESRCH'), soon)
  })

  test('answers the contract over HTTP, to those who know the secret', async () => {
    await using sfu = await startSfu()
    const secret = 'a secret of this test'
    const readiness = () => []
    await using service = await startService({ name: 'sfu', port: 0, secret, log, router: sfuRouter(sfu), readiness })
    const client = serviceClient(sfuContract, service.url, secret)
    const ingest = await client.ingest(wish)
    const { viewerId } = await client.join({ tableId })
    expect(await client.consume({ viewerId, rtpCapabilities: { ...everything } })).toMatchObject({ kind: 'video' })
    expect(await client.resume({ viewerId })).toEqual({})
    expect(await client.status()).toMatchObject({ tables: [{ tableId, picture: ingest.instance, viewers: 1 }] })
    expect(await client.leave({ viewerId })).toEqual({})
    await expect(client.ingest({ ...wish, payloadType: 5 })).rejects.toEqual(refused('BAD_REQUEST'))
    const guess = serviceClient(sfuContract, service.url, 'not the secret at all')
    await expect(guess.status()).rejects.toEqual(refused('NOT_SIGNED_IN'))
  })
})

/** Debian's ffmpeg as the encoder, behind one socket that tells how often a key frame was asked for. */
async function testPicture(to: Ingest): Promise<AsyncDisposable & { keyFrameRequests(): number }> {
  const socket = createSocket('udp4')
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve))
  let requests = 0
  socket.on('message', (message, from) => {
    if (from.port !== to.port) return socket.send(message, to.port, to.ip)
    for (let at = 0; at + 4 <= message.length; at += 4 * (message.readUInt16BE(at + 2) + 1))
      if (message[at + 1] === 206) requests += 1
  })
  const { port } = socket.address()
  const input = ['-re', '-f', 'lavfi', '-i', 'testsrc2=size=320x180:rate=30', '-pix_fmt', 'yuv420p']
  const codec = [
    '-c:v',
    'libx264',
    '-profile:v',
    'baseline',
    '-preset',
    'ultrafast',
    '-tune',
    'zerolatency',
    '-g',
    '15',
  ]
  const rtp = ['-f', 'rtp', '-payload_type', `${wish.payloadType}`, '-ssrc', `${wish.ssrc}`, '-cname', wish.cname]
  const url = `rtp://127.0.0.1:${port}?rtcpport=${port}&pkt_size=1200`
  const child: ChildProcess = spawn(ffmpegPath, ['-loglevel', 'error', ...input, ...codec, ...rtp, url])
  return {
    keyFrameRequests: () => requests,
    [Symbol.asyncDispose]: async () => {
      child.kill('SIGKILL')
      await new Promise((resolve) => child.once('close', resolve))
      socket.close()
    },
  }
}

/** A page with mediasoup-client in it, served from this machine (WebRTC wants a secure context). */
async function clientPage(): Promise<AsyncDisposable & { url: string }> {
  const entry = fileURLToPath(import.meta.resolve('mediasoup-client'))
  const bundle = await build({
    configFile: false,
    logLevel: 'silent',
    build: { write: false, minify: false, lib: { entry, formats: ['iife'], name: 'client' } },
  })
  const code = [bundle].flat().flatMap((one) => ('output' in one ? one.output : []))[0]
  if (code?.type !== 'chunk') throw new Error('The page was not built')
  const server = createServer((_request, response) => {
    response.setHeader('content-type', 'text/html')
    response.end(`<video muted autoplay playsinline></video><script>${code.code}</script>`)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/`,
    [Symbol.asyncDispose]: () => new Promise((resolve) => server.close(() => resolve())),
  }
}

declare const client: typeof import('mediasoup-client')
declare function sfuAsk(ask: 'join' | 'connect' | 'consume' | 'resume', body?: unknown): Promise<never>

/** In the browser: what the player page does with a picture. Resolves when it plays; its end is told through `pictureEnded`. */
async function watch(): Promise<void> {
  const { Device } = client
  const device = await Device.factory()
  const joined: import('../../backend/contract/index.ts').ViewerJoin = await sfuAsk('join')
  await device.load({ routerRtpCapabilities: joined.routerRtpCapabilities as never })
  const transport = device.createRecvTransport(joined.transport as never)
  transport.on('connect', ({ dtlsParameters }, done, failed) => {
    sfuAsk('connect', dtlsParameters).then(done, failed)
  })
  const capabilities = device.recvRtpCapabilities
  const consumer = await transport.consume(await sfuAsk('consume', capabilities))
  const video = document.querySelector('video') as HTMLVideoElement
  video.srcObject = new MediaStream([consumer.track])
  await sfuAsk('resume')
  Object.assign(window, {
    framesDecoded: async () => {
      const stats = [...(await consumer.getStats()).values()]
      return stats.find(({ type }) => type === 'inbound-rtp')?.framesDecoded ?? 0
    },
    connection: () => transport.connectionState,
  })
}
declare const framesDecoded: () => Promise<number>
declare const connection: () => string

describe.skipIf(!hasWorker || ![chromiumPath, ffmpegPath].every((path) => existsSync(path)))('a browser', () => {
  test('shakes hands, decodes the picture, and notices its end', async () => {
    await using sfu = await startSfu()
    const ingest = await sfu.ingest(wish)
    await using picture = await testPicture(ingest)
    await whenLive(sfu)
    await using page = await clientPage()
    await using browser = await chromium.launch({
      executablePath: chromiumPath,
      args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'],
    })
    const window = await browser.newPage()
    let viewerId = stranger
    await window.exposeFunction('sfuAsk', async (ask: string, body: unknown) => {
      if (ask === 'connect') return sfu.connect(viewerId, body)
      if (ask === 'consume') return sfu.consume(viewerId, body)
      if (ask === 'resume') return sfu.resume(viewerId)
      const joined = await sfu.join(tableId)
      viewerId = joined.viewerId
      return joined
    })
    await window.goto(page.url)
    await window.evaluate(watch)
    await vi.waitFor(async () => expect(await window.evaluate(() => framesDecoded())).toBeGreaterThan(10), soon)
    expect(await window.evaluate(() => connection())).toBe('connected')
    expect(picture.keyFrameRequests()).toBeGreaterThan(0)
    await sfu.ingest({ ...wish, ssrc: 2222 })
    await vi.waitFor(async () => expect(await window.evaluate(() => connection())).not.toBe('connected'), soon)
  })
})
