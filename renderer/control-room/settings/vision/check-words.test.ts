import { describe, expect, it } from 'vitest'
import { wheelFindings } from './check-words.ts'
import type { WheelSight } from './use-look.ts'

const pitch = (2 * Math.PI) / 37
const sight: WheelSight = {
  state: 'resting',
  confidence: 0.987,
  pocket: 17,
  why: null,
  zero: 1,
  phaseCertainty: 0.999,
  fit: 0.9,
  ball: { place: 'pocket', angle: 2, radius: 0.75, certainty: 0.99, rival: 0.01 },
  fromZero: 8,
}
const said = (told: Partial<WheelSight>, marked: number | null = null) =>
  wheelFindings({ ...sight, ...told }, marked).map(({ level, text }) => `${level}: ${text}`)

describe('what vision sees with these marks', () => {
  it('is zero and ball, never more certain than it is', () => {
    expect(said({})).toEqual([
      'ok: The zero is where the drawing has it, 99 % sure.',
      'ok: Ball at rest in 17, 98 % sure.',
    ])
    expect(said({ state: 'none', confidence: 0.9 })[1]).toBe('ok: No ball, 90 % sure.')
    expect(said({ state: 'rolling' })[1]).toBe('ok: Ball rolling, 98 % sure.')
  })

  it('is held against the zero that a person marked', () => {
    expect(said({}, 1 + 0.4 * pitch)[0]).toContain('ok: The zero is where you marked it')
    expect(said({}, 1 - 5 * pitch)[0]).toContain('attention: Vision sees the zero 5.0 pockets from your mark')
    // The short way round.
    expect(said({ zero: 0.05 }, 2 * Math.PI - 0.05)[0]).toContain('0.6 pockets')
  })

  it.each([
    [{ state: 'no_read', why: 'no_wheel', zero: null } as const, 'No wheel is seen where the marks are'],
    [{ state: 'no_read', why: 'between_pockets' } as const, 'Vision abstains: the ball lies between two pockets'],
    [{ state: 'no_read', why: 'two_balls' } as const, 'Vision abstains: two places look like a ball'],
    [{ state: 'no_read', why: 'phase_unsure', phaseCertainty: 0.6 } as const, 'its zero is not certain (60 % sure)'],
  ])('says %j in words', (told, words) => {
    const all = said(told)
    expect(all.join(' ')).toContain(words)
    expect(all.some((each) => each.startsWith('attention'))).toBe(true)
  })
})
