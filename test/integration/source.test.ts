/** Sources against real peers and bad input. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { mediaConfigurationSchema } from '../../native/media/messages/index.ts'
import { freePortBlock } from '../house/ports.ts'
import { MediaProcess } from '../media/index.ts'
import { clip } from './source/clips.ts'
import { mutated } from './source/mutation.ts'
import { kinds, Peer } from './source/peers.ts'
import { SourceHost } from './source/source-host.ts'
import { StreamServer } from './source/stream-server.ts'
import { until } from './until.ts'

/** Each peer is pulled away and brought back this often. */
const pullsPerKind = 20
/** Room for the allocator, whose growth levels off: 48 MiB at 20 pulls, 64 at 60. Bytes. */
const memoryGrowthMax = 96 << 20
const closeMsMax = 2_000
const mutations = 10_000
/** Of each connection, so that what is damaged is met at the beginning too. */
const mutationsPerConnection = 25
/** Damaged clips are read by this many sources at once. */
const readers = 8
const seed = Number(process.env.SEED ?? 20_261_121)

let opened: AsyncDisposableStack
let host: SourceHost
beforeEach(() => {
  opened = new AsyncDisposableStack()
  host = opened.use(new SourceHost())
})
afterEach(() => opened.disposeAsync())

describe('real peers', () => {
  test('may be pulled away and brought back: the picture returns each time, and nothing is left behind', async () => {
    const all = kinds(await freePortBlock())
    const peers = new Map(all.map((kind) => [kind.name, opened.use(new Peer(kind))]))
    const backMs = new Map<string, number[]>()

    const session = async (name: string, address: object, pulls: number) => {
      const peer = peers.get(name)
      if (!peer) throw new Error(name)
      host.open(name, address, { sound: true })
      const times: number[] = []
      for (let i = 0; i < pulls; i++) {
        const broughtBackAt = performance.now()
        const picture = host.next('frame', ({ id }) => id === name)
        peer.bringBack()
        await picture
        times.push(performance.now() - broughtBackAt)
        const trouble = host.next('trouble', ({ id }) => id === name)
        await peer.pullAway()
        await trouble
      }
      backMs.set(name, times)
      expect((await host.close(name)).tookMs, name).toBeLessThan(closeMsMax)
    }
    // Libraries keep some handles and memory from their first use on.
    await Promise.all(all.map(({ name, address }) => session(name, address, 2)))
    const before = await host.measure()
    await Promise.all(all.map(({ name, address }) => session(name, address, pullsPerKind)))
    const after = await host.measure()

    for (const [name, times] of backMs) {
      const sorted = times.toSorted((a, b) => a - b).map(Math.round)
      console.log(`${name}: picture ${sorted[sorted.length >> 1]} ms (at most ${sorted.at(-1)}) after its peer’s start`)
    }
    console.log(`memory grew by ${Math.round((after.memoryBytes - before.memoryBytes) / 2 ** 20)} MiB`)
    expect(after.handles).toBe(before.handles)
    expect(after.memoryBytes - before.memoryBytes).toBeLessThan(memoryGrowthMax)
  }, 240_000)
})

test('an encoder with another passphrase is told of, brings no picture, and is taken with the right one', async () => {
  const port = await freePortBlock()
  const [listener, caller] = kinds(port).filter(({ address }) => 'passphrase' in address || 'mode' in address)
  if (!listener || !caller) throw new Error('There are no peers that speak SRT')
  const [right, wrong] = ['the right passphrase', 'another passphrase']
  const asked = caller.command.map((word) => (word.startsWith('srt:') ? `${word}&passphrase=${right}` : word))
  const peer = opened.use(new Peer({ ...caller, command: asked as [string, ...string[]] }))
  peer.bringBack()
  const heard: string[] = []
  let frames = 0
  host.on('trouble', ({ why }) => heard.push(why))
  host.on('frame', () => frames++)
  host.open('wrong', { ...caller.address, passphrase: wrong }, {})
  await until(() => heard.length > 2)
  expect(frames).toBe(0)
  expect(new Set(heard)).toEqual(new Set([expect.stringMatching(/^127\.0\.0\.1:\d+ does not let us in: .* password/)]))
  expect(heard.join()).not.toMatch(new RegExp(`${right}|${wrong}`))
  await host.close('wrong')
  const picture = host.next('frame', ({ id }) => id === 'right')
  host.open('right', { ...caller.address, passphrase: right }, {})
  await picture
})

test('cameras that nobody has switched on do not stop the others', async () => {
  const port = await freePortBlock()
  using folder = temporaryFolder()
  const pattern = { kind: 'pattern', width: 320, height: 180 }
  const absent = Array.from({ length: 6 }, (_, i) => ({ kind: 'udp', url: `udp://127.0.0.1:${port + i}` }))
  const sources = [pattern, ...absent].map((address, i) => ({ id: `camera-${i}`, name: `Camera ${i}`, address }))
  const layers = [{ source: 'camera-0' }]
  const configuration = mediaConfigurationSchema.parse({
    tableId: 'table',
    picture: {
      sources,
      vision: [],
      mix: {
        ...{ width: 320, height: 180, fps: 30, overlays: [], slate: { text: 'Back soon' } },
        scenes: [{ id: 'only', name: 'Only', layers }],
      },
      ladder: { encoder: 'libx264', rungs: [{ width: 320, height: 180, bitrate: 200_000 }] },
      ...{ sound: null, record: null },
    },
    ...{
      previewPort: port + 10,
      previewToken: 'the-token-of-this-test',
      httpPort: port + 11,
      recordFolder: folder.path,
    },
  })
  const media = opened.use(new MediaProcess())
  media.tell({ type: 'configure', configuration })
  const shown = () => media.statistics?.sources.find(({ id }) => id === 'camera-0')?.frames ?? 0
  await until(() => shown() > 30)
  const before = shown()
  await until(() => shown() > before + 30)
})

describe('what is played', () => {
  const millisecond = 1

  test('keeps its own pace, and has no seam where it loops', async () => {
    using folder = temporaryFolder()
    const path = join(folder.path, 'film.mp4')
    writeFileSync(path, clip({ seconds: 0.5, container: 'ismv' }))
    const captured: number[] = []
    host.on('frame', ({ capturedAt, at }) => {
      expect(capturedAt).toBeLessThanOrEqual(at)
      captured.push(capturedAt)
    })
    host.open('film', { kind: 'file', path }, { sound: true })
    await host.next('frame', () => captured.length > 70)
    const distances = captured.slice(1).map((at, i) => at - (captured[i] ?? 0))
    const even = distances.filter((ms) => Math.abs(ms - 1000 / 30) < millisecond)
    // The sound of each loop may be longer than its pictures by one packet.
    expect(distances.length - even.length).toBeLessThanOrEqual(Math.ceil(distances.length / 15))
    expect(Math.max(...distances)).toBeLessThan(1000 / 30 + 50)
  })

  test('the pattern comes with its tone, at the rate that was asked for', async () => {
    const captured: number[] = []
    let heardMs = 0
    host.on('frame', ({ capturedAt }) => captured.push(capturedAt))
    host.on('sound', ({ samples }) => {
      heardMs += samples.length / 96
    })
    host.open('pattern', { kind: 'pattern', width: 320, height: 180, fps: 50 }, { sound: true })
    await host.next('frame', () => captured.length > 100)
    const [first = 0] = captured
    captured.forEach((at, i) => {
      expect(at - first).toBeCloseTo(i * 20, 0)
    })
    expect(heardMs).toBeGreaterThan(1_900)
  })
})

describe('bad input', () => {
  const trouble = (name: string, why: RegExp) =>
    host.next('trouble', (report) => report.id === name && why.test(report.why))

  test('is told in words, without secrets, and again until it is better', async () => {
    const noPicture = opened.use(await StreamServer.listen(() => [clip({ video: [] })]))
    const unknownPicture = opened.use(
      await StreamServer.listen(() => [clip({ video: ['-c:v', 'rawvideo'], container: 'mpegts' })]),
    )
    const noise = opened.use(await StreamServer.listen(() => [Buffer.alloc(4 << 20, 'not a stream. ')]))
    const port = await freePortBlock()
    const told = Promise.all([
      trouble('nobody', /^127\.0\.0\.1:\d+ refuses the connection$/),
      trouble('unknown', /^No computer is known by the name no\.such\.host\.invalid$/),
      trouble('file', /^\/no\/such\/file is not there$/),
      trouble('device', /is not there$/),
      trouble('no-picture', /^There is no picture in what/),
      trouble('unknown-picture', /^There is no picture in what|cannot be decoded$/),
      trouble('noise', /is not a stream of the expected kind|There is no picture/),
    ])
    host.on('trouble', ({ why }) => expect(why).not.toMatch(/secret/))
    host.open('nobody', { kind: 'rtsp', url: `rtsp://admin:secret@127.0.0.1:${port}/` })
    host.open('unknown', { kind: 'rtmp', url: 'rtmp://admin:secret@no.such.host.invalid/live', mode: 'caller' })
    host.open('file', { kind: 'file', path: '/no/such/file' })
    host.open('device', { kind: 'device', device: '/dev/v4l/by-id/usb-no-such-camera' })
    host.open('no-picture', noPicture.address)
    host.open('unknown-picture', unknownPicture.address)
    host.open('noise', noise.address)
    await told
    await Promise.all([trouble('nobody', /refuses/), trouble('unknown', /known/), trouble('noise', /./)])
  })

  test('that falls silent, before or in the midst of a frame, is told and connected anew', async () => {
    const film = clip({ seconds: 2 })
    let connections = 0
    const server = opened.use(
      await StreamServer.listen(function* () {
        connections++
        yield film.subarray(0, film.length * 0.7)
      }),
    )
    const cut = trouble('cut', /ended the connection$/)
    host.open('cut', server.address)
    await host.next('frame')
    await cut
    await host.next('frame')
    expect(connections).toBeGreaterThan(1)
  })

  test('a change of size goes on with the new size, and tells the streams anew', async () => {
    const [small, large] = [clip({ size: '128x72' }), clip({ size: '320x180' })]
    const server = opened.use(await StreamServer.listen(() => [small, large]))
    const sizes: string[] = []
    const streams: string[] = []
    host.on('frame', ({ width, height }) => sizes.push(`${width}x${height}`))
    host.on('streams', ({ codecs }) => streams.push(codecs.join('+')))
    const ended = host.next('trouble')
    host.open('zoom', server.address, { sound: true })
    await ended
    expect([...new Set(sizes)]).toEqual(['128x72', '320x180'])
    expect(streams.length).toBeGreaterThanOrEqual(2)
    expect(streams.at(-1)).toBe('h264+aac')
  })

  test(`${mutations} damaged clips crash nothing, and the source beside them notices nothing`, async () => {
    const whole = clip({ seconds: 0.2 })
    let served = 0
    const all = Promise.withResolvers<void>()
    const damaged = opened.use(
      await StreamServer.listen(function* () {
        for (let i = 0; i < mutationsPerConnection && served < mutations; i++) yield mutated(whole, seed + served++)
        if (served === mutations) all.resolve()
      }),
    )
    const beside: string[] = []
    host.on('trouble', ({ id, why }) => id === 'beside' && beside.push(why))
    host.open('beside', { kind: 'pattern', width: 128, height: 72 })
    for (let i = 0; i < readers; i++) host.open(`reader-${i}`, damaged.address, { sound: true })
    try {
      await Promise.race([all.promise, host.exited])
      await host.next('frame', ({ id }) => id === 'beside')
      let concealed = 0
      for (let i = 0; i < readers; i++) {
        const { tookMs, damaged } = await host.close(`reader-${i}`)
        expect(tookMs).toBeLessThan(closeMsMax)
        concealed += damaged
      }
      // Otherwise nothing of it has reached a decoder.
      expect(concealed).toBeGreaterThan(mutations / 10)
    } catch (cause) {
      throw new Error(`with SEED=${seed}, about clip ${served}`, { cause })
    }
    expect(beside).toEqual([])

    // And what is whole is read as ever.
    const sound = opened.use(await StreamServer.listen(() => [whole]))
    host.open('whole', sound.address)
    await host.next('frame', ({ id }) => id === 'whole')
  }, 120_000)
})

function temporaryFolder(): Disposable & { readonly path: string } {
  const path = mkdtempSync(join(tmpdir(), 'tablecast-source-'))
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true }) }
}
