import { readdirSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { playRounds, processesOf, StartedHouse } from '../house/index.ts'
import { isFree } from '../house/ports.ts'

const minutes = 60_000

/** Each process of the house, by what its command line says. */
const processes: ReadonlyArray<readonly [name: string, command: RegExp]> = [
  ['media', /native\/media\/main\.ts/],
  ['studio', /electron\/studio\/main\.ts/],
  ['virtual studio', /native\/virtual\/main\.ts/],
  ['gateway', /backend\/gateway\/main\.ts/],
  ['game', /backend\/game\/main\.ts/],
  ['wallet', /backend\/wallet\/main\.ts/],
  ['sfu', /backend\/sfu\/main\.ts/],
  ['media worker', /mediasoup-worker/],
  ['database wrapper', /backend\/postgres\/main\.ts/],
  ['database', /bin\/postgres .*-D/],
  ['backend launcher', /backend\/launch\.ts/],
]

describe('a house in which one process is killed during a round', () => {
  let house: StartedHouse
  beforeAll(async () => {
    house = await StartedHouse.start({ speed: 5 })
  })
  afterAll(() => house[Symbol.asyncDispose]())

  it.each(processes)(
    '%s comes back, and no bet is lost or paid twice',
    { timeout: 4 * minutes },
    async (_name, command) => {
      await house.view(({ table }) => table.phase === 'betting_open')
      const victims = processesOf(house.home).filter((process) => command.test(process.command))
      expect(victims, 'the process to kill').toHaveLength(1)
      const before = victims[0]?.pid ?? 0
      const rounds = playRounds(house, 2)
      // The first round's bets are on the table when it happens.
      await house.view(({ table }) => table.phase === 'no_more_bets')
      process.kill(before, 'SIGKILL')
      const report = await rounds
      expect(report).toMatchObject({
        rounds: 2,
        wrong: 0,
        slipsWrong: 0,
        slipsOpen: 0,
        ledgerSum: '0',
        unbalancedAccounts: 0,
      })
      const now = processesOf(house.home).filter((process) => command.test(process.command))
      expect(now).toHaveLength(1)
      expect(now[0]?.pid).not.toBe(before)
    },
  )

  it('leaves no process, port or lock when it is stopped', { timeout: 1 * minutes }, async () => {
    expect(await house.stop()).toBe(0)
    expect(processesOf(house.home)).toEqual([])
    expect(readdirSync(house.home).filter((name) => name.endsWith('.lock'))).toEqual([])
    for (let offset = 0; offset < 30; offset++)
      expect(await isFree(house.portBase + offset), `port +${offset}`).toBe(true)
  })
})
