import { describe, expect, it } from 'vitest'
import type { WheelReading } from '../../vision/index.ts'
import { ReadingReport } from './reading-report.ts'

const reading = (of: Partial<WheelReading>): WheelReading => ({
  kind: 'none',
  confidence: 0,
  capturedAt: 0,
  since: 0,
  rolledAt: null,
  frames: 1,
  crop: { x: 0, y: 0, width: 40, height: 40 },
  model: { id: 'wheel-reader@1', sha256: '0'.repeat(64) },
  sight: {
    ...{ state: 'none', confidence: 0.99, pocket: null, why: null, zero: 1, phaseCertainty: 1, fit: 0.98, fromZero: 8 },
    ball: { place: 'pocket', angle: 2.4, radius: 0.78, certainty: 0.01, rival: 0.01 },
  },
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
