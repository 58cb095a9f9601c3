import { describe, expect, it } from 'vitest'
import { cornerNames, cornerOf, corners, wholeBox, withInset } from './scene-layers.ts'

const scene = { id: 'wheel', name: 'Wheel', layers: [{ source: 'wheel', box: wholeBox }] }

describe('a scene', () => {
  it('takes a picture in the picture, and loses it again', () => {
    const both = withInset(scene, 'dealer', corners['top left'])
    expect(both.layers[1]).toEqual({ source: 'dealer', box: corners['top left'] })
    expect(withInset(both, undefined, wholeBox)).toEqual(scene)
  })

  it.each(cornerNames)('knows the %s corner, whose box stays in the picture', (name) => {
    const { x, y, width, height } = corners[name]
    expect(cornerOf(corners[name])).toBe(name)
    expect(Math.max(x + width, y + height)).toBeLessThanOrEqual(1)
  })

  it('knows no corner for a box placed by hand', () => {
    expect(cornerOf(wholeBox)).toBeUndefined()
  })
})
