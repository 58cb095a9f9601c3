/** Clips and recordings of real H.264 and AAC, read by Debian's ffprobe; a recorder that is killed; a disk that is full. */
import { execFileSync, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { AV_PIX_FMT_YUV420P, FFmpegError, Frame } from 'node-av'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { SourcePacket } from '../../native/media/frame/index.ts'
import { firstPictureAt, PacketRing, RawSourceEncoder, Recorder, writeClip } from '../../native/media/record/index.ts'
import { seededRandom } from '../house/random.ts'
import { makeTransportStream, sourcePackets } from './source-packets.ts'
import { until } from './until.ts'

const startAt = Date.UTC(2026, 10, 21, 14, 0, 0) + 0.25
const kills = 20
const settings = { feeds: ['wide'], segmentMs: 3_000, retentionHours: 1e3 }
const roomy = async () => 100e9

let folder: string
let packets: SourcePacket[]
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tablecast-record-'))
  makeTransportStream(join(folder, 'source.ts'))
  packets = await sourcePackets(join(folder, 'source.ts'), startAt)
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const pictures = (all: readonly SourcePacket[]) => all.filter(({ stream }) => stream.kind === 'video')

interface Probed {
  readonly packets: readonly { readonly codec_type: string; readonly pts_time: string; readonly flags: string }[]
  readonly streams: readonly { readonly codec_name: string; readonly codec_tag_string: string }[]
  readonly format: { readonly tags: { readonly comment: string; readonly creation_time: string } }
}
function probe(file: string): Probed {
  const out = execFileSync('ffprobe', [
    '-v',
    'error',
    '-of',
    'json',
    '-show_streams',
    '-show_format',
    '-show_packets',
    file,
  ])
  return JSON.parse(out.toString())
}
/** Decodes it whole; what Debian's ffmpeg has to complain about, and how many pictures there were. */
function played(file: string): number {
  const out = execFileSync('ffmpeg', ['-v', 'error', '-xerror', '-i', file, '-map', '0:v', '-f', 'framemd5', '-'])
  return out
    .toString()
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#')).length
}
/** The elementary stream, as Annex B again: what was encoded, without how it was packed. */
function elementary(file: string): Buffer {
  const unpack = [
    '-map',
    '0:v',
    '-c',
    'copy',
    '-bsf:v',
    'h264_mp4toannexb,filter_units=remove_types=7|8|9|6',
    '-f',
    'h264',
    '-',
  ]
  return execFileSync('ffmpeg', ['-v', 'error', '-i', file, ...unpack], { maxBuffer: 64e6 })
}
function filesIn(path: string): string[] {
  return readdirSync(path)
    .sort()
    .map((name) => join(path, name))
}

describe('a clip', () => {
  test.each([
    ['with its parameters beside it', (packet: SourcePacket) => packet],
    ['with its parameters in it', withoutExtradata()],
  ])('of a stream %s holds the packets as they came, at their times', async (_, shape) => {
    const ring = new PacketRing()
    for (const packet of packets) ring.keep(shape(packet))
    const cut = ring.cut(startAt + 2_500, startAt + 5_500)
    if (!cut) throw new Error('no cut')
    const file = join(folder, 'clip.mp4')
    const clip = await writeClip(cut, file)
    const { packets: probed, streams, format } = probe(file)

    expect(clip.bytes).toBe(statSync(file).size)
    expect(streams.map(({ codec_name }) => codec_name)).toEqual(['h264', 'aac'])
    expect(streams[0]?.codec_tag_string).toBe('avc1')
    const shown = probed.filter(({ codec_type }) => codec_type === 'video')
    expect(shown).toHaveLength(pictures(cut.packets).length)
    expect(shown[0]?.flags).toContain('K')
    expect(played(file)).toBe(shown.length)
    // Times in the file, from the UTC of its first picture, are the capture times.
    const utc = firstPictureAt(format.tags.comment) ?? 0
    expect(utc).toBeCloseTo(clip.from, 2)
    expect(format.tags.creation_time.slice(0, 19)).toBe(new Date(utc).toISOString().slice(0, 19))
    const asked = pictures(cut.packets).map(({ capturedAt }) => capturedAt)
    const errors = shown.map(({ pts_time }, i) => Math.abs(utc + Number(pts_time) * 1000 - (asked[i] ?? 0)))
    expect(Math.max(...errors)).toBeLessThan(0.1)
    // Nothing was encoded again: the same bytes stand in the source.
    const source = elementary(join(folder, 'source.ts'))
    expect(source.includes(elementary(file))).toBe(true)
    expect(readFileSync(file).indexOf('moov')).toBeLessThan(readFileSync(file).indexOf('mdat'))
  })

  test('that cannot be written says so, and leaves nothing', async () => {
    const ring = new PacketRing()
    for (const packet of packets) ring.keep(packet)
    const cut = ring.cut(startAt, startAt + 8_000)
    if (!cut) throw new Error('no cut')
    await expect(writeClip(cut, join(folder, 'nowhere', 'clip.mp4'))).rejects.toThrow('The clip could not be written')
    expect(readdirSync(folder)).not.toContain('nowhere')
  })
})

test('a source that sends no packets to keep is encoded, and cut like others', async () => {
  const ring = new PacketRing()
  const failures: unknown[] = []
  const from = Date.now()
  const asked = 60
  {
    await using encoder = new RawSourceEncoder(
      (packet) => ring.keep(packet),
      (cause) => failures.push(cause),
    )
    using frame = new Frame()
    frame.alloc()
    frame.width = 1920
    frame.height = 1080
    frame.format = AV_PIX_FMT_YUV420P
    FFmpegError.throwIfError(frame.getBuffer(), 'frame memory')
    for (let i = 0; i < asked; i++) {
      encoder.offer({ frame, capturedAt: from + (i * 1000) / 30 })
      await until(() => pictures(ring.cut(from, from + 1e4)?.packets ?? []).length === i + 1)
    }
    expect(encoder.dropped).toBe(0)
  }
  const cut = ring.cut(from, from + 1e4)
  if (!cut) throw new Error('no cut')
  const file = join(folder, 'raw.mp4')
  await writeClip(cut, file)
  expect(played(file)).toBe(asked)
  expect(probe(file).streams).toMatchObject([{ codec_name: 'h264', width: 1280, height: 720 }])
  expect(failures).toEqual([])
})

describe('a recorder', () => {
  test('makes segments that begin with key frames and miss nothing', async () => {
    const path = join(folder, 'recorded')
    {
      await using recorder = await Recorder.open(path, settings, roomy)
      recorder.streams('wide', [...new Set(packets.map(({ stream }) => stream))])
      for (const packet of packets) recorder.packet('wide', packet)
      expect(recorder.status.recording).toEqual([{ feed: 'wide', state: 'recording' }])
    }
    const files = filesIn(join(path, 'wide'))
    const probed = files.map(probe)
    expect(files.length).toBeGreaterThanOrEqual(2)
    for (const { streams } of probed) expect(streams.map(({ codec_name }) => codec_name)).toEqual(['h264', 'aac'])
    const begins = pictures(packets).findIndex(
      ({ capturedAt }) => capturedAt > (firstPictureAt(probed[0]?.format.tags.comment ?? null) ?? 0) - 1,
    )
    const counts = probed.map(({ packets: all }) => all.filter(({ codec_type }) => codec_type === 'video').length)
    expect(counts.reduce((a, b) => a + b, 0)).toBe(pictures(packets).length - begins)
    expect(files.map(played)).toEqual(counts)
    await using again = await Recorder.open(path, settings, roomy)
    expect(again.status.segments).toBe(files.length)
    expect(again.status.bytes).toBe(files.reduce((sum, file) => sum + statSync(file).size, 0))
  })

  test('removes what is older than the retention, and nothing that is not its own', async () => {
    const path = join(folder, 'recorded')
    execFileSync('touch', [join(path, 'wide', 'holiday.mp4'), join(path, 'wide', 'holiday.mp4.part')])
    for (const file of filesIn(join(path, 'wide'))) execFileSync('touch', ['-d', '2026-01-01', file])
    await using recorder = await Recorder.open(path, { ...settings, retentionHours: 1 }, roomy)
    expect(recorder.status.segments).toBe(0)
    expect(readdirSync(join(path, 'wide'))).toEqual(['holiday.mp4', 'holiday.mp4.part'])
  })

  test(`that is killed ${kills} times leaves only what plays`, { timeout: 180_000 }, async () => {
    const path = join(folder, 'killed')
    const seed = Number(process.env.SEED ?? 7)
    const random = seededRandom(seed)
    let repaired = 0
    for (let round = 0; round < kills; round++) {
      const program = fileURLToPath(new URL('record-process.ts', import.meta.url))
      const child = fork(program, [join(folder, 'source.ts'), path])
      const killAfter = 100 + Math.floor(random() * 1_500)
      let given = 0
      await new Promise<void>((resolve) => {
        child.on('message', () => {
          if (++given === killAfter) resolve()
        })
      })
      child.kill('SIGKILL')
      await once(child, 'exit')
      await using recorder = await Recorder.open(path, { ...settings, feeds: [] }, roomy)
      repaired += recorder.status.repaired
    }
    const files = filesIn(join(path, 'wide'))
    expect(
      files.filter((file) => !file.endsWith('.mp4')),
      `seed ${seed}`,
    ).toEqual([])
    for (const file of files) expect(played(file), `${file}, seed ${seed}`).toBeGreaterThan(0)
    expect(repaired, `seed ${seed}`).toBeGreaterThan(0)
  })
})

describe.skipIf(process.getuid?.() !== 0)('on a small disk (which only root can mount)', () => {
  let disk: string
  beforeAll(() => {
    disk = mkdtempSync(join(tmpdir(), 'tablecast-disk-'))
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=6g', 'tmpfs', disk])
  })
  afterAll(() => {
    execFileSync('umount', [disk])
    rmSync(disk, { recursive: true })
  })
  const resize = (size: string) => execFileSync('mount', ['-o', `remount,size=${size}`, disk])

  test('a recorder stops when there is too little room, and goes on when there is more', {
    timeout: 60_000,
  }, async () => {
    await using recorder = await Recorder.open(disk, settings)
    let at = 0
    const give = () => {
      for (const packet of packets)
        recorder.packet('wide', { ...packet, capturedAt: packet.capturedAt + at, decodeAt: packet.decodeAt + at })
      at += 8_000
    }
    give()
    expect(recorder.status).toMatchObject({ disk: 'ok', recording: [{ state: 'recording' }] })
    resize('900m')
    await until(() => recorder.status.disk === 'alarm')
    expect(recorder.status.recording[0]).toMatchObject({
      state: 'stopped',
      why: expect.stringContaining('nearly full'),
    })
    const { segments } = recorder.status
    give()
    expect(recorder.status).toMatchObject({ segments, recording: [{ state: 'stopped' }] })
    resize('3g')
    await until(() => recorder.status.disk === 'attention')
    give()
    expect(recorder.status.recording[0]?.state).toBe('recording')
    for (const file of filesIn(join(disk, 'wide')).filter((name) => name.endsWith('.mp4'))) played(file)
  })

  test('a recorder says that the disk is full, keeps what was whole, and goes on', { timeout: 60_000 }, async () => {
    rmSync(join(disk, 'wide'), { recursive: true })
    resize('3m')
    const path = join(disk, 'full')
    await using recorder = await Recorder.open(path, settings, roomy)
    let at = 0
    const give = () => {
      for (const packet of packets)
        recorder.packet('wide', { ...packet, capturedAt: packet.capturedAt + at, decodeAt: packet.decodeAt + at })
      at += 8_000
    }
    await until(() => {
      give()
      return recorder.status.recording[0]?.why === 'The disk is full'
    })
    resize('1g')
    await until(() => {
      give()
      return recorder.status.recording[0]?.state === 'recording'
    })
    for (const file of filesIn(join(path, 'wide')).filter((name) => name.endsWith('.mp4')))
      expect(played(file)).toBeGreaterThan(0)
  })
})

/** The same stream, as a source sends it whose parameters come only with its key frames. */
function withoutExtradata() {
  const bare = new Map<unknown, SourcePacket['stream']>()
  return (packet: SourcePacket): SourcePacket => {
    const { stream } = packet
    if (!bare.has(stream)) bare.set(stream, { ...stream, extradata: Buffer.alloc(0) })
    return { ...packet, stream: bare.get(stream) ?? stream }
  }
}
