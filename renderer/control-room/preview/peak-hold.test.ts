import { describe, expect, it } from 'vitest'
import { meterPart, PeakHold } from './peak-hold.ts'

describe('a meter', () => {
  it('rises at once and falls slowly', () => {
    const meter = new PeakHold()
    expect(meter.add(-6, 0)).toEqual({ level: -6, held: -6 })
    expect(meter.add(-60, 500).level).toBeCloseTo(-12)
    expect(meter.add(-3, 600).level).toBe(-3)
  })

  it('holds its highest peak for a moment, then lets it fall no lower than the level', () => {
    const meter = new PeakHold()
    meter.add(-6, 0)
    expect(meter.add(-20, 1_400).held).toBe(-6)
    expect(meter.add(-20, 2_000).held).toBeCloseTo(-13.2)
    expect(meter.add(-20, 9_000).held).toBe(-20)
  })

  it('keeps within its scale', () => {
    const meter = new PeakHold()
    expect(meter.add(Number.NEGATIVE_INFINITY, 0)).toEqual({ level: -60, held: -60 })
    expect(meter.add(3, 1)).toEqual({ level: 0, held: 0 })
    expect([meterPart(-90), meterPart(-30), meterPart(0), meterPart(6)]).toEqual([0, 0.5, 1, 1])
  })
})
