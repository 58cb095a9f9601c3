import { expect, it } from 'vitest'
import type { MediaStatistics } from '../../../native/media/index.ts'
import { pictureAfter, pictureBefore } from './picture-state.ts'
import { settings, source, statistics } from './told.test-helper.ts'
import { wheelBlindness } from './wheel-eye.ts'

const eye: MediaStatistics['vision'][number] = {
  ...{ source: 'wheel', reads: 'wheel', fps: 14.8, readMs: 6.1, looks: 90, skipped: 2 },
  ...{ provider: 'cpu', models: [], fallbacks: 0, restarts: 0 },
}
const blindness = (numbers: Partial<typeof eye>, camera: Parameters<typeof source>[1] = {}) =>
  wheelBlindness(
    [statistics({ vision: [{ ...eye, ...numbers }] }), source('wheel', camera)].reduce(pictureAfter, pictureBefore),
    settings,
  )

it('can witness a spin with a live picture and an eye that keeps its pace', () => {
  expect(blindness({})).toBeNull()
  expect(blindness({ fps: 7.5 })).toBeNull()
})

it('says why it could not', () => {
  expect(wheelBlindness(pictureBefore, settings)).toBe('there is no picture')
  expect(wheelBlindness([source('wheel')].reduce(pictureAfter, pictureBefore), settings)).toBe(
    'vision has not begun to look',
  )
  expect(blindness({}, { state: 'stale' })).toBe('the picture stands still')
  expect(blindness({ fps: 4.2 })).toBe('vision looks at only 4 of 15 pictures a second')
  expect(blindness({ why: 'the model is not what it was' })).toBe('the model is not what it was')
})

it('is no trouble of a table on which vision reads no wheel', () => {
  expect(wheelBlindness(pictureBefore, { ...settings, vision: [] })).toBeNull()
})
