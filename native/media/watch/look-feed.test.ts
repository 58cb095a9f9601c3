import { AV_PIX_FMT_YUV420P, FFmpegError, Frame } from 'node-av'
import { expect, it } from 'vitest'
import { LookFeed } from './look-feed.ts'

/** A grey picture with a bright square at `x`; the caller frees it. */
function picture(width: number, height: number, x: number): Frame {
  const frame = new Frame()
  frame.alloc()
  frame.width = width
  frame.height = height
  frame.format = AV_PIX_FMT_YUV420P
  FFmpegError.throwIfError(frame.getBuffer(1))
  const [luma, ...chroma] = frame.data ?? []
  luma?.fill(100)
  for (const plane of chroma) plane.fill(128)
  for (let y = 40; y < 80; y++) luma?.fill(220, y * width + x, y * width + x + 16)
  return frame
}

it('sees repeated frames at once, and looks ten times a second', () => {
  using feed = new LookFeed()
  const [here, there] = [picture(640, 360, 40), picture(640, 360, 200)]
  const seen = Array.from({ length: 30 }, (_, i) =>
    feed.see({ frame: i % 2 === 0 || i > 20 ? here : there, capturedAt: (i * 1000) / 30 }),
  )
  expect(seen.map(({ repeated }) => repeated)).toEqual(Array.from({ length: 30 }, (_, i) => i > 20))
  const looks = seen.flatMap(({ look }) => look ?? [])
  expect([10, 11]).toContain(looks.length)
  expect(looks.at(0)?.moved).toBe(true)
  expect(looks.at(-1)?.moved).toBe(false)
  // Video's 16 to 235 is 0 to 255 here.
  expect(looks[0]?.brightness).toBeCloseTo(((100 - 16) * 255) / 219, -1)
  here.free()
  there.free()
})

it('takes a source that changes its size', () => {
  using feed = new LookFeed()
  let capturedAt = 0
  for (const [width, height] of [
    [640, 360],
    [320, 180],
    [1920, 1080],
    [480, 640],
    [16, 16],
  ] as const) {
    const frame = picture(width, Math.max(height, 80), 0)
    expect(feed.see({ frame, capturedAt }).repeated).toBe(false)
    expect(feed.see({ frame, capturedAt: capturedAt + 33 })).toEqual({ repeated: true, look: null })
    capturedAt += 100
    frame.free()
  }
})
