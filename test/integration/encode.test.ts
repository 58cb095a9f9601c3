/** The ladder and the probe with this machine's real encoders; what they make is decoded again. */
import {
  AV_CODEC_ID_AV1,
  AV_CODEC_ID_H264,
  AV_CODEC_ID_HEVC,
  AV_PIX_FMT_YUV420P,
  Codec,
  CodecContext,
  FFmpegError,
  Frame,
  Packet,
} from 'node-av'
import { describe, expect, test } from 'vitest'
import { EncoderError, Feed, Ladder, openEncoder, probeEncoders } from '../../native/media/encode/index.ts'
import { type EncodedPicture, PictureScaler } from '../../native/media/frame/index.ts'
import type { LadderSettings } from '../../native/media/index.ts'

const codecIds = { h264: AV_CODEC_ID_H264, h265: AV_CODEC_ID_HEVC, av1: AV_CODEC_ID_AV1 }
const rungs = [
  { width: 1280, height: 720, fps: 30, bitrate: 2_500_000 },
  { width: 640, height: 360, fps: 30, bitrate: 700_000 },
  { width: 320, height: 180, fps: 30, bitrate: 200_000 },
]
const settings: LadderSettings = { codec: 'h264', encoder: 'auto', rungs, playoutDelay: { minMs: 0, maxMs: 0 } }

/** A wheel of noise that turns: it takes all the bits it gets. */
class Program implements Disposable {
  readonly #frames: readonly Frame[]
  #shown = 0

  constructor(width = 1280, height = 720) {
    const noise = Uint8Array.from({ length: 65_536 }, (_, i) => 16 + ((Math.imul(i, 2_654_435_761) >>> 24) % 220))
    using scaler = new PictureScaler(width, height, AV_PIX_FMT_YUV420P)
    this.#frames = Array.from({ length: 15 }, (_, picture) => {
      const frame = scaler.frame()
      const [luma, ...chroma] = frame.data ?? []
      for (const plane of chroma) plane.fill(128)
      for (let y = 0; y < height; y++) {
        const from = ((y >> 3) * 997 + picture * 5) % 60_000
        for (let x = 0; x < width; x++) luma?.writeUInt8(noise[from + (x >> 3)] ?? 0, y * width + x)
      }
      return frame
    })
  }

  /** The next picture, as it is captured at 30 a second. */
  next() {
    const frame = this.#frames[this.#shown % this.#frames.length]
    if (!frame) throw new Error('The program has no pictures')
    return { frame, capturedAt: (this.#shown++ * 1000) / 30 }
  }

  [Symbol.dispose](): void {
    for (const frame of this.#frames) frame.free()
  }
}

/** Decodes a stream from its beginning. @returns each picture's size */
async function decode(codec: LadderSettings['codec'], pictures: readonly EncodedPicture[]): Promise<string[]> {
  const decoder = Codec.findDecoder(codecIds[codec])
  if (!decoder) throw new Error(`There is no decoder for ${codec}`)
  using context = new CodecContext()
  using packet = new Packet()
  using frame = new Frame()
  context.allocContext3(decoder)
  context.threadCount = 1
  packet.alloc()
  frame.alloc()
  FFmpegError.throwIfError(await context.open2(decoder, null))
  const sizes: string[] = []
  for (const picture of [...pictures, null]) {
    if (picture) packet.data = picture.data
    FFmpegError.throwIfError(await context.sendPacket(picture && packet))
    packet.unref()
    while ((await context.receiveFrame(frame)) >= 0) {
      expect(frame.decodeErrorFlags).toBe(0)
      sizes.push(`${frame.width}x${frame.height}`)
      frame.unref()
    }
  }
  return sizes
}

/** A ladder with what it delivered on each rung. */
function onAir(wanted: LadderSettings) {
  const delivered: EncodedPicture[][] = wanted.rungs.map(() => [])
  const alarms: string[] = []
  const ladder = new Ladder({
    settings: wanted,
    capabilities: () => [],
    deliver: (rung, picture) => delivered[rung]?.push(picture),
    replaced: (from, to, why) => alarms.push(`${from} → ${to}: ${why}`),
  })
  const show = async (program: Program, pictures: number) => {
    for (let i = 0; i < pictures; i++) await ladder.encode(program.next())
  }
  /** Encoders open beside the pictures: until all rungs are there. */
  const begin = async (program: Program) => {
    while (delivered.some(({ length }) => length === 0)) {
      await show(program, 1)
      await new Promise(setImmediate)
    }
  }
  return { ladder, delivered, alarms, show, begin }
}

describe.each(['h264', 'h265', 'av1'] as const)('%s', (codec) => {
  test('is decoded in every rung, picture for picture, with key frames on all rungs at once', async () => {
    using program = new Program()
    const { ladder, delivered, alarms, show, begin } = onAir({ ...settings, codec })
    await using _ = ladder
    await begin(program)
    await show(program, 12)
    ladder.requestKeyFrame()
    await show(program, 8)

    expect(alarms).toEqual([])
    // Encoders open in any order: from the moment that the last one was there.
    const complete = Math.max(...delivered.map(([first]) => first?.capturedAt ?? Number.POSITIVE_INFINITY))
    const answer = delivered[0]?.at(-8)?.capturedAt
    const keyTimes = delivered.map((pictures) =>
      pictures.filter(({ key, capturedAt }) => key && capturedAt >= complete).map(({ capturedAt }) => capturedAt),
    )
    for (const times of keyTimes) expect(times).toEqual(keyTimes[0])
    expect(keyTimes[0]).toEqual(expect.arrayContaining([complete, answer]))
    for (const [rung, { width, height }] of rungs.entries()) {
      const pictures = delivered[rung] ?? []
      expect(pictures[0]?.key).toBe(true)
      expect(await decode(codec, pictures)).toEqual(Array(pictures.length).fill(`${width}x${height}`))
      // A viewer may come at any key frame.
      expect(await decode(codec, pictures.slice(-8))).toHaveLength(8)
    }
  })
})

test('a bitrate is followed in the running encoder', async () => {
  using program = new Program(640, 360)
  using encoder = await openEncoder('libx264', { width: 640, height: 360, fps: 30, bitrate: 700_000 })
  /** kbit/s of the last of three seconds. */
  const settled = async () => {
    let bytes = 0
    for (let i = 0; i < 90; i++) {
      const { data } = await encoder.encode(program.next().frame, i === 0)
      if (i >= 60) bytes += data.length
    }
    return (bytes * 8) / 1000
  }
  for (const bitrate of [700_000, 1_500_000, 350_000]) {
    expect(encoder.setBitrate(bitrate)).toBe(true)
    const found = (await settled()) * 1000
    expect(found / bitrate).toBeGreaterThan(0.7)
    expect(found / bitrate).toBeLessThan(1.3)
  }
})

test('1080p60 is constrained baseline at its own level, without delay', async () => {
  using program = new Program(1920, 1080)
  using encoder = await openEncoder('libx264', { width: 1920, height: 1080, fps: 60, bitrate: 8_000_000 })
  const { data, key } = await encoder.encode(program.next().frame, true)
  expect(key).toBe(true)
  const parameters = data.indexOf(Buffer.of(0, 0, 0, 1, 0x67)) + 5
  const [profile, constraints, level] = data.subarray(parameters, parameters + 3)
  expect(profile).toBe(66)
  expect((constraints ?? 0) & 0x40).toBe(0x40)
  expect(level).toBe(42)
})

test('an encoder that is not there says so', async () => {
  const refusal = openEncoder('h264_nonsense', { width: 640, height: 360, fps: 30, bitrate: 700_000 })
  await expect(refusal).rejects.toThrow(EncoderError)
  await expect(refusal).rejects.toThrow('There is no encoder "h264_nonsense"')
})

test('a preview feed is decoded at its own size', async () => {
  using program = new Program()
  const pictures: EncodedPicture[] = []
  using feed = new Feed({ width: 321, height: 181, fps: 30, bitrate: 300_000 }, (picture) => pictures.push(picture))
  for (let i = 0; i < 10; i++) {
    if (i === 5) feed.requestKeyFrame()
    await feed.encode(program.next())
  }
  expect(pictures.map(({ key }) => key)).toEqual([...Array(10).keys()].map((i) => i === 0 || i === 5))
  expect(await decode('h264', pictures)).toEqual(Array(10).fill('320x180'))
})

test('the probe tells of every encoder what it can do here, or why it cannot', async () => {
  const capabilities = await probeEncoders()
  console.table(capabilities)
  expect(new Set(capabilities.map(({ family }) => family)).size).toBe(7)
  for (const { name, family, usable, why, fps, sessionsMax } of capabilities) {
    if (usable) expect(fps, name).toBeGreaterThan(1)
    else expect(why, name).toMatch(/^[^\n]{3,200}$/)
    if (usable && family !== 'software') expect(sessionsMax, name).toBeGreaterThanOrEqual(1)
  }
  for (const name of ['libx264', 'libx265', 'libsvtav1']) {
    expect(capabilities.find((capability) => capability.name === name)).toMatchObject({ usable: true })
  }
})

test('the probe ends when it is told to', async () => {
  const end = new AbortController()
  end.abort()
  expect(await probeEncoders(end.signal)).toEqual([])
})
