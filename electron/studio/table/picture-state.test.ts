import { expect, test } from 'vitest'
import type { ReadMediaReport, Statistics } from './media-report.ts'
import { pictureAfter, pictureBefore, pictureDoubt, sourceView } from './picture-state.ts'

function told(source: Partial<Statistics['source']>): ReadMediaReport {
  const live = { state: 'ok', width: 1280, height: 720, fps: 30, frameAgeMs: 20, black: false, frozen: false } as const
  const program = { encoder: 'libx264', fps: 30, bitrate: 2_500_000 }
  return { type: 'statistics', at: 1_000, statistics: { source: { ...live, ...source }, program } }
}

test.each<[string, Partial<Statistics['source']>]>([
  ['black', { state: 'degraded', black: true }],
  ['stands still', { state: 'degraded', frozen: true }],
  ['stands still', { state: 'stale' }],
  ['no picture', { state: 'lost' }],
])('a picture that is %s is doubted', (doubt, source) => {
  expect(pictureDoubt(pictureAfter(pictureBefore, told(source)))).toContain(doubt)
})

test('a picture that is only slow is not doubted, and one that is whole again no longer', () => {
  const slow = pictureAfter(pictureBefore, told({ state: 'degraded', why: 'Only 19 of 30 frames a second' }))
  expect(pictureDoubt(slow)).toBeNull()
  const black = pictureAfter(slow, told({ state: 'degraded', black: true }))
  expect(pictureDoubt(pictureAfter(black, { type: 'source', at: 2_000, state: 'ok' }))).toBeNull()
})

test('a picture that stopped goes on ageing between two statistics', () => {
  const stale = pictureAfter(pictureBefore, told({ state: 'stale', frameAgeMs: 1_500 }))
  expect(sourceView(stale, 'Wheel camera', 1_700).frameAgeMs).toBe(2_200)
})
