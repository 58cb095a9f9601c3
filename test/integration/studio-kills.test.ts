import { expect, test } from 'vitest'
import { studioKills } from '../soak/studio-kill-trial.ts'

test('killed at any instant of a round: nothing is lost, nothing told twice, nothing confirmed that was not said twice', {
  timeout: 180_000,
}, async () => {
  const { failures, rounds, byWitnesses, interrupted } = await studioKills(12, 1)
  expect(failures).toEqual([])
  expect(rounds).toBeGreaterThan(6)
  // Some kills come after the round's end and some before, or this shows nothing.
  expect([byWitnesses, interrupted].every((count) => count > 0)).toBe(true)
})
