import { describe, expect, it } from 'vitest'
import type { WheelReading } from '../../vision/index.ts'
import { cropInPicture, ReadingReport } from './reading-report.ts'

const reading = (of: Partial<WheelReading>): WheelReading => ({
  kind: 'none',
  confidence: 0,
  capturedAt: 0,
  since: 0,
  rolledAt: null,
  frames: 1,
  crop: { x: 0, y: 0, width: 40, height: 40 },
  ...of,
})

describe('ReadingReport', () => {
  it('tells the first reading, then changes of kind, pocket and standing', () => {
    const report = new ReadingReport()
    const told = [
      reading({}),
      reading({ capturedAt: 66 }),
      reading({ kind: 'rolling', confidence: 0.7, capturedAt: 133 }),
      reading({ kind: 'rolling', confidence: 0.8, capturedAt: 200 }),
      reading({ kind: 'resting', pocket: 17, confidence: 0.6, capturedAt: 266 }),
      reading({ kind: 'resting', pocket: 17, confidence: 0.89, capturedAt: 333 }),
      reading({ kind: 'resting', pocket: 17, confidence: 0.9, capturedAt: 400 }),
      reading({ kind: 'resting', pocket: 4, confidence: 0.9, capturedAt: 466 }),
    ].map((each) => report.tells(each))
    expect(told).toEqual([true, false, true, false, true, false, true, true])
  })

  it('repeats a resting ball once a second, and nothing else', () => {
    const count = (of: Partial<WheelReading>) => {
      const report = new ReadingReport()
      return Array.from({ length: 151 }, (_, i) => report.tells(reading({ ...of, capturedAt: i * 66.7 }))).filter(
        Boolean,
      ).length
    }
    expect(count({ kind: 'resting', pocket: 1, confidence: 1 })).toBe(11)
    expect(count({ kind: 'rolling', confidence: 1 })).toBe(1)
    expect(count({})).toBe(1)
  })
})

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
