import { expect, it } from 'vitest'
import { seededRandom } from '../frame/seeded-random.ts'
import { blend, type CoverPlane, copyInto, dissolve, type Plane } from './blend.ts'

const random = seededRandom(20_261)
const byte = () => Math.floor(random() * 256)

function plane(width: number, height: number, stride = width): Plane {
  return { bytes: Uint8Array.from({ length: stride * height }, byte), stride, width, height }
}

function cover(width: number, height: number): CoverPlane {
  const alphas = Uint8Array.from({ length: width * height }, () => [0, 255, byte(), byte()][byte() % 4] ?? 0)
  const ends = (end: number) => new Uint16Array(height).fill(end)
  return { width, height, colours: alphas.map(byte), alphas, from: ends(0), until: ends(width) }
}

it('lays a cover over a picture as real numbers would, to one step of 255, and touches nothing beside it', () => {
  const picture = plane(40, 30, 64)
  const before = picture.bytes.slice()
  const { colours, alphas, ...rest } = cover(16, 10)
  blend(picture, { colours, alphas, ...rest }, 12, 8)
  let differing = 0
  picture.bytes.forEach((is, i) => {
    const [x, y] = [(i % 64) - 12, Math.floor(i / 64) - 8]
    const inside = x >= 0 && x < 16 && y >= 0 && y < 10
    const alpha = inside ? (alphas[y * 16 + x] ?? 0) / 255 : 0
    const exact = (colours[y * 16 + x] ?? 0) * alpha + (before[i] ?? 0) * (1 - alpha)
    if (Math.abs(is - exact) > (inside ? 1 : 0)) differing++
  })
  expect(differing).toBe(0)
})

it('leaves out what a row does not cover', () => {
  const picture = plane(8, 2)
  const before = picture.bytes.slice()
  const whole = { width: 8, height: 2, colours: new Uint8Array(16).fill(9), alphas: new Uint8Array(16).fill(255) }
  blend(picture, { ...whole, from: Uint16Array.of(2, 0), until: Uint16Array.of(5, 0) }, 0, 0)
  expect([...picture.bytes]).toEqual([...before].map((was, i) => (i >= 2 && i < 5 ? 9 : was)))
})

it.each([0, 0.1, 1 / 3, 0.5, 0.77, 1])('dissolves four bytes at a time as real numbers would: weight %s', (weight) => {
  const [leaving, incoming] = [plane(64, 4), plane(64, 4)]
  const mixed = leaving.bytes.slice()
  dissolve(new Uint32Array(mixed.buffer), new Uint32Array(incoming.bytes.buffer), weight)
  mixed.forEach((is, i) => {
    const exact = (leaving.bytes[i] ?? 0) * (1 - weight) + (incoming.bytes[i] ?? 0) * weight
    expect(Math.abs(is - exact)).toBeLessThanOrEqual(1)
  })
  if (weight === 0) expect(mixed).toEqual(leaving.bytes)
  if (weight === 1) expect(mixed).toEqual(incoming.bytes)
})

it('copies a picture to its place', () => {
  const [picture, small] = [plane(12, 6, 16), plane(4, 2, 8)]
  const before = picture.bytes.slice()
  copyInto(picture, small, 6, 3)
  picture.bytes.forEach((is, i) => {
    const [x, y] = [(i % 16) - 6, Math.floor(i / 16) - 3]
    const inside = x >= 0 && x < 4 && y >= 0 && y < 2
    expect(is).toBe(inside ? small.bytes[y * 8 + x] : before[i])
  })
})
