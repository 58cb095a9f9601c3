import { describe, expect, it } from 'vitest'
import { PictureTimeline, SoundTimeline } from './timeline.ts'

/** CELT, 20 ms, one frame. */
const opus20 = Buffer.of(0xfc)
const step = (from: number, to: number) => (to - from + 2 ** 32) % 2 ** 32

describe('pictures', () => {
  it('are stamped with their capture time, around the end of the count', () => {
    const timeline = new PictureTimeline(2 ** 32 - 45)
    expect([timeline.next(0), timeline.next(1)]).toEqual([2 ** 32 - 45, 45])
    expect(timeline.at(1)).toBe(45)
  })

  it('are never stamped earlier, when the clock is set back; reports follow', () => {
    const timeline = new PictureTimeline(0)
    timeline.next(10_000)
    const after = timeline.next(4_000)
    expect(after).toBe(10_001 * 90)
    expect(timeline.next(4_033)).toBe(after + 33 * 90)
    expect(timeline.at(4_033)).toBe(after + 33 * 90)
  })
})

describe('sound', () => {
  it('is stamped by its samples, however its capture times shake and drift; reports follow the clock', () => {
    const timeline = new SoundTimeline()
    let last = timeline.next(opus20, 1_000)
    for (let i = 1; i < 1_000; i++) {
      const capturedAt = 1_000 + i * 20.01 + (i % 3)
      const next = timeline.next(opus20, capturedAt)
      expect(step(last, next)).toBe(960)
      expect(timeline.at(capturedAt + 5)).toBe((next + 240) % 2 ** 32)
      last = next
    }
  })

  it('steps over a gap, and not back when the clock is', () => {
    const timeline = new SoundTimeline()
    const first = timeline.next(opus20, 1_000)
    const second = timeline.next(opus20, 1_520)
    expect(step(first, second)).toBe(520 * 48)
    expect(step(second, timeline.next(opus20, 100))).toBe(960)
  })

  it.each([
    ['SILK, 60 ms', [0x18], 60],
    ['hybrid, 20 ms', [0x68], 20],
    ['CELT, 2.5 ms, two frames', [0x81], 5],
    ['CELT, 20 ms, three frames', [0xff, 0x03], 60],
  ])('knows how long a packet sounds: %s', (_, packet, ms) => {
    const timeline = new SoundTimeline()
    const first = timeline.next(Buffer.from(packet), 0)
    expect(step(first, timeline.next(opus20, ms))).toBe(ms * 48)
  })
})
