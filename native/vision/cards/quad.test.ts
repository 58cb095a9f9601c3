import { describe, expect, test } from 'vitest'
import type { Quad } from '../frame.ts'
import { homographyTo, mapped } from './homography.ts'
import { contains, heightOf, isCardShaped, overlap, quadOf, widthOf } from './quad.ts'

const rounded = (quad: Quad) => quad.map((point) => point.map((value) => Math.round(value * 10) / 10 + 0))
const upright = { centre: [100, 200], short: 50, long: 70, angle: Math.PI / 2 } as const
const square = (x: number, y: number, side: number): Quad => [
  [x, y],
  [x + side, y],
  [x + side, y + side],
  [x, y + side],
]

describe('a box', () => {
  test('begins at the top left and goes clockwise', () => {
    expect(rounded(quadOf(upright))).toEqual([
      [75, 165],
      [125, 165],
      [125, 235],
      [75, 235],
    ])
  })

  test('is the same half a turn on', () => {
    expect(rounded(quadOf({ ...upright, angle: -Math.PI / 2 }))).toEqual(rounded(quadOf(upright)))
    expect(rounded(quadOf({ ...upright, angle: 1.2 - Math.PI }))).toEqual(rounded(quadOf({ ...upright, angle: 1.2 })))
  })

  test('that is turned a little clockwise has its top edge go downwards to the right', () => {
    const [topLeft, topRight, bottomRight] = quadOf({ ...upright, angle: Math.PI / 2 + 0.2 })
    expect(topRight[1]).toBeGreaterThan(topLeft[1])
    expect(bottomRight[1]).toBeGreaterThan(topRight[1])
  })

  test.each([0, 0.4, 1, 2, 3])('keeps its sides at %f rad', (angle) => {
    const quad = quadOf({ ...upright, angle })
    expect([widthOf(quad), heightOf(quad)]).toEqual([expect.closeTo(50), expect.closeTo(70)])
    expect(isCardShaped(quad)).toBe(true)
  })
})

describe('two quads', () => {
  test.each([
    ['the same', square(0, 0, 10), 1],
    ['half beside', square(5, 0, 10), 1 / 3],
    ['a quarter', square(5, 5, 10), 25 / 175],
    ['apart', square(20, 20, 10), 0],
    ['within', square(2, 2, 5), 0.25],
  ])('%s', (_, other, share) => {
    expect(overlap(square(0, 0, 10), other)).toBeCloseTo(share)
    expect(overlap(other, square(0, 0, 10))).toBeCloseTo(share)
  })

  test('across each other', () => {
    const lying = quadOf({ ...upright, angle: 0 })
    expect(overlap(quadOf(upright), lying)).toBeCloseTo(2500 / 4500)
  })
})

test('a point lies within or without', () => {
  const quad = quadOf({ ...upright, angle: 1 })
  expect(contains(quad, [100, 200])).toBe(true)
  expect(contains(quad, [75, 165])).toBe(false)
})

test.each<[string, Quad]>([
  [
    'dented',
    [
      [0, 0],
      [50, 0],
      [10, 10],
      [0, 70],
    ],
  ],
  [
    'crossed',
    [
      [0, 0],
      [50, 70],
      [50, 0],
      [0, 70],
    ],
  ],
  [
    'a mirror image',
    [
      [50, 0],
      [0, 0],
      [0, 70],
      [50, 70],
    ],
  ],
  [
    'too long',
    [
      [0, 0],
      [50, 0],
      [50, 120],
      [0, 120],
    ],
  ],
  [
    'not anywhere',
    [
      [Number.NaN, 0],
      [50, 0],
      [50, 70],
      [0, 70],
    ],
  ],
])('a quad that is %s is no card', (_, quad) => {
  expect(isCardShaped(quad)).toBe(false)
})

test('a perspective maps corner to corner, and a straight line to a straight line', () => {
  const quad: Quad = [
    [400, 300],
    [512, 310],
    [540, 470],
    [390, 455],
  ]
  const map = homographyTo(quad, { x: 10, y: 14, width: 92, height: 132 })
  const corners = [
    [10, 14],
    [102, 14],
    [102, 146],
    [10, 146],
  ] as const
  for (const [index, corner] of corners.entries()) {
    const [x, y] = mapped(map, corner)
    expect([x, y]).toEqual([expect.closeTo(quad[index]?.[0] ?? 0), expect.closeTo(quad[index]?.[1] ?? 0)])
  }
  // The diagonals meet in the picture where they meet in the crop.
  const [x, y] = mapped(map, [56, 80])
  const onDiagonal = ([ax, ay]: readonly [number, number], [bx, by]: readonly [number, number]) =>
    (bx - ax) * (y - ay) - (by - ay) * (x - ax)
  expect(onDiagonal(quad[0], quad[2])).toBeCloseTo(0)
  expect(onDiagonal(quad[1], quad[3])).toBeCloseTo(0)
})
