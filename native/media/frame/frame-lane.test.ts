import { AV_PIX_FMT_YUV420P, Frame } from 'node-av'
import { expect, it } from 'vitest'
import { FrameLane } from './frame-lane.ts'

function picture(): Frame {
  const frame = new Frame()
  frame.alloc()
  frame.width = 32
  frame.height = 32
  frame.format = AV_PIX_FMT_YUV420P
  frame.getBuffer()
  return frame
}

/** A lane whose worker takes a frame and holds it until `release`. */
function held() {
  const seen: number[] = []
  let release = () => {}
  const failures: unknown[] = []
  const lane = new FrameLane(
    1_000,
    async ({ capturedAt }) => {
      seen.push(capturedAt)
      await new Promise<void>((resolve) => {
        release = resolve
      })
      if (capturedAt < 0) throw new Error('cannot')
    },
    (cause) => failures.push(cause),
  )
  const next = async () => {
    release()
    await new Promise(setImmediate)
  }
  return { lane, seen, failures, next }
}

it('works on one frame after the other and drops the oldest waiting when it is too slow', async () => {
  const { lane, seen, next } = held()
  using frame = picture()
  for (let at = 1; at <= 5; at++) lane.offer({ frame, capturedAt: at })
  expect(seen).toEqual([1])
  await next()
  await next()
  await next()
  expect(seen).toEqual([1, 4, 5])
  expect(lane.dropped).toBe(2)
  expect(frame.width).toBe(32)
})

it('passes over frames beyond its rate', async () => {
  const seen: number[] = []
  const lane = new FrameLane(
    10,
    async ({ capturedAt }) => void seen.push(capturedAt),
    () => {},
  )
  using frame = picture()
  for (let at = 0; at < 400; at += 50) {
    lane.offer({ frame, capturedAt: at })
    await new Promise(setImmediate)
  }
  expect(seen).toEqual([0, 100, 200, 300])
  expect(lane.dropped).toBe(0)
})

it('goes on after a failure, and tells it', async () => {
  const { lane, seen, failures, next } = held()
  using frame = picture()
  lane.offer({ frame, capturedAt: -1 })
  lane.offer({ frame, capturedAt: 2 })
  await next()
  expect(failures).toEqual([new Error('cannot')])
  expect(seen).toEqual([-1, 2])
  await next()
  lane.offer({ frame, capturedAt: 3 })
  expect(seen).toEqual([-1, 2, 3])
})

it('closes when the frame at work is done, and takes no more', async () => {
  const { lane, seen, next } = held()
  using frame = picture()
  lane.offer({ frame, capturedAt: 1 })
  lane.offer({ frame, capturedAt: 2 })
  const closed = lane[Symbol.asyncDispose]()
  lane.offer({ frame, capturedAt: 3 })
  await next()
  await closed
  expect(seen).toEqual([1])
})
