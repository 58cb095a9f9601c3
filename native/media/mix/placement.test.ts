import { expect, it } from 'vitest'
import { seededRandom } from '../frame/seeded-random.ts'
import { fitted, type Place, placeOf, widened } from './placement.ts'

const inside = ({ x, y, width, height }: Place, pictureWidth: number, pictureHeight: number) =>
  [x, y, width, height].every((length) => length % 2 === 0) &&
  [x >= 0, y >= 0, width >= 2, height >= 2].every(Boolean) &&
  x + width <= pictureWidth &&
  y + height <= pictureHeight

it('puts every box on even pixels inside the picture, whatever fits into it', () => {
  const random = seededRandom(7)
  for (let i = 0; i < 2_000; i++) {
    const [pictureWidth, pictureHeight] = [160 + 2 * Math.floor(random() * 880), 90 + 2 * Math.floor(random() * 495)]
    const [x, y] = [random(), random()]
    const place = placeOf(
      { x, y, width: random() * (1 - x) || 1e-6, height: random() * (1 - y) || 1e-6 },
      pictureWidth,
      pictureHeight,
    )
    const picture = fitted(place, 0.2 + random() * 4)
    for (const one of [place, picture, widened(picture, 2, pictureWidth, pictureHeight)]) {
      expect(inside(one, pictureWidth, pictureHeight), JSON.stringify({ i, place, one })).toBe(true)
    }
  }
})

it('keeps the aspect of a picture, in the middle', () => {
  const whole = { x: 0, y: 0, width: 1280, height: 720 }
  expect(fitted(whole, 16 / 9)).toEqual(whole)
  expect(fitted(whole, 4 / 3)).toEqual({ x: 160, y: 0, width: 960, height: 720 })
  expect(fitted(whole, 2.4)).toEqual({ x: 0, y: 94, width: 1280, height: 534 })
})
