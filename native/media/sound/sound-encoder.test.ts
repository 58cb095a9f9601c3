import { AV_CHANNEL_LAYOUT_STEREO, Codec, CodecContext, FF_DECODER_LIBOPUS, FFmpegError, Frame, Packet } from 'node-av'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type EncodedSound, SoundEncoder } from './sound-encoder.ts'

const rate = 48_000
const perMs = rate / 1000

/** What a viewer hears: the left channel of each packet, decoded. */
function decoded(packets: readonly EncodedSound[]): Float32Array[] {
  const codec = Codec.findDecoderByName(FF_DECODER_LIBOPUS)
  const context = new CodecContext()
  context.allocContext3(codec)
  context.sampleRate = rate
  context.channelLayout = AV_CHANNEL_LAYOUT_STEREO
  FFmpegError.throwIfError(context.open2Sync(codec, null))
  const [packet, frame] = [new Packet(), new Frame()]
  packet.alloc()
  frame.alloc()
  const heard = packets.map(({ data }) => {
    packet.data = data
    FFmpegError.throwIfError(context.sendPacketSync(packet))
    FFmpegError.throwIfError(context.receiveFrameSync(frame))
    const bytes = Buffer.from(frame.data?.[0] ?? [])
    const samples = new Int16Array(bytes.buffer, bytes.byteOffset, 2 * frame.nbSamples)
    packet.unref()
    frame.unref()
    return Float32Array.from(
      samples.filter((_, i) => i % 2 === 0),
      (x) => x / 32_768,
    )
  })
  packet.free()
  frame.free()
  context.freeContext()
  return heard
}

describe('SoundEncoder', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'Date', 'performance'], now: 1_700_000_000_000 })
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  it.each([16_000, 96_000, 256_000])('tells of each packet when it was heard, at %i bit/s', (bitrate) => {
    const packets: EncodedSound[] = []
    using encoder = new SoundEncoder({ bitrate }, (packet) => packets.push(packet))
    const begun = Date.now()
    const clickMs = 1_234
    for (let from = 0; from < 2 * rate; from += 1_024) {
      const samples = new Float32Array(2_048)
      for (let i = 0; i < 1_024; i++) {
        const tone = 0.02 * Math.sin((2 * Math.PI * 440 * (from + i)) / rate)
        const sinceClick = from + i - clickMs * perMs
        samples.fill(sinceClick >= 0 && sinceClick < 96 ? 0.9 : tone, 2 * i, 2 * i + 2)
      }
      encoder.push({ samples, capturedAt: begun + from / perMs })
    }
    expect(packets.length).toBe(100)
    for (const [i, { capturedAt, durationMs }] of packets.entries()) {
      expect(durationMs).toBe(20)
      expect(capturedAt).toBeCloseTo((packets[0]?.capturedAt ?? 0) + i * 20, 2)
    }
    const clicks = decoded(packets).flatMap((samples, i) =>
      [...samples.entries()].flatMap(([j, x]) =>
        Math.abs(x) > 0.45 ? [(packets[i]?.capturedAt ?? 0) + j / perMs - begun] : [],
      ),
    )
    expect(Math.abs((clicks[0] ?? 0) - clickMs)).toBeLessThan(2)
    const bits = packets.reduce((sum, { data }) => sum + data.length * 8, 0)
    expect(bits / 2).toBeLessThan(bitrate * 1.3)
  })

  it('goes on with silence by itself, in packets without a hole', () => {
    const packets: EncodedSound[] = []
    using encoder = new SoundEncoder({ bitrate: 96_000 }, (packet) => packets.push(packet))
    encoder.push({ samples: new Float32Array(9_600).fill(0.1), capturedAt: Date.now() })
    vi.advanceTimersByTime(3_000)
    expect(packets.length).toBeGreaterThan(120)
    for (const [i, { capturedAt }] of packets.entries()) {
      expect(capturedAt).toBeCloseTo((packets[0]?.capturedAt ?? 0) + i * 20, 2)
    }
  })

  it('is quiet once it is closed, and refuses a bit rate that no Opus has', () => {
    const packets: EncodedSound[] = []
    const encoder = new SoundEncoder({ bitrate: 96_000 }, (packet) => packets.push(packet))
    encoder[Symbol.dispose]()
    vi.advanceTimersByTime(3_000)
    expect(packets).toEqual([])
    expect(vi.getTimerCount()).toBe(0)
    expect(() => new SoundEncoder({ bitrate: 10_000_000 }, () => {})).toThrow(/libopus/)
    expect(vi.getTimerCount()).toBe(0)
  })
})
