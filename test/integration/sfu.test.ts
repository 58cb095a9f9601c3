import { execFileSync } from 'node:child_process'
import { randomBytes, randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { ortc, workerBin } from 'mediasoup'
import { pino } from 'pino'
import { Registry } from 'prom-client'
import { describe, expect, test, vi } from 'vitest'
import { type Ingest, ingestWishSchema, sfuContract, viewerIdSchema } from '../../backend/contract/index.ts'
import { createLog, serviceClient, startService } from '../../backend/platform/index.ts'
import { Sfu, SfuMetrics, type SfuOptions, sfuRouter } from '../../backend/sfu/index.ts'
import { utcNow } from '../../native/media/frame/index.ts'
import { RtpSession } from '../../native/media/rtp/index.ts'
import { launchChromium } from '../e2e/chromium.ts'
import { type Shown, Viewer } from '../media/index.ts'
import { rungSizes, TestProgram, targetOf } from './program.ts'

const chromiumPath = '/usr/bin/chromium'
const hasWorker = existsSync(workerBin)
if (!hasWorker) console.warn(`Skipped: there is no media worker at ${workerBin}; set-up makes one.`)
const log = createLog('sfu-test')
log.level = 'silent'

const wish = ingestWishSchema.parse({
  tableId: 'roulette-1',
  cname: 'roulette-1',
  video: { codec: 'h264', payloadType: 102, ssrcs: [1111, 1112, 1113] },
  audio: { payloadType: 103, ssrc: 1114 },
  srtpKey: randomBytes(28).toString('base64'),
})
/** Of another sender. */
const otherWish = { ...wish, video: { ...wish.video, ssrcs: [2222] }, srtpKey: randomBytes(28).toString('base64') }
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
  { kind: 'audio', mimeType: 'audio/opus', clockRate: 48_000, channels: 2 },
])
const fingerprint = { algorithm: 'sha-256', value: Array(32).fill('A1').join(':') }
const stranger = viewerIdSchema.parse(randomUUID())
const soon = { timeout: 8_000, interval: 50 }

/** Sends 50 empty-handed key frames a second to an ingest, from its own address. */
function sender(to: Ingest, of = wish): AsyncDisposable {
  const session = new RtpSession(pino({ level: 'silent' }), () => {})
  session.setTarget(targetOf(of, to))
  const data = Buffer.from([0, 0, 0, 1, 0x65, 1, 2, 3])
  const timer = setInterval(() => session.sendPicture(0, { data, key: true, capturedAt: utcNow() }, 'h264'), 20)
  return {
    [Symbol.asyncDispose]: () => {
      clearInterval(timer)
      return session[Symbol.asyncDispose]()
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
      await using _sending = sender(ingest)
      await whenLive(sfu)
    }
    await vi.waitFor(() => expect(tableOf(sfu)?.live).toBe(false), soon)
  })

  test('is live only for those who have its key', async () => {
    await using sfu = await startSfu()
    const ingest = await sfu.ingest(wish)
    await using stranger = new RtpSession(pino({ level: 'silent' }), () => {})
    const data = Buffer.from([0, 0, 0, 1, 0x65, 1, 2, 3])
    const strange = { ...wish, srtpKey: otherWish.srtpKey }
    stranger.setTarget(targetOf(strange, ingest))
    const send = () => stranger.sendPicture(0, { data, key: true, capturedAt: utcNow() }, 'h264')
    await vi.waitFor(() => {
      send()
      expect(stranger.statistics.packets).toBeGreaterThan(50)
    }, soon)
    expect(tableOf(sfu)?.live).toBe(false)
    // The transport still listens to whom it is for.
    await using _sending = sender(ingest)
    await whenLive(sfu)
  })

  test('of a picture that mediasoup does not pass on is refused in words', async () => {
    await using sfu = await startSfu()
    const of = (codec: 'h265' | 'av1', ssrcs: number[]) => ({ ...wish, video: { ...wish.video, codec, ssrcs } })
    await expect(sfu.ingest(of('h265', [1]))).rejects.toEqual(refused('CODEC_UNSUPPORTED'))
    await expect(sfu.ingest(of('av1', [1, 2]))).rejects.toEqual(refused('CODEC_UNSUPPORTED'))
    expect(tableOf(sfu)).toBeUndefined()
    expect(await sfu.ingest(of('av1', [1]))).toMatchObject({ ip: '127.0.0.1' })
  })

  test('of another SSRC takes the place of the first, and its viewers join again', async () => {
    await using sfu = await startSfu()
    const first = await sfu.ingest(wish)
    const { viewerId } = await sfu.join(tableId)
    const second = await sfu.ingest(otherWish)
    expect(second.instance).not.toBe(first.instance)
    await expect(sfu.resume(viewerId)).rejects.toEqual(refused('VIEWER_UNKNOWN'))
    await using _sending = sender(second, otherWish)
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
      await using _sending = sender(first)
      await whenLive(sfu)
    }
    const second = await vi.waitFor(async () => {
      const ingest = await sfu.ingest(wish)
      expect(ingest.instance).not.toBe(first.instance)
      return ingest
    }, soon)
    await using _sending = sender(second)
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
    const [first, second] = await Promise.all([1, 2].map(() => sfu.consume(viewerId, everything)))
    expect(first).toMatchObject([{ kind: 'video' }, { kind: 'audio' }])
    const [video, audio] = first?.map(({ rtpParameters }) => JSON.stringify(rtpParameters)) ?? []
    expect(video).toContain('rtp-hdrext/abs-capture-time')
    expect(video).toContain('rtp-hdrext/playout-delay')
    expect(audio).toContain('rtp-hdrext/abs-capture-time')
    expect(second).toEqual(first)
    await sfu.resume(viewerId)
    await sfu.prefer(viewerId, 0)
    expect(tableOf(sfu)).toMatchObject({ viewers: 1 })
    sfu.leave(viewerId)
    expect(tableOf(sfu)).toMatchObject({ viewers: 0 })
  })

  test('that cannot hear still sees, and a table without sound has none', async () => {
    await using sfu = await startSfu()
    await sfu.ingest(wish)
    const deaf = { ...everything, codecs: everything.codecs?.filter(({ kind }) => kind === 'video') ?? [] }
    expect(await sfu.consume((await sfu.join(tableId)).viewerId, deaf)).toMatchObject([{ kind: 'video' }])
    await sfu.ingest({ ...wish, video: { ...wish.video, ssrcs: [7] }, audio: null })
    const { viewerId } = await sfu.join(tableId)
    expect(await sfu.consume(viewerId, everything)).toMatchObject([{ kind: 'video' }])
    // There is one rung, whichever is preferred.
    await sfu.prefer(viewerId, 2)
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
    await expect(sfu.prefer(viewerId, 0)).rejects.toEqual(refused('BAD_REQUEST'))
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
      await expect(sfu.prefer(id, 0)).rejects.toEqual(refused('VIEWER_UNKNOWN'))
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
    await using _sending = sender(after)
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
    const { consumers } = await client.consume({ viewerId, rtpCapabilities: { ...everything } })
    expect(consumers).toMatchObject([{ kind: 'video' }, { kind: 'audio' }])
    expect(await client.resume({ viewerId })).toEqual({})
    expect(await client.prefer({ viewerId, rung: 1 })).toEqual({})
    expect(await client.status()).toMatchObject({ tables: [{ tableId, picture: ingest.instance, viewers: 1 }] })
    expect(await client.leave({ viewerId })).toEqual({})
    await expect(client.ingest({ ...wish, srtpKey: 'short' })).rejects.toEqual(refused('BAD_REQUEST'))
    const guess = serviceClient(sfuContract, service.url, 'not the secret at all')
    await expect(guess.status()).rejects.toEqual(refused('NOT_SIGNED_IN'))
  })
})

describe.skipIf(!hasWorker || !existsSync(chromiumPath))('a browser', () => {
  test('shakes hands, shows the picture in time with the sound, and notices their end', async () => {
    await using opened = new AsyncDisposableStack()
    const sfu = opened.use(await startSfu({ leaseMs: 120_000 }))
    const program = opened.use(await TestProgram.start())
    program.rtp.setTarget(targetOf(wish, await sfu.ingest(wish)))
    await whenLive(sfu)
    const browser = opened.use(await launchChromium())
    const viewer = opened.use(await Viewer.open(browser, sfu, tableId, true))
    await vi.waitFor(async () => expect((await viewer.frames()).length).toBeGreaterThan(30), soon)
    expect(await viewer.connection()).toBe('connected')
    expect(program.rtp.statistics.keyFrameRequests).toBeGreaterThan(0)
    expect(program.rtp.statistics.refused).toBe(0)

    // The browser draws them together by small steps.
    const aheadMs = await vi.waitFor(
      async () => {
        const [video, audio] = await viewer.inbound()
        expect(audio.audioLevel).toBeGreaterThan(0.05)
        const ahead = (audio.estimatedPlayoutTimestamp ?? Number.NaN) - (video.estimatedPlayoutTimestamp ?? Number.NaN)
        expect(Math.abs(ahead)).toBeLessThanOrEqual(soundOffMsMax)
        return ahead
      },
      { timeout: 90_000, interval: 500 },
    )
    console.log(`sound ahead of the picture: ${aheadMs} ms`)

    await sfu.ingest(otherWish)
    await vi.waitFor(async () => expect(await viewer.connection()).not.toBe('connected'), soon)
  }, 150_000)

  test('gets each rung that it prefers, without a freeze, and key frames at once', async () => {
    await using opened = new AsyncDisposableStack()
    const sfu = opened.use(await startSfu({ leaseMs: 120_000 }))
    const program = opened.use(await TestProgram.start())
    program.rtp.setTarget(targetOf(wish, await sfu.ingest(wish)))
    await whenLive(sfu)
    const browser = opened.use(await launchChromium())
    const viewer = opened.use(await Viewer.open(browser, sfu, tableId, false))
    const widths = rungSizes.map(({ width }) => width).toReversed()
    const shows = (rung: number) =>
      vi.waitFor(async () => expect((await viewer.frames()).at(-1)?.width).toBe(widths[rung]), {
        timeout: 30_000,
        interval: 20,
      })
    /** The frames of the next half second, at least, and the one before. */
    const stretch = async (during: () => Promise<void>) => {
      const from = (await viewer.frames()).length
      await during()
      const count = (await viewer.frames()).length
      await vi.waitFor(async () => expect((await viewer.frames()).length).toBeGreaterThan(count + 15), soon)
      return viewer.frames(from - 1)
    }
    await shows(2)

    const gaps: number[] = []
    const calmGaps: number[] = []
    const seenMs: number[] = []
    for (const rung of [0, 2, 1, 0, 1, 2, 0, 2]) {
      calmGaps.push(longestGap(await stretch(async () => {})))
      let askedAt = Number.NaN
      const frames = await stretch(async () => {
        askedAt = await viewer.page.evaluate(() => performance.now())
        await viewer.prefer(rung)
        await shows(rung)
      })
      gaps.push(longestGap(frames))
      seenMs.push((frames.find(({ width }) => width === widths[rung])?.now ?? Number.NaN) - askedAt)
    }
    console.log('longest gap around each switch, ms:', round(gaps), 'and between them:', round(calmGaps))
    console.log('until the rung is seen, ms:', round(seenMs), 'key frame asked for → sent:', round(program.keyFrameMs))
    // A machine with too much to do stutters without a switch too.
    expect(median(gaps)).toBeLessThan(Math.max(freezeMsMin, 2 * median(calmGaps)))
  })

  test('decodes AV1 of one rung', async () => {
    await using opened = new AsyncDisposableStack()
    const sfu = opened.use(await startSfu())
    const session = opened.use(new RtpSession(pino({ level: 'silent' }), () => {}))
    const av1 = { ...wish, video: { codec: 'av1' as const, payloadType: 98, ssrcs: [5] }, audio: null }
    session.setTarget(targetOf(av1, await sfu.ingest(av1)))
    const film = av1Film()
    let count = 0
    const timer = setInterval(() => {
      const [data = Buffer.alloc(0), key] = [film[count % film.length], count % film.length === 0]
      session.sendPicture(0, { data, key, capturedAt: utcNow() }, 'av1')
      count++
    }, 33)
    opened.defer(() => clearInterval(timer))
    await whenLive(sfu)
    const browser = opened.use(await launchChromium())
    const viewer = opened.use(await Viewer.open(browser, sfu, tableId, false))
    await vi.waitFor(async () => expect((await viewer.frames()).length).toBeGreaterThan(30), soon)
    expect((await viewer.frames()).at(-1)?.width).toBe(320)
  })
})

/** A short film in AV1, from a key frame on: its temporal units. */
function av1Film(): Buffer[] {
  const source = ['-f', 'lavfi', '-i', 'testsrc2=size=320x180:rate=30', '-frames:v', '60', '-pix_fmt', 'yuv420p']
  const encoder = ['-c:v', 'libaom-av1', '-usage', 'realtime', '-cpu-used', '8', '-lag-in-frames', '0', '-g', '60']
  const film = execFileSync('ffmpeg', ['-v', 'error', ...source, ...encoder, '-b:v', '300k', '-f', 'obu', '-'])
  const units: Buffer[] = []
  let start = 0
  for (let at = 0; at < film.length; ) {
    const temporalDelimiter = film.readUInt8(at) >> 3 === 2
    if (temporalDelimiter && at > start) {
      units.push(film.subarray(start, at))
      start = at
    }
    let [size, shift, next] = [0, 0, at + 1]
    for (; film.readUInt8(next) >= 0x80; shift += 7) size |= (film.readUInt8(next++) & 0x7f) << shift
    at = next + 1 + (size | (film.readUInt8(next) << shift))
  }
  return [...units, film.subarray(start)]
}

/** A/V, in sync for a person. */
const soundOffMsMax = 20
/** A gap between two frames that a person sees as a freeze. */
const freezeMsMin = 100

const longestGap = (frames: readonly Shown[]) =>
  Math.max(...frames.slice(1).map(({ now }, i) => now - (frames[i]?.now ?? Number.NaN)))
const median = (figures: readonly number[]) => figures.toSorted((a, b) => a - b)[figures.length >> 1] ?? Number.NaN
const round = (figures: readonly number[]) => figures.map((figure) => Math.round(figure))
