import { spawnSync } from 'node:child_process'
import { expect, it } from 'vitest'

const minutes = 60_000

/** What `npm run soak` found: a line for each trial, its failures in words. */
function soak(...args: string[]): {
  status: number | null
  trials: { trial: string; failures: string[] }[]
  said: string
} {
  const { status, stdout, stderr } = spawnSync('npm', ['run', '--silent', 'soak', '--', ...args], { encoding: 'utf8' })
  const trials = stdout.split('\n').flatMap((line) => (line.startsWith('{') ? [JSON.parse(line)] : []))
  return { status, trials, said: stderr }
}

it('rounds confirm themselves, every bet is paid to the cent, and the ledger sums to zero', {
  timeout: 4 * minutes,
}, () => {
  const { status, trials, said } = soak('--rounds', '10')
  expect(trials, said).toMatchObject([
    {
      trial: 'no fault',
      rounds: 10,
      byWitnesses: 10,
      wrong: 0,
      unseen: 0,
      failures: [],
      slipsWrong: 0,
      slipsOpen: 0,
      ledgerSum: '0',
    },
  ])
  expect(status).toBe(0)
})

it('with each fault in turn no round is confirmed on a wrong outcome', { timeout: 8 * minutes }, () => {
  const { status, trials, said } = soak('--faults')
  expect(trials, said).toHaveLength(10)
  expect(
    trials.filter(({ failures }) => failures.length > 0),
    said,
  ).toEqual([])
  expect(status).toBe(0)
})
