import { describe, expect, it } from 'vitest'
import { phaseSchema, roundIdSchema } from '../../../backend/contract/index.ts'
import { phaseWords, takesBets, whatComesNext } from './phase-words.ts'

const round = {
  roundId: roundIdSchema.parse('3f0c9b1e-7a55-4a0e-9c5b-1d2e3f405162'),
  number: 1842,
  openedAt: 0,
  closesAt: 12_000,
  readings: [],
}

describe('what comes next', () => {
  it.each([
    [0, 'Bets close in 12 s.'],
    [4_999, 'Bets close in 8 s.'],
    [11_999, 'Bets close in 1 s.'],
    [12_000, 'Bets are closing.'],
    [15_000, 'Bets are closing.'],
  ])('at %i ms of a window of 12 s: %s', (now, words) => {
    expect(whatComesNext({ phase: 'betting_open', round }, now)).toBe(words)
  })

  it('names the pocket once it is official', () => {
    const result = { pocket: 17, standing: 'confirmed' } as const
    expect(whatComesNext({ phase: 'confirmed', round: { ...round, result } }, 0)).toBe(
      '17 black is official. Bets are being paid.',
    )
  })

  it('is a person’s decision whenever the round waits, whatever the phase', () => {
    const waiting = { why: 'disagree', since: 0, text: '' } as const
    for (const phase of phaseSchema.options) {
      expect(whatComesNext({ phase, round, waiting }, 0)).toBe('The round waits for your decision.')
    }
  })

  it('has a word for every phase, and counts down in two of them', () => {
    expect(phaseSchema.options.filter((phase) => phaseWords[phase] === undefined)).toEqual([])
    expect(phaseSchema.options.filter(takesBets)).toEqual(['betting_open', 'last_bets'])
  })
})
