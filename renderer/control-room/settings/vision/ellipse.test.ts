import { describe, expect, it } from 'vitest'
import { ellipseThrough, parameterOf, pointOn } from './ellipse.ts'

const tilted = { cx: 0.49, cy: 0.27, rx: 0.17, ry: 0.15, angle: 25 }
const centre = [tilted.cx, tilted.cy] as const
const on = (...degrees: number[]) => degrees.map((each) => pointOn(tilted, (each * Math.PI) / 180))

describe('an ellipse around a centre', () => {
  it.each([
    ['the ends of its axes', on(0, 90)],
    ['all four ends', on(0, 90, 180, 270)],
    ['three points anywhere', on(10, 75, 200)],
    ['four points anywhere', on(10, 75, 200, 300)],
  ])('is found from %s', (_, edge) => {
    const found = ellipseThrough(centre, edge)
    expect(found).toMatchObject({ cx: tilted.cx, cy: tilted.cy })
    expect(Math.abs((found?.rx ?? 0) - tilted.rx)).toBeLessThan(0.0007)
    expect(Math.abs((found?.ry ?? 0) - tilted.ry)).toBeLessThan(0.0007)
    expect(Math.abs((found?.angle ?? 0) - tilted.angle)).toBeLessThan(2)
  })

  it('is a circle through one point, and through two on one line', () => {
    for (const edge of [
      [[0.7, 0.28]],
      [
        [0.7, 0.28],
        [0.3, 0.28],
      ],
    ] as const) {
      const found = ellipseThrough([0.5, 0.28], edge)
      expect(found?.rx).toBeCloseTo(0.2)
      expect(found?.ry).toBeCloseTo(0.2)
    }
  })

  it('lies between four points that do not quite fit', () => {
    const hand = [0.002, -0.002, 0.002, -0.002]
    const found = ellipseThrough(
      centre,
      on(0, 80, 170, 260).map(([x, y], i) => [x + (hand[i] ?? 0), y] as const),
    )
    expect(Math.abs((found?.rx ?? 0) - tilted.rx)).toBeLessThan(0.005)
    expect(Math.abs((found?.ry ?? 0) - tilted.ry)).toBeLessThan(0.005)
  })

  it('is none where a point lies on the centre, or no ellipse fits', () => {
    expect(ellipseThrough([0.5, 0.3], [[0.5, 0.3]])).toBeNull()
    expect(
      ellipseThrough(
        [0, 0],
        [
          [1, 0],
          [0.1, 0.1],
          [0, 1],
        ],
      ), // Nearer on the diagonal than any ellipse can be.
    ).toBeNull()
  })

  it.each([0, 1, 2.5, -3])('knows the parameter %d of a point again, at any radius', (t) => {
    expect(parameterOf(tilted, pointOn(tilted, t))).toBeCloseTo(t)
    expect(parameterOf(tilted, pointOn(tilted, t, 0.8))).toBeCloseTo(t)
  })
})
