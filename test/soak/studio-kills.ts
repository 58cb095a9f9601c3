/**
 * `node native/runtime/run.mjs test/soak/studio-kills.ts [--kills 500] [--seed N]`: a studio process that is killed again and
 * again at some instant of a round, between a wheel, a camera and a game that go on without it. Prints a JSON object; fails
 * when an event was lost or told twice, a round did not end once, or the witnesses confirmed what they had not both said.
 */
import { parseArgs } from 'node:util'
import { studioKills } from './studio-kill-trial.ts'

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '500' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
  },
})
const [kills, seed] = [Number(values.kills), Number(values.seed)]
const report = await studioKills(kills, seed, (done) => {
  if (done % 25 === 0) console.error(`${done} of ${kills} kills`)
})
console.log(JSON.stringify({ kills, seed, ...report, ok: report.failures.length === 0 }))
process.exitCode = report.failures.length === 0 ? 0 : 1
