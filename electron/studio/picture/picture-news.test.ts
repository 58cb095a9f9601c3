import { expect, test } from 'vitest'
import type { MediaReport, RecordStatus } from '../../../native/media/index.ts'
import { pictureNews } from './picture-news.ts'
import { pictureAfter, pictureBefore } from './picture-state.ts'
import { settings, source, statistics, tally } from './told.test-helper.ts'

/** What the record says after each report, level first. */
function recorded(...reports: MediaReport[]): string[] {
  let state = pictureBefore
  return reports.flatMap((report) => {
    const before = state
    state = pictureAfter(before, report)
    return pictureNews(before, state, report, settings).map(({ level, text }) => `${level}: ${text}`)
  })
}

test('a source is news when its state changed, once, whichever report says so', () => {
  const lost = { state: 'lost', why: 'Connection refused' } as const
  const told = recorded(
    source('wheel', { state: 'connecting' }),
    source('wheel', lost),
    source('wheel', { state: 'connecting' }),
    source('wheel', lost),
    statistics(),
    statistics(),
  )
  expect(told).toEqual([
    'attention: Wheel camera is lost. Connection refused.',
    'info: Wheel camera is live.',
    'info: Wide camera is live.',
    'info: Close camera is live.',
  ])
})

test('a source that wavers is not news each time, and one that goes or shows black is at once', () => {
  const slow = (at: number) => source('wheel', { state: 'degraded', why: 'Slow' }, at)
  const well = (at: number) => source('wheel', {}, at)
  const black = { kind: 'black', level: 'alarm', text: 'Black' } as const
  const told = recorded(
    well(100_000),
    slow(101_000),
    well(102_000),
    slow(103_000),
    well(104_000),
    well(162_000),
    source('wheel', { state: 'degraded', why: 'Black', faults: [black] }, 163_000),
    well(164_000),
    source('wheel', { state: 'stale' }, 165_000),
  )
  expect(told).toEqual([
    'info: Wheel camera is live.',
    'attention: Wheel camera is degraded. Slow.',
    'info: Wheel camera is live.',
    'attention: Wheel camera is degraded. Black.',
    'info: Wheel camera is live.',
    'attention: Wheel camera is stale.',
  ])
})

test('a backup that stands in, and the slate, are news when they come and when they go', () => {
  expect(
    recorded(tally(), tally({ standIns: { wheel: 'wide' } }), tally({ standIns: { wheel: 'wide' } }), tally()),
  ).toEqual([
    'attention: Wide camera stands in for Wheel camera in the program.',
    'info: Nothing stands in for Wheel camera any longer.',
  ])
  expect(recorded(tally({ slate: true }), tally({ slate: true }), tally())).toEqual([
    'attention: The program shows the slate: its scene has no live picture.',
    'info: The program shows a live picture again.',
  ])
})

test('an encoder that failed on air is an alarm', () => {
  const replaced: MediaReport = {
    type: 'encoder_replaced',
    at: 1,
    from: 'h264_nvenc',
    to: 'libx264',
    why: 'Out of memory',
  }
  expect(recorded(replaced)).toEqual([
    'alarm: The encoder h264_nvenc failed on air: Out of memory. libx264 took its place.',
  ])
})

test('a disk that fills up is news at each of its levels', () => {
  const record = (disk: RecordStatus['disk'], freeBytes: number, repaired = 0) =>
    statistics({
      sources: [],
      record: { disk, freeBytes, recording: [], segments: 1, bytes: 1, repaired, ringBytes: 1 },
    })
  const told = recorded(
    record('ok', 9e9, 2),
    record('attention', 4e9, 2),
    record('attention', 3e9, 2),
    record('alarm', 0.5e9, 2),
    record('ok', 9e9, 2),
  )
  expect(told.map((line) => line.split(':')[0])).toEqual(['info', 'attention', 'alarm', 'info'])
  expect(told[0]).toContain('repaired: 2')
  expect(told[2]).toContain('0.5 GB')
})
