import { AV_CODEC_ID_H264, AV_CODEC_ID_HEVC, AV_CODEC_ID_MPEG2VIDEO } from 'node-av'
import { expect, it } from 'vitest'
import { isKeyPicture } from './key-picture.ts'

const units = (...types: number[]) => Buffer.concat(types.map((type) => Buffer.of(0, 0, 0, 1, type, 0x88)))

it('tells H.264 by its first slice', () => {
  expect(isKeyPicture(AV_CODEC_ID_H264, units(9, 7, 8, 6, 0x65))).toBe(true)
  expect(isKeyPicture(AV_CODEC_ID_H264, units(9, 0x41, 0x65))).toBe(false)
  expect(isKeyPicture(AV_CODEC_ID_H264, units(9, 7, 8))).toBe(false)
})

it('tells H.265 by its first slice', () => {
  const hevc = (...types: number[]) => units(...types.map((type) => type << 1))
  expect(isKeyPicture(AV_CODEC_ID_HEVC, hevc(32, 33, 34, 19))).toBe(true)
  expect(isKeyPicture(AV_CODEC_ID_HEVC, hevc(1))).toBe(false)
})

it('does not look into others, nor beyond the end', () => {
  expect(isKeyPicture(AV_CODEC_ID_MPEG2VIDEO, units(5))).toBeNull()
  expect(isKeyPicture(AV_CODEC_ID_H264, Buffer.of(0, 0, 1))).toBe(false)
  expect(isKeyPicture(AV_CODEC_ID_H264, Buffer.alloc(0))).toBe(false)
})
