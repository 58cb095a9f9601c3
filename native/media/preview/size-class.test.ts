import { expect, it } from 'vitest'
import { classKey, classOf, previewBitrate, shownSize } from './size-class.ts'

it.each([
  [1, 15, 160, 15],
  [160, 29, 160, 15],
  [161, 30, 320, 30],
  [640, 60, 640, 60],
  [900, 1, 960, 5],
  [1_920, 120, 0, 60],
  [0, 5, 0, 120],
])('a tile of %i px at %i fps is in the class of %i px at %i fps', (width, fps, classWidth, classFps) => {
  expect(classOf('wide', width, fps)).toEqual({ feed: 'wide', width: classWidth, fps: classFps })
})

it('lets tiles of nearly the same size share, and no others', () => {
  expect(classKey(classOf('wide', 300, 15))).toBe(classKey(classOf('wide', 320, 25)))
  expect(classKey(classOf('wide', 300, 15))).not.toBe(classKey(classOf('close', 300, 15)))
  expect(classKey(classOf('wide', 300, 15))).not.toBe(classKey(classOf('wide', 300, 30)))
})

it.each([
  [320, 1280, 720, 320, 180],
  [320, 1281, 721, 320, 180],
  [0, 1281, 721, 1280, 720],
  [960, 640, 480, 640, 480],
  [160, 720, 1280, 160, 284],
  [160, 4096, 16, 160, 2],
])('a class of %i px shows %i×%i as %i×%i', (width, sourceWidth, sourceHeight, shownWidth, shownHeight) => {
  expect(shownSize(width, sourceWidth, sourceHeight)).toEqual({ width: shownWidth, height: shownHeight })
})

it('bounds the bitrate on both sides', () => {
  expect(previewBitrate(160, 90, 5)).toBe(100_000)
  expect(previewBitrate(1920, 1080, 120)).toBe(8_000_000)
  expect(previewBitrate(320, 180, 15)).toBe(129_600)
})
