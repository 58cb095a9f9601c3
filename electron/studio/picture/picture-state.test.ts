import { expect, test } from 'vitest'
import type { MediaReport, SourceStatus } from '../../../native/media/index.ts'
import { liveSources, pictureAfter, pictureAway, pictureBefore, pictureDoubt } from './picture-state.ts'
import { source, statistics, status, tally } from './told.test-helper.ts'

const after = (...reports: MediaReport[]) => reports.reduce(pictureAfter, pictureBefore)
const fault = (kind: SourceStatus['faults'][number]['kind']) => ({ kind, level: 'attention' as const, text: kind })

test.each<[string, Partial<SourceStatus>]>([
  ['black', { state: 'degraded', faults: [fault('black')] }],
  ['stands still', { state: 'degraded', faults: [fault('frozen')] }],
  ['stands still', { state: 'stale' }],
  ['no picture', { state: 'lost' }],
  ['no picture', { state: 'connecting' }],
])('a picture that is %s is doubted', (doubt, told) => {
  const picture = after(source('wheel', told), source('wide'))
  expect(pictureDoubt(picture.sources.get('wheel'))).toContain(doubt)
  expect([...liveSources(picture)]).toEqual(['wide'])
})

test('a source that nobody has heard of has no picture', () => {
  expect(pictureDoubt(after(source('wide')).sources.get('wheel'))).toBe('there is no picture')
})

test('a picture that is only slow is not doubted, and one that is whole again no longer', () => {
  const slow = after(source('wheel', { state: 'degraded', faults: [fault('slow')] }))
  expect(pictureDoubt(slow.sources.get('wheel'))).toBeNull()
  const whole = after(source('wheel', { state: 'degraded', faults: [fault('black')] }), source('wheel'))
  expect(pictureDoubt(whole.sources.get('wheel'))).toBeNull()
})

test('the numbers of a second tell of every source that there is, and of no other', () => {
  const picture = after(source('gone'), statistics({ sources: [status('wheel', { state: 'lost' })] }))
  expect([...picture.sources.keys()]).toEqual(['wheel'])
  expect(pictureDoubt(picture.sources.get('wheel'))).toBe('there is no picture')
})

test('of a media process that ended, only what it knew of the machine stays', () => {
  const replaced: MediaReport = { type: 'encoder_replaced', at: 1, from: 'h264_nvenc', to: 'libx264', why: 'no' }
  const picture = pictureAway(after(statistics(), tally(), replaced))
  expect(picture).toEqual({ ...pictureBefore, replaced: { at: 1, from: 'h264_nvenc', to: 'libx264', why: 'no' } })
})

test('an encoder that failed is history when all were tried again', () => {
  const replaced: MediaReport = { type: 'encoder_replaced', at: 1, from: 'h264_nvenc', to: 'libx264', why: 'no' }
  expect(after(replaced).replaced).toMatchObject({ from: 'h264_nvenc' })
  expect(after(replaced, { type: 'encoders', encoders: [] }).replaced).toBeNull()
})
