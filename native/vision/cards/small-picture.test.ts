import { describe, expect, test } from 'vitest'
import { SmallPicture } from './small-picture.ts'

const frame = (width: number, height: number, colour: (x: number, y: number) => readonly [number, number, number]) => {
  const data = new Uint8Array(width * height * 3)
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) data.set(colour(x, y), (y * width + x) * 3)
  return { width, height, data, capturedAt: 0 }
}
const pixel = ({ data }: SmallPicture, x: number, y: number) => [
  ...data.subarray((y * 640 + x) * 3, (y * 640 + x) * 3 + 3),
]

describe('the small picture', () => {
  test.each([
    [640, 360],
    [1280, 720],
    [1920, 1080],
    [3840, 2160],
  ])('of %i × %i px is the mean of each square', (width, height) => {
    const side = width / 640
    const small = new SmallPicture()
    const inSquare = (x: number, y: number) => (x % side) + side * (y % side)
    expect(
      small.draw(
        frame(width, height, (x, y) => [inSquare(x, y), Math.floor(x / side) % 256, y % side === 0 ? 0 : 200]),
      ),
    ).toEqual({
      scale: 1 / side,
      left: 0,
      top: 0,
    })
    expect(pixel(small, 100, 77)).toEqual([
      Math.round((side * side - 1) / 2),
      100,
      Math.round((200 * (side - 1)) / side),
    ])
    expect(pixel(small, 639, 359)[1]).toBe(639 % 256)
  })

  test('of a narrower camera has black edges, and says where the picture lies', () => {
    const small = new SmallPicture()
    expect(small.draw(frame(960, 720, () => [9, 99, 199]))).toEqual({ scale: 0.5, left: 80, top: 0 })
    expect(pixel(small, 79, 180)).toEqual([0, 0, 0])
    expect(pixel(small, 80, 180)).toEqual([9, 99, 199])
    expect(pixel(small, 559, 359)).toEqual([9, 99, 199])
    expect(pixel(small, 560, 180)).toEqual([0, 0, 0])
  })

  test('keeps a place where it was, at an odd size', () => {
    const small = new SmallPicture()
    const { scale, left, top } = small.draw(
      frame(1366, 770, (x, y) => (x >= 700 && y >= 400 ? [255, 255, 255] : [0, 0, 0])),
    )
    const [x, y] = [700 * scale + left, 400 * scale + top]
    expect(pixel(small, Math.ceil(x) + 1, Math.ceil(y) + 1)).toEqual([255, 255, 255])
    expect(pixel(small, Math.floor(x) - 1, Math.ceil(y) + 1)).toEqual([0, 0, 0])
    expect(pixel(small, Math.ceil(x) + 1, Math.floor(y) - 1)).toEqual([0, 0, 0])
  })

  test('forgets the edges of the size before', () => {
    const small = new SmallPicture()
    small.draw(frame(1280, 720, () => [255, 255, 255]))
    small.draw(frame(960, 720, () => [1, 1, 1]))
    expect(small.data.some((value) => value > 1)).toBe(false)
  })

  test.each([
    ['picture_too_small', 0, 0],
    ['picture_too_small', 639, 360],
    ['picture_too_small', Number.NaN, 360],
    ['picture_too_large', 3841, 2160],
    ['picture_too_large', 16_384, 16_384],
    ['picture_damaged', 1280, 720],
  ])('is refused: %s at %f × %f px', (code, width, height) => {
    const draw = () => new SmallPicture().draw({ width, height, data: new Uint8Array(12), capturedAt: 0 })
    expect(draw).toThrow(expect.objectContaining({ code }))
  })
})
