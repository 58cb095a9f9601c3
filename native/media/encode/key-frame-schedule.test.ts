import { expect, it } from 'vitest'
import { KeyFrameSchedule, requestedKeyFrameMsMin } from './key-frame-schedule.ts'

/** Times of key frames at 30 fps, with requests at given times. */
function keyFrames(seconds: number, requests: readonly number[] = []): number[] {
  const schedule = new KeyFrameSchedule()
  const open = [...requests]
  const made: number[] = []
  for (let picture = 0; picture < seconds * 30; picture++) {
    const now = (picture * 1000) / 30
    while ((open[0] ?? Number.POSITIVE_INFINITY) <= now) {
      schedule.request()
      open.shift()
    }
    if (!schedule.due(now)) continue
    schedule.made(now)
    made.push(Math.round(now))
  }
  return made
}

it('begins with a key frame and makes one every two seconds unasked', () => {
  expect(keyFrames(7)).toEqual([0, 2_000, 4_000, 6_000])
})

it('answers the first request with the next picture, also right after a regular key frame', () => {
  expect(keyFrames(3, [2_010])).toEqual([0, 2_000, 2_033])
})

it('answers a storm of requests twice a second and forgets none', () => {
  const storm = Array.from({ length: 100 }, (_, i) => 1_000 + i * 10)
  expect(keyFrames(4, storm)).toEqual([0, 1_000, 1_500, 2_000])
})

it('keeps a request open until a key frame was really made', () => {
  const schedule = new KeyFrameSchedule()
  schedule.made(0)
  schedule.request()
  expect(schedule.due(100)).toBe(true)
  expect(schedule.due(133)).toBe(true)
  schedule.made(133)
  expect(schedule.due(166)).toBe(false)
  schedule.request()
  expect(schedule.due(133 + requestedKeyFrameMsMin - 1)).toBe(false)
  expect(schedule.due(133 + requestedKeyFrameMsMin)).toBe(true)
})
