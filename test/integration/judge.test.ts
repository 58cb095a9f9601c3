import { expect, test } from 'vitest'
import { step } from '../../electron/studio/table/session/index.ts'
import { failuresOf, simulateJudge } from '../judge/simulation.ts'

const rounds = 4_000

test('whatever witnesses, clock and process do: no wrong outcome confirms itself, and every round ends', () => {
  const report = simulateJudge(rounds, 2)
  expect(failuresOf(report)).toEqual([])
  // All of it happened: a world in which nothing goes wrong shows nothing.
  expect(report.honest).toBeGreaterThan(rounds * 0.4)
  for (const count of [report.disputed, report.approved, report.corrected, report.voided, report.crashes, report.stale])
    expect(count).toBeGreaterThan(rounds * 0.01)
  expect(report.liedAlike + report.clockJumps).toBeGreaterThan(10)
})

test('the same seed is the same run', () => {
  expect(simulateJudge(500, 7)).toEqual(simulateJudge(500, 7))
  expect(simulateJudge(500, 7).digest).not.toBe(simulateJudge(500, 8).digest)
})

/** A judge that does not wait for the camera. */
const credulous: typeof step = (before, input, settings) => {
  const told = step(before, input, settings)
  const { round } = told.state
  if (round?.phase !== 'resulting' || round.waiting || round.sensor.kind !== 'spoke') return told
  const { roundId, sensor } = round
  const result = { roundId, pocket: sensor.pocket, standing: 'confirmed', authority: { by: 'witnesses' } } as const
  return {
    state: { ...told.state, round: { ...round, phase: 'confirmed' } },
    effects: [...told.effects, { type: 'event', body: { type: 'result_confirmed', ...result } }],
    durable: true,
  }
}

test('the simulation finds out a judge that believes one witness', () => {
  const report = simulateJudge(500, 3, credulous)
  expect(report.wrong).toBeGreaterThan(5)
  expect(report.undisputed).toBeGreaterThan(5)
})
