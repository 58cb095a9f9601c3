import { describe, expect, it } from 'vitest'
import { roundIdSchema } from '../../../backend/contract/index.ts'
import { type Decision, decisionWords, intend, type Occasion, typeDigit, type Wish } from './decision.ts'

const occasion: Occasion = {
  roundId: roundIdSchema.parse('3f0c9b1e-7a55-4a0e-9c5b-1d2e3f405162'),
  roundNumber: 1842,
  revision: 7,
}
const correct: Wish = { action: 'correct', pocket: 20, reason: 'The picture shows 20' }

function ids(): () => string {
  let next = 1
  return () => `id-${next++}`
}

describe('an intent', () => {
  it('is made once: a second press while it is under way does nothing', () => {
    const newId = ids()
    const intent = intend({ state: 'open' }, correct, occasion, newId)
    expect(intent?.commandId).toBe('id-1')
    if (intent === undefined) throw new Error('no intent')
    expect(intend({ state: 'sending', intent }, correct, occasion, newId)).toBeUndefined()
  })

  it('keeps its id when the answer was lost and the same is wished again', () => {
    const newId = ids()
    const intent = intend({ state: 'open' }, correct, occasion, newId)
    if (intent === undefined) throw new Error('no intent')
    const lost: Decision = { state: 'unanswered', intent }
    expect(intend(lost, { ...correct }, { ...occasion, revision: 9 }, newId)).toBe(intent)
  })

  it('is a new one for another wish, another round, or after an answer', () => {
    const newId = ids()
    const intent = { commandId: 'id-0', wish: correct, occasion }
    const elsewhere = { ...occasion, roundId: roundIdSchema.parse('11111111-7a55-4a0e-9c5b-1d2e3f405162') }
    expect(intend({ state: 'unanswered', intent }, { ...correct, pocket: 21 }, occasion, newId)?.commandId).toBe('id-1')
    expect(intend({ state: 'unanswered', intent }, correct, elsewhere, newId)?.commandId).toBe('id-2')
    expect(intend({ state: 'refused', intent, text: 'Look again.' }, correct, occasion, newId)?.commandId).toBe('id-3')
  })
})

describe('the words of a decision', () => {
  it('say only what the studio answered as done', () => {
    const intent = { commandId: 'id', wish: correct, occasion }
    expect(decisionWords({ state: 'sending', intent })).not.toContain('corrected')
    expect(decisionWords({ state: 'answered', intent, at: 0 })).toBe('Round 1842 corrected to 20 black.')
    expect(decisionWords({ state: 'refused', intent, text: 'The table changed while you decided. Look again.' })).toBe(
      'Not done: The table changed while you decided. Look again.',
    )
  })
})

describe('typing a pocket', () => {
  const typed = (digits: string) =>
    [...digits].reduce<number | undefined>((pocket, digit) => typeDigit(pocket, Number(digit)), undefined)

  it.each([
    ['7', 7],
    ['32', 32],
    ['36', 36],
    ['37', 7],
    ['05', 5],
    ['0', 0],
    ['3217', 17],
  ])('%s is %i', (digits, pocket) => {
    expect(typed(digits)).toBe(pocket)
  })
})
