import { describe, expect, it } from 'vitest'
import { cropInPicture } from './crop.ts'

describe('cropInPicture', () => {
  const picture = { width: 1280, height: 720 }

  it('scales to the full picture and pads about the centre', () => {
    expect(cropInPicture({ x: 300, y: 100, width: 40, height: 40 }, 640, picture)).toEqual({
      x: 560,
      y: 160,
      width: 160,
      height: 160,
    })
    expect(cropInPicture({ x: 200, y: 100, width: 101, height: 90 }, 640, picture)).toEqual({
      x: 400,
      y: 200,
      width: 202,
      height: 180,
    })
  })

  it('stays inside the picture, on even pixels', () => {
    expect(cropInPicture({ x: 0, y: 0, width: 20, height: 20 }, 640, picture)).toMatchObject({ x: 0, y: 0 })
    expect(cropInPicture({ x: 630, y: 350, width: 20, height: 20 }, 640, picture)).toEqual({
      x: 1120,
      y: 560,
      width: 160,
      height: 160,
    })
    const small = cropInPicture({ x: 3, y: 3, width: 9, height: 9 }, 640, { width: 101, height: 57 })
    expect(small).toEqual({ x: 0, y: 0, width: 100, height: 56 })
  })
})
