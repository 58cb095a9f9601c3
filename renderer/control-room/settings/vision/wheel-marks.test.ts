import { describe, expect, it } from 'vitest'
import type { Point } from './ellipse.ts'
import {
  calibrationOf,
  kindAfter,
  marked,
  markedZero,
  marksOf,
  moved,
  noMarks,
  pocketsApart,
  shifted,
} from './wheel-marks.ts'

const calibration = { cx: 0.5, cy: 0.28, rx: 0.17, ry: 0.165, angle: 0 }
const centre: Point = [0.5, 0.28]

describe('the marks on a wheel', () => {
  it('make a calibration from the second rim point on', () => {
    const one = marked(marked(noMarks, 'centre', centre), 'rim', [0.67, 0.28])
    expect(calibrationOf(one)).toBeNull()
    expect(calibrationOf(marked(one, 'rim', [0.5, 0.445]))).toMatchObject({
      cx: 0.5,
      cy: 0.28,
      rx: expect.closeTo(0.17, 3),
      ry: expect.closeTo(0.165, 3),
    })
  })

  it('are asked for in their order: centre, up to four rim points, zero', () => {
    const kinds = ['centre']
    let marks = marked(noMarks, 'centre', centre)
    for (let kind = kindAfter(marks, 'centre'); kind !== null; kind = kindAfter(marks, kind)) {
      kinds.push(kind)
      marks = marked(marks, kind, [0.5 + 0.1 * Math.cos(kinds.length), 0.28 + 0.1 * Math.sin(kinds.length)])
    }
    expect(kinds).toEqual(['centre', 'rim', 'rim', 'rim', 'rim', 'zero'])
    expect(marks.rim).toHaveLength(4)
  })

  it('that a calibration had are its own again', () => {
    expect(calibrationOf(marksOf(calibration))).toMatchObject({ cx: 0.5, cy: 0.28, angle: 0 })
    expect(calibrationOf(marksOf(calibration))?.ry).toBeCloseTo(0.165, 4)
  })

  it('move one by one, or all at once with the camera', () => {
    const marks = { ...marksOf(calibration), zero: [0.6, 0.3] as Point }
    expect(moved(marks, 'rim-2', [0.3, 0.3]).rim[2]).toEqual([0.3, 0.3])
    expect(moved(marks, 'zero', [0.4, 0.2])).toMatchObject({ zero: [0.4, 0.2], centre })
    const pushed = calibrationOf(shifted(marks, 0.02, -0.01))
    expect(pushed).toMatchObject({ cx: 0.52, cy: 0.27, angle: 0 })
    expect(pushed?.rx).toBeCloseTo(0.17, 4)
  })

  it('tell how far two zeros are apart, the short way round', () => {
    expect(pocketsApart(0.05, 2 * Math.PI + 0.05)).toBeCloseTo(0)
    expect(pocketsApart(-Math.PI + 0.1, Math.PI - 0.1)).toBeCloseTo(0.2 / ((2 * Math.PI) / 37))
    expect(markedZero({ ...marksOf(calibration), zero: [0.5, 0.4] })).toBeCloseTo(Math.PI / 2)
    expect(markedZero(marksOf(calibration))).toBeNull()
  })
})
