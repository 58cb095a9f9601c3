import { describe, expect, it } from 'vitest'
import { seededRandom } from '../frame/seeded-random.ts'
import { SoundMeter } from './sound-meter.ts'

const rate = 48_000

/** A meter that hears 1 kHz in both channels, and then that. */
function metered() {
  const meter = new SoundMeter()
  let now = 1e12
  let sample = 0
  return {
    meter,
    now: () => now,
    /** @param dbfs peak of the tone; of the right channel too unless told */
    plays(seconds: number, dbfs: number, right = dbfs) {
      const [a, b] = [10 ** (dbfs / 20), 10 ** (right / 20)]
      // Pieces of an odd length, as codecs bring them.
      for (let left = Math.round(seconds * rate); left > 0; left -= 1_153) {
        const samples = new Float32Array(2 * Math.min(left, 1_153))
        for (let i = 0; i < samples.length; i += 2) {
          const tone = Math.sin((2 * Math.PI * 1000 * sample++) / rate)
          samples[i] = a * tone
          samples[i + 1] = b * tone
        }
        meter.push({ samples, capturedAt: now }, now)
        now += samples.length / 2 / 48
      }
      return meter.level(now)
    },
  }
}

describe('loudness, as EBU Tech 3341 demands', () => {
  it('is −23.0 LUFS for 1 kHz at −23 dBFS in both channels, and −33.0 for −33 (cases 1 and 2)', () => {
    for (const level of [-23, -33]) {
      const { momentaryLufs, integratedLufs, peakDbfs } = metered().plays(20, level)
      expect(momentaryLufs).toBeCloseTo(level, 1)
      expect(integratedLufs).toBeCloseTo(level, 1)
      expect(peakDbfs).toBeCloseTo(level, 1)
    }
  })

  it.each([
    [
      'a quieter beginning and end fall below the relative gate (case 3)',
      [
        [10, -36],
        [60, -23],
        [10, -36],
      ],
    ],
    [
      'near silence falls below the absolute gate (case 4)',
      [
        [10, -72],
        [10, -36],
        [60, -23],
        [10, -36],
        [10, -72],
      ],
    ],
    [
      'what lies within the gate counts (case 5)',
      [
        [20, -26],
        [20.1, -20],
        [20, -26],
      ],
    ],
  ] as const)('is −23.0 LUFS: %s', (_, tones) => {
    const { plays, meter, now } = metered()
    for (const [seconds, level] of tones) plays(seconds, level)
    expect(Math.abs((meter.level(now()).integratedLufs ?? 0) + 23)).toBeLessThanOrEqual(0.1)
  })

  it('is 3 LU less in one channel alone', () => {
    expect(metered().plays(5, -23, -200).momentaryLufs).toBeCloseTo(-26, 1)
  })
})

describe('SoundMeter', () => {
  it('has no loudness before 400 ms, and no integrated one of silence', () => {
    const { meter, plays, now } = metered()
    expect(meter.level(now())).toEqual({ peakDbfs: -90, momentaryLufs: null, integratedLufs: null })
    expect(plays(0.3, -23).momentaryLufs).toBeNull()
    expect(metered().plays(2, -200)).toEqual({ peakDbfs: -90, momentaryLufs: -90, integratedLufs: null })
  })

  it('shows peaks of the last moment in each channel, and falls when they are over', () => {
    const { meter, plays, now } = metered()
    plays(1, -6, -12)
    const { left, right } = meter.peaks(now())
    expect(left).toBeCloseTo(-6, 1)
    expect(right).toBeCloseTo(-12, 1)
    expect(plays(0.2, -40).peakDbfs).toBeCloseTo(-40, 0)
  })

  it('shows nothing when nothing comes any more, and keeps what it has integrated', () => {
    const { meter, plays, now } = metered()
    plays(2, -23)
    expect(meter.arrives(now() + 400)).toBe(true)
    expect(meter.arrives(now() + 600)).toBe(false)
    expect(meter.level(now() + 600)).toEqual({
      peakDbfs: -90,
      momentaryLufs: null,
      integratedLufs: expect.closeTo(-23, 1),
    })
  })

  it('takes what is missing for silence', () => {
    const { meter, plays, now } = metered()
    plays(2, -23)
    meter.push({ samples: new Float32Array(960), capturedAt: now() + 350 }, now() + 350)
    expect(meter.level(now() + 360).momentaryLufs).toBeLessThan(-29)
  })

  it('survives whatever a damaged stream brings', () => {
    const { meter, plays, now } = metered()
    const chance = seededRandom(7)
    const wild = [Number.NaN, Number.POSITIVE_INFINITY, -1e30, 1e300, 0.5]
    const samples = Float32Array.from({ length: 9_601 }, () => wild[Math.floor(chance() * wild.length)] ?? 0)
    for (let i = 0; i < 20; i++) meter.push({ samples, capturedAt: now() }, now())
    const level = meter.level(now())
    for (const value of [level.peakDbfs, level.momentaryLufs, level.integratedLufs])
      expect(value).toSatisfy(Number.isFinite)
    expect(plays(2, -23).momentaryLufs).toBeCloseTo(-23, 1)
  })
})
