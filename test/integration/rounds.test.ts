import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type FaultName, faultNames } from '../../native/virtual/index.ts'
import { faultTrial, playRounds, StartedHouse } from '../house/index.ts'

const minutes = 60_000

/** The whole house at five times its speed; `npm run soak` plays more of the same. */
describe('rounds of the virtual table', () => {
  let house: StartedHouse
  beforeAll(async () => {
    house = await StartedHouse.start({ speed: 5, seed: 17 })
  })
  afterAll(() => house[Symbol.asyncDispose]())

  it('confirm themselves, pay every bet to the cent and leave the ledger at zero', {
    timeout: 3 * minutes,
  }, async () => {
    const report = await playRounds(house, 10)
    expect(report).toMatchObject({
      rounds: 10,
      byWitnesses: 10,
      wrong: 0,
      slipsWrong: 0,
      slipsOpen: 0,
      ledgerSum: '0',
      unbalancedAccounts: 0,
    })
    expect(report.slipsAccepted).toBeGreaterThan(0)
  })

  /** These may spare a number: the wheel repeats a mangled line, and launches a failed ball again. */
  const sparing: readonly FaultName[] = ['sensor_corrupt', 'failed_launch']

  it.each(faultNames)(
    'with the fault %s none is confirmed on a wrong outcome',
    { timeout: 3 * minutes },
    async (fault) => {
      const report = await faultTrial(house, fault, 1)
      expect(report).toMatchObject({
        rounds: 3,
        wrong: 0,
        slipsWrong: 0,
        slipsOpen: 0,
        ledgerSum: '0',
        unbalancedAccounts: 0,
      })
      if (!sparing.includes(fault)) expect(report.byPerson + report.voided, JSON.stringify(report)).toBeGreaterThan(0)
    },
  )
})
