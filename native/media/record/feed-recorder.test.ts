import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { AV_CODEC_ID_AAC, AV_CODEC_ID_H264, AV_CODEC_ID_MJPEG } from 'node-av'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { SourcePacket, SourceStream } from '../frame/index.ts'
import { DiskWork } from './disk-work.ts'
import { FeedRecorder, queuedBytesMax } from './feed-recorder.ts'
import type { Segment } from './segments.ts'

const picture: SourceStream = {
  kind: 'video',
  codecId: AV_CODEC_ID_H264,
  codec: 'h264',
  // SPS and PPS of 640×360, constrained baseline.
  extradata: Buffer.from('000000016742c01ed900a02ff9610000030001000003003c0f162e480000000168cb83cb20', 'hex'),
  width: 640,
  height: 360,
  sampleRate: 0,
  channels: 0,
}
const sound: SourceStream = {
  ...picture,
  kind: 'audio',
  codecId: AV_CODEC_ID_AAC,
  codec: 'aac',
  extradata: Buffer.from('1190', 'hex'),
  sampleRate: 48_000,
  channels: 2,
}
const segmentMs = 10_000
const frameMs = 40

function packet(at: number, stream: SourceStream, bytes = 500): SourcePacket {
  const data = Buffer.alloc(bytes, 0x55)
  // One NAL unit, as long as the packet.
  data.writeUInt32BE(1)
  return { stream, data, key: at % 1000 === 0, capturedAt: at, decodeAt: at, durationMs: frameMs }
}

let folder: string
let disk: DiskWork
let recorder: FeedRecorder
let segments: Segment[]
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tablecast-feed-'))
  disk = new DiskWork()
  segments = []
  recorder = new FeedRecorder('wide', folder, disk, (segment) => segments.push(segment))
})
afterEach(() => rmSync(folder, { recursive: true }))

/** Pictures from `from` to before `to`, with a key frame every second; and their sound. */
function give(from: number, to: number, { heard = false, bytes = 500, stream = picture } = {}): void {
  for (let at = from; at < to; at += frameMs) {
    recorder.packet(packet(at, stream, bytes), segmentMs)
    if (heard) recorder.packet({ ...packet(at, sound), key: true }, segmentMs)
  }
}
async function close(): Promise<number[][]> {
  recorder[Symbol.dispose]()
  await disk[Symbol.asyncDispose]()
  expect(readdirSync(folder)).toHaveLength(segments.length)
  return segments.map(({ from, to }) => [from, to])
}

describe('a recorder of one feed', () => {
  it('begins a new segment at the first key frame after its length', async () => {
    give(0, 25_000)
    expect(await close()).toEqual([
      [0, 10_000],
      [10_000, 20_000],
      [20_000, 25_000],
    ])
  })

  it('waits for a key frame, and passes over what cannot be kept', async () => {
    expect(recorder.status.state).toBe('waiting')
    give(40, 1_000)
    give(1_000, 2_000, { stream: { ...picture, codecId: AV_CODEC_ID_MJPEG } })
    expect(recorder.status.state).toBe('waiting')
    give(2_000, 3_000)
    expect(recorder.status.state).toBe('recording')
    expect(await close()).toEqual([[2_000, 3_000]])
  })

  it('waits one key frame long for a sound that was announced', async () => {
    recorder.streams([picture, sound])
    give(0, 3_000, { heard: true })
    expect(await close()).toEqual([[1_000, 3_000]])
  })

  it('begins a new segment when the sound comes or goes, or the picture is another', async () => {
    recorder.streams([picture, sound])
    give(0, 2_000)
    give(2_000, 5_000, { heard: true })
    give(5_000, 9_000)
    give(9_000, 10_000, { stream: { ...picture, width: 320, height: 180 } })
    // The sound is missed a second after its last packet, and a segment begins with a key frame.
    expect((await close()).map(([from]) => from)).toEqual([1_000, 3_000, 6_000, 9_000])
  })

  it('begins a new segment when the clock was set back', async () => {
    give(50_000, 52_000)
    give(20_000, 22_000)
    expect((await close()).map(([from]) => from)).toEqual([50_000, 20_000])
  })

  it('gives up pictures when the disk is too slow, says so, and goes on', async () => {
    let release = () => {}
    disk.add(() => new Promise((resolve) => (release = resolve)))
    const bytes = Math.ceil(queuedBytesMax / 100)
    give(0, 7_000, { bytes })
    expect(recorder.status.why).toContain('too slow')
    release()
    await new Promise<void>((resolve) => disk.add(async () => resolve()))
    give(7_000, 9_000, { bytes })
    const spans = await close()
    expect(spans[0]?.[0]).toBe(0)
    expect(spans.at(-1)?.[1]).toBe(9_000)
    expect(segments.reduce((sum, segment) => sum + segment.bytes, 0)).toBeLessThan(
      queuedBytesMax + 2 * 25 * bytes + 1e5,
    )
  })

  it('stops when it is told to, with what there was whole, and goes on', async () => {
    give(0, 2_500)
    recorder.stop('The disk is nearly full')
    expect(recorder.status).toEqual({ feed: 'wide', state: 'stopped', why: 'The disk is nearly full' })
    give(3_000, 4_000)
    recorder.resume()
    give(5_000, 6_000)
    expect(await close()).toEqual([
      [0, 2_520],
      [5_000, 6_000],
    ])
  })

  it('says in words that its folder cannot be written', async () => {
    using blocked = new FeedRecorder('wide', '/dev/null/wide', disk, () => {})
    for (let at = 0; at < 3_000; at += frameMs) blocked.packet(packet(at, picture), segmentMs)
    await new Promise<void>((resolve) => disk.add(async () => resolve()))
    expect(blocked.status).toMatchObject({ state: 'stopped', why: expect.stringContaining('cannot be recorded') })
  })
})
