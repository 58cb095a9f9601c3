import { expect, it } from 'vitest'
import { expired, segmentName, segmentStart } from './segments.ts'

const at = Date.UTC(2026, 10, 21, 14, 11, 2, 123)

it('names a file by its first picture, to the millisecond', () => {
  expect(segmentName(at + 0.9)).toBe('2026-11-21T14-11-02.123Z.mp4')
  expect(segmentStart(segmentName(at))).toBe(at)
})

it.each([
  'holiday.mp4',
  '2026-11-21T14-11-02.123Z.mp4.part',
  '2026-13-45T14-11-02.123Z.mp4',
  '2026-11-21T14:11:02.123Z.mp4',
  '',
])('does not take %j for its own', (file) => expect(segmentStart(file)).toBeNull())

it('keeps a segment until its last picture is older than the retention', () => {
  const segment = (from: number, to: number) => ({ feed: 'wide', file: segmentName(from), from, to, bytes: 1 })
  const hour = 3_600_000
  const old = segment(0, hour)
  const young = segment(hour, 2 * hour)
  expect(expired([old, young], 3 * hour, 2)).toEqual([])
  expect(expired([old, young], 3 * hour + 1, 2)).toEqual([old])
  expect(expired([old, young], 10 * hour, 0.5)).toEqual([old, young])
})
