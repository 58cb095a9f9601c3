import { AV_CODEC_ID_AAC, AV_CODEC_ID_H264, AV_CODEC_ID_MJPEG } from 'node-av'
import { describe, expect, it } from 'vitest'
import type { SourcePacket, SourceStream } from '../frame/index.ts'
import { PacketRing, ringBytesMax, ringMs } from './packet-ring.ts'

const picture: SourceStream = {
  kind: 'video',
  codecId: AV_CODEC_ID_H264,
  codec: 'h264',
  extradata: Buffer.of(1),
  width: 640,
  height: 360,
  sampleRate: 0,
  channels: 0,
}
const larger = { ...picture, width: 1280, height: 720 }
const sound: SourceStream = {
  ...picture,
  kind: 'audio',
  codecId: AV_CODEC_ID_AAC,
  codec: 'aac',
  sampleRate: 48_000,
  channels: 2,
}

function packet(at: number, key: boolean, stream = picture, bytes = 100): SourcePacket {
  return { stream, data: Buffer.alloc(bytes), key, capturedAt: at, decodeAt: at, durationMs: 40 }
}

/** Pictures every 40 ms from `from` to before `to`, a key frame every second. */
function fill(ring: PacketRing, from: number, to: number, stream = picture, bytes = 100): void {
  for (let at = from; at < to; at += 40) ring.keep(packet(at, (at - from) % 1000 === 0, stream, bytes))
}

const times = (packets: readonly SourcePacket[] = []) => packets.map(({ capturedAt }) => capturedAt)

describe('a ring', () => {
  it('reaches back 30 s from a key frame, and no further than one group more', () => {
    const ring = new PacketRing()
    fill(ring, 0, 100_000)
    const cut = ring.cut(0, 100_000)
    expect(cut?.from).toBe(69_000)
    expect(cut?.to).toBe(99_960)
    expect(cut?.packets[0]?.key).toBe(true)
    expect((cut?.to ?? 0) - (cut?.from ?? 0)).toBeGreaterThanOrEqual(ringMs)
    expect(ring.bytes).toBe((cut?.packets.length ?? 0) * 100)
  })

  it('keeps what came, whatever becomes of the memory that it came in', () => {
    const ring = new PacketRing()
    const sizes = [100, 1_500_000, 300_000, 0, 900_000, 7]
    const reused = Buffer.alloc(Math.max(...sizes))
    sizes.forEach((bytes, i) => {
      reused.fill(i + 1)
      ring.keep({ ...packet(i * 40, i === 0), data: reused.subarray(0, bytes) })
    })
    reused.fill(0)
    const kept = ring.cut(0, 1_000)?.packets.map(({ data }) => data) ?? []
    expect(kept.map(({ length }) => length)).toEqual(sizes)
    for (const [i, data] of kept.entries()) expect(data.every((byte) => byte === i + 1)).toBe(true)
  })

  it('never takes more memory than its bound', () => {
    const ring = new PacketRing()
    fill(ring, 0, 20_000, picture, 100_000)
    expect(ring.bytes).toBeLessThanOrEqual(ringBytesMax)
    expect(ring.cut(0, 20_000)?.packets[0]?.key).toBe(true)
  })

  it('gives up a group that alone is too large, and goes on at the next key frame', () => {
    const ring = new PacketRing()
    ring.keep(packet(0, true, picture, ringBytesMax))
    ring.keep(packet(40, false))
    ring.keep(packet(80, false))
    expect(ring.bytes).toBe(0)
    expect(ring.cut(0, 100)).toBeNull()
    ring.keep(packet(120, true))
    expect(times(ring.cut(0, 200)?.packets)).toEqual([120])
  })

  it('passes over what comes before the first key frame, and what MP4 cannot carry', () => {
    const ring = new PacketRing()
    ring.keep(packet(0, false))
    ring.keep(packet(40, true, { ...picture, codecId: AV_CODEC_ID_MJPEG }))
    expect(ring.bytes).toBe(0)
    expect(ring.cut(0, 100)).toBeNull()
  })
})

describe('a cut', () => {
  const ring = new PacketRing()
  fill(ring, 10_000, 20_000)

  it.each([
    ['within', 12_500, 13_100, 12_000, 13_080],
    ['from a key frame', 12_000, 12_000, 12_000, 12_000],
    ['just before a key frame', 11_999, 12_000, 11_000, 12_000],
    ['from before the ring', 0, 10_050, 10_000, 10_040],
    ['to the future', 19_900, 99_000, 19_000, 19_960],
  ])('%s begins with the key frame at or before it', (_, from, to, begins, ends) => {
    const cut = ring.cut(from, to)
    expect([cut?.from, cut?.to]).toEqual([begins, ends])
    expect(cut?.packets[0]?.key).toBe(true)
    expect(times(cut?.packets)).toEqual(Array.from({ length: (ends - begins) / 40 + 1 }, (_, i) => begins + i * 40))
  })

  it.each([
    ['before all', 0, 9_999],
    ['after all', 21_001, 30_000],
  ])('is nothing %s', (_, from, to) => {
    expect(ring.cut(from, to)).toBeNull()
  })

  it('holds the sound of its time', () => {
    const both = new PacketRing()
    for (let at = 0; at < 4_000; at += 20) {
      if (at % 40 === 0) both.keep(packet(at, at % 1000 === 0))
      both.keep(packet(at, true, sound))
    }
    const heard = both.cut(1_500, 2_500)?.packets.filter(({ stream }) => stream.kind === 'audio')
    expect([heard?.[0]?.capturedAt, heard?.at(-1)?.capturedAt]).toEqual([1_000, 2_500])
  })

  it('stays on one side of a change of the picture: the one with more of the time', () => {
    const changing = new PacketRing()
    fill(changing, 0, 5_000)
    fill(changing, 5_000, 10_000, larger)
    expect([changing.cut(4_500, 8_000)?.from, changing.cut(4_500, 8_000)?.to]).toEqual([5_000, 8_000])
    expect([changing.cut(1_500, 5_500)?.from, changing.cut(1_500, 5_500)?.to]).toEqual([1_000, 4_960])
  })

  it('does not reach back over a gap', () => {
    const broken = new PacketRing()
    fill(broken, 0, 5_000)
    fill(broken, 15_000, 20_000)
    expect(broken.cut(10_000, 16_000)?.from).toBe(15_000)
  })

  it('leaves out pictures that are shown before its key frame', () => {
    const open = new PacketRing()
    fill(open, 0, 1_000)
    open.keep({ ...packet(1_080, true), decodeAt: 1_000 })
    open.keep({ ...packet(1_040, false), decodeAt: 1_040 })
    open.keep({ ...packet(1_120, false), decodeAt: 1_080 })
    expect(times(open.cut(1_090, 1_200)?.packets)).toEqual([1_080, 1_120])
  })
})
