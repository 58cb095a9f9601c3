/** The media process, whole: cameras over TCP (MPEG-TS), an SFU's UDP socket, a window's WebSocket, a disk. */
import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import type { MediaConfiguration, PictureSettings, SourceSettings } from '../../native/media/index.ts'
import { virtualWheelCalibration } from '../../native/virtual/index.ts'
import { freePorts, MediaProcess, SfuEar, TestCamera } from '../media/index.ts'
import { until } from './until.ts'

const token = 'the-token-of-this-test'

let opened: AsyncDisposableStack
let ports: { wheel: number; wide: number; preview: number; http: number }
let folder: string
let wheel: TestCamera
let wide: TestCamera
let media: MediaProcess

const source = (id: 'wheel' | 'wide', more: Partial<SourceSettings> = {}): SourceSettings => ({
  id,
  name: id,
  address: { kind: 'tcp', host: '127.0.0.1', port: ports[id] },
  fps: 30,
  sound: false,
  watch: {},
  ...more,
})

const full = { x: 0, y: 0, width: 1, height: 1 }
const picture = (more: Partial<PictureSettings> = {}): PictureSettings => ({
  sources: [source('wheel', { backup: 'wide' }), source('wide')],
  vision: [{ source: 'wheel', fps: 15, reads: { kind: 'wheel', calibration: virtualWheelCalibration }, watches: [] }],
  mix: {
    width: 640,
    height: 360,
    fps: 30,
    scenes: [
      { id: 'wheel', name: 'Wheel', layers: [{ source: 'wheel', box: full }] },
      { id: 'wide', name: 'Wide', layers: [{ source: 'wide', box: full }] },
    ],
    overlays: [],
    slate: { text: 'Back soon' },
  },
  ladder: {
    codec: 'h264',
    encoder: 'libx264',
    rungs: [
      { width: 640, height: 360, fps: 30, bitrate: 700_000 },
      { width: 320, height: 180, fps: 30, bitrate: 200_000 },
    ],
    playoutDelay: { minMs: 0, maxMs: 0 },
  },
  sound: null,
  record: null,
  ...more,
})
const configuration = (more: Partial<PictureSettings> = {}): MediaConfiguration => ({
  tableId: 'table',
  picture: picture(more),
  previewPort: ports.preview,
  previewToken: token,
  httpPort: ports.http,
  recordFolder: join(folder, 'record'),
})

const get = async (path: string) => {
  const response = await fetch(`http://127.0.0.1:${ports.http}${path}`)
  return { status: response.status, body: await response.text() }
}

beforeEach(async () => {
  opened = new AsyncDisposableStack()
  folder = mkdtempSync(join(tmpdir(), 'tablecast-media-'))
  opened.defer(() => rmSync(folder, { recursive: true }))
  const [first = 0, second = 0, preview = 0, http = 0] = await freePorts(4)
  ports = { wheel: first, wide: second, preview, http }
  wheel = opened.use(new TestCamera(ports.wheel))
  wide = opened.use(new TestCamera(ports.wide))
  media = opened.use(new MediaProcess())
})
afterEach(() => opened.disposeAsync())

async function running(more: Partial<PictureSettings> = {}): Promise<SfuEar> {
  for (const camera of [wheel, wide]) {
    await camera.plugIn()
    camera.show('moving')
  }
  const ear = opened.use(await SfuEar.open(2))
  media.tell({ type: 'configure', configuration: configuration(more) })
  media.tell({ type: 'target', target: ear.target('first') })
  await until(() => ear.keyFrames().length > 0 && media.state('wheel') === 'ok' && media.state('wide') === 'ok')
  return ear
}
const onAir = () => media.last('tally')?.tally

describe('the program', () => {
  test('goes out on two rungs with aligned key frames and capture times of now', async () => {
    const ear = await running()
    ear.askKeyFrame(1)
    await until(() => ear.keyFrames(0).length > 1 && ear.keyFrames(1).length > 1)
    // A rung is sent a fifth of a millisecond after the next smaller one; of the newest, one may be still to come.
    for (const at of ear.keyFrames(1).slice(0, -1))
      expect(ear.keyFrames(0).some((other) => Math.abs(other - at) < 1)).toBe(true)
    for (const { capturedAt } of ear.rtp) expect(Math.abs(Date.now() - capturedAt)).toBeLessThan(20_000)
  })

  test('shows what was taken when the tally says so, and not before', async () => {
    await running()
    expect(onAir()).toMatchObject({ program: 'wheel', onAir: ['wheel'], slate: false })
    media.tell({ type: 'preview', scene: 'wide' })
    await until(() => onAir()?.preview === 'wide')
    media.tell({ type: 'take', transition: { kind: 'dissolve', ms: 400 } })
    await until(() => onAir()?.leaving === 'wheel')
    expect(onAir()).toMatchObject({ program: 'wide', onAir: expect.arrayContaining(['wheel', 'wide']) })
    await until(() => onAir()?.leaving === null)
    expect(onAir()).toMatchObject({ program: 'wide', preview: 'wheel', onAir: ['wide'] })
    media.tell({ type: 'take', scene: 'nowhere', transition: { kind: 'cut' } })
    await until(() => media.all('refused').some(({ message }) => /nowhere/.test(message)))
    expect(onAir()?.program).toBe('wide')
  })

  test('takes the backup when its camera is pulled out, then the slate, and comes back', async () => {
    const ear = await running()
    await wheel.pullOut()
    await until(() => onAir()?.onAir[0] === 'wide')
    expect(onAir()).toMatchObject({ program: 'wheel', standIns: { wheel: 'wide' }, slate: false })
    await wide.pullOut()
    await until(() => onAir()?.slate === true)
    const sent = ear.rtp.length
    await until(() => ear.rtp.length > sent + 30)
    await wheel.plugIn()
    await until(() => onAir()?.onAir[0] === 'wheel' && !onAir()?.slate)
  })

  test('goes on with sequence numbers at a new SFU, and stops without one', async () => {
    const ear = await running()
    const second = opened.use(await SfuEar.open(2))
    media.tell({ type: 'target', target: second.target('second') })
    await until(() => second.rtp.length > 3)
    const last = ear.rtp.findLast(({ rung }) => rung === 0)
    const first = second.rtp.find(({ rung }) => rung === 0)
    expect(first?.unitType).toBe(7)
    expect(first?.sequence).toBe(((last?.sequence ?? 0) + 1) & 0xffff)
    media.tell({ type: 'target', target: null })
    await until(() => media.statistics?.program.rungs[0]?.fps === 0)
    expect(JSON.parse((await get('/readyz')).body)).toEqual({ missing: ['target'] })
  })
})

describe('the sources', () => {
  test('may be pulled out and put back: the picture returns each time, and nothing is left behind', async () => {
    await running()
    // Vision's thread and its model open theirs until the first look is done.
    await until(() => (media.statistics?.vision[0]?.looks ?? 0) > 0)
    const handles: number[] = []
    for (let i = 0; i < 3; i++) {
      await wheel.pullOut()
      await until(() => ['stale', 'lost'].includes(media.state('wheel') ?? ''))
      await wheel.plugIn()
      await until(() => media.state('wheel') === 'ok')
      handles.push(media.handles)
    }
    expect(handles).toEqual([handles[0], handles[0], handles[0]])
  })

  test('that fall silent are stale, then lost; that are black or still say so', async () => {
    await running()
    const why = () => media.statusesOf('wheel').at(-1)?.why
    wheel.goSilent()
    await until(() => media.state('wheel') === 'lost')
    expect(media.statusesOf('wheel').map(({ state }) => state)).toContain('stale')
    wheel.show('black')
    await until(() => /black/.test(why() ?? ''))
    wheel.show('still')
    await until(() => /move/.test(why() ?? ''))
    wheel.show('moving')
    await until(() => media.state('wheel') === 'ok')
  })

  test('are added, changed and removed while the others go on without a gap', async () => {
    const ear = await running()
    const framesOfWheel = () => media.statistics?.sources.find(({ id }) => id === 'wheel')?.frames ?? 0
    const connections = () => media.statistics?.sources.find(({ id }) => id === 'wheel')?.connections
    await until(() => framesOfWheel() > 0)
    const before = framesOfWheel()
    const pattern: SourceSettings = {
      ...source('wide'),
      address: { kind: 'pattern', width: 320, height: 180, fps: 25 },
      fps: 25,
    }
    media.tell({ type: 'configure', configuration: configuration({ sources: [source('wheel'), pattern] }) })
    await until(() => media.statusesOf('wide').at(-1)?.width === 320 && media.state('wide') === 'ok')
    await until(() => framesOfWheel() > before)
    expect(connections()).toBe(1)
    // A source without packets of its own is kept as well.
    const file = join(folder, 'pattern.mp4')
    const kept = () => {
      const now = Date.now()
      media.tell({ type: 'clip', clipId: 'pattern', feed: 'wide', from: now - 1_000, to: now, file })
      return media.all('clip').some(({ clip }) => clip !== null)
    }
    await until(kept)
    const gaps = ear.rtp.filter(({ rung }) => rung === 1).map(({ sequence }) => sequence)
    expect(gaps.every((sequence, i) => i === 0 || sequence === (((gaps[i - 1] ?? 0) + 1) & 0xffff))).toBe(true)
  })

  test('that are not there do not keep the process from its other work', async () => {
    media.tell({ type: 'configure', configuration: configuration() })
    await until(async () => (await get('/healthz').catch(() => null))?.status === 200)
    expect(JSON.parse((await get('/readyz')).body)).toEqual({ missing: ['wheel', 'wide', 'target'] })
    await until(() => media.state('wheel') === 'lost')
    await until(() => onAir()?.slate === true)
    await wheel.plugIn()
    wheel.show('moving')
    await until(() => media.state('wheel') === 'ok' && onAir()?.slate === false)
  })

  test('leave a clip of the last seconds, as it came', async () => {
    await running()
    await until(() => (media.statistics?.sources[0]?.frames ?? 0) > 60)
    const file = join(folder, 'clip.mp4')
    const now = Date.now()
    media.tell({ type: 'clip', clipId: 'one', feed: 'wheel', from: now - 2_000, to: now, file })
    media.tell({ type: 'clip', clipId: 'two', feed: 'wheel', from: now - 90_000, to: now - 80_000, file: `${file}.no` })
    await until(() => media.all('clip').length === 2)
    const [made, refused] = ['one', 'two'].map((id) => media.all('clip').find(({ clipId }) => clipId === id))
    expect(made?.clip?.bytes).toBe(statSync(file).size)
    expect(refused).toMatchObject({ clip: null, why: expect.stringMatching(/no picture/) })
  })
})

test('the program is cut with its sound, in step with it', async () => {
  const tone: SourceSettings = {
    ...source('wide'),
    ...{ id: 'tone', name: 'tone', sound: true, address: { kind: 'pattern', width: 320, height: 180, fps: 30 } },
  }
  await running({
    sources: [source('wheel'), source('wide'), tone],
    sound: { source: 'tone', bitrate: 96_000 },
  })
  const from = Date.now()
  await until(() => Date.now() - from > 4_000)
  const file = join(folder, 'program.mp4')
  media.tell({ type: 'clip', clipId: 'program', feed: 'program', from, to: from + 3_000, file })
  await until(() => media.all('clip').length === 1)
  expect(media.last('clip')?.clip).toMatchObject({ bytes: statSync(file).size })

  const probe = ['-v', 'error', '-show_entries', 'stream=codec_name,start_time,duration', '-of', 'json', file]
  const { streams } = JSON.parse(execFileSync('ffprobe', probe, { encoding: 'utf8' }))
  expect(streams).toMatchObject([{ codec_name: 'h264' }, { codec_name: 'opus' }])
  const [begin, end] = streams.map(({ start_time, duration }: Record<string, string>) => [
    Number(start_time),
    Number(start_time) + Number(duration),
  ])
  expect(Math.abs(end[0] - begin[0])).toBeLessThan(0.1)
  expect(Math.abs(end[1] - begin[1])).toBeLessThan(0.2)

  const decode = ['-v', 'error', '-i', file, '-map', '0:a', '-ac', '1', '-ar', '48000', '-f', 's16le', '-']
  const raw = execFileSync('ffmpeg', decode, { maxBuffer: 64e6 })
  const samples = new Int16Array(raw.buffer, raw.byteOffset, raw.length / 2).subarray(24_000, 72_000)
  const crossings = samples.filter((sample, i) => i > 0 && sample >= 0 !== (samples[i - 1] ?? 0) >= 0).length
  expect(Math.abs(crossings - 2_000), 'a tone of 1 kHz for a second').toBeLessThan(20)
})

describe('the process', () => {
  test('shows its windows what they ask for', async () => {
    await running()
    const window = new WebSocket(`ws://127.0.0.1:${ports.preview}/?token=${token}`)
    opened.defer(() => window.terminate())
    const places = new Set<number>()
    window.on('message', (message: Buffer) => places.add(message[1] ?? -1))
    await once(window, 'open')
    const feeds = ['program', 'wheel', 'wide'].map((feed) => ({ feed, width: 160, fps: 15 }))
    window.send(JSON.stringify({ feeds }))
    await until(() => places.size === 3)
    await until(() => media.statistics?.preview.windows === 1 && media.statistics.preview.feeds === 3)
  })

  test('tells which encoders this machine has, and why it cannot use the others', async () => {
    media.tell({ type: 'configure', configuration: configuration() })
    await until(() => media.last('encoders') !== undefined)
    const encoders = media.last('encoders')?.encoders ?? []
    expect(encoders.find(({ name }) => name === 'libx264')).toMatchObject({ usable: true })
    for (const { usable, why } of encoders) if (!usable) expect(why).toMatch(/\S/)
  })

  test('counts for Prometheus, and reports to the studio each second', async () => {
    await running()
    await until(() => (media.statistics?.program.fps ?? 0) > 20 && (media.statistics?.vision[0]?.fps ?? 0) > 5)
    const metrics = (await get('/metrics')).body
    const names = ['media_source_fps{source="wheel"}', 'media_rung_packets_total{rung="360p"}']
    for (const name of [...names, 'media_vision_looks_total{source="wheel"}']) {
      expect(
        Number(
          metrics
            .split('\n')
            .find((line) => line.startsWith(name))
            ?.split(' ')[1],
        ),
        name,
      ).toBeGreaterThan(0)
    }
  })

  test('refuses what it does not understand, and a port that is taken, and goes on', async () => {
    await wheel.plugIn()
    media.child.send({ type: 'configure', configuration: { ...configuration(), httpPort: 'eighty' } })
    await until(() => media.all('refused').some(({ message }) => /httpPort/.test(message)))
    media.tell({ type: 'configure', configuration: { ...configuration(), httpPort: ports.wheel } })
    await until(() => media.all('refused').some(({ message }) => /EADDRINUSE/.test(message)))
    media.tell({ type: 'configure', configuration: configuration() })
    await until(async () => (await get('/healthz').catch(() => null))?.status === 200)
  })

  test('ends by itself when asked, in the midst of work', async () => {
    await running()
    const exited = once(media.child, 'exit')
    media.child.kill('SIGTERM')
    expect(await exited).toEqual([0, null])
  })
})
