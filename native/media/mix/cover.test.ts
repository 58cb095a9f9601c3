import { expect, it } from 'vitest'
import { coverOf } from './cover.ts'

const filled = (width: number, height: number, ...rgba: number[]) =>
  Uint8Array.from({ length: width * height * 4 }, (_, i) => rgba[i % 4] ?? 0)

// ITU-R BT.709, limited range.
it.each([
  ['white', [255, 255, 255], [235, 128, 128]],
  ['black', [0, 0, 0], [16, 128, 128]],
  ['red', [255, 0, 0], [63, 102, 240]],
  ['green', [0, 255, 0], [173, 42, 26]],
  ['blue', [0, 0, 255], [32, 240, 118]],
] as const)('turns %s into the colours of television', (_name, rgb, yuv) => {
  const { luma, chroma } = coverOf(filled(4, 2, ...rgb, 255), 4, 2)
  expect([luma.colours[5], chroma[0].colours[1], chroma[1].colours[1]]).toEqual(yuv)
  expect([luma.alphas[5], chroma[0].alphas[1], chroma[1].alphas[1]]).toEqual([255, 255, 255])
})

it('keeps the colour of what is half transparent, and no colour of what is not there', () => {
  const { luma, chroma } = coverOf(filled(2, 2, 128, 0, 0, 128), 2, 2)
  expect([luma.colours[0], luma.alphas[0]]).toEqual([63, 128])
  expect([chroma[0].colours[0], chroma[1].colours[0], chroma[1].alphas[0]]).toEqual([102, 240, 128])
})

it('gives a colour sample the colour of the pixels that are there, and their part of its cover', () => {
  const rgba = filled(2, 2, 0, 0, 0, 0)
  rgba.set([255, 0, 0, 255], 4)
  const { chroma } = coverOf(rgba, 2, 2)
  expect([chroma[1].colours[0], chroma[1].alphas[0]]).toEqual([240, 64])
})

it('tells from where to where each row covers', () => {
  const rgba = filled(8, 4, 0, 0, 0, 0)
  for (const x of [2, 5]) rgba[(8 + x) * 4 + 3] = 200
  const { luma, chroma } = coverOf(rgba, 8, 4)
  expect([[...luma.from], [...luma.until]]).toEqual([
    [0, 2, 0, 0],
    [0, 6, 0, 0],
  ])
  expect([[...chroma[0].from], [...chroma[0].until]]).toEqual([
    [1, 0],
    [3, 0],
  ])
})
