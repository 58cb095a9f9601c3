/**
 * `npm run soak [-- --rounds N] [-- --faults] [-- --seed N]`: the whole house at five times its speed. Without faults
 * every round must confirm itself; with each fault in turn no round may be confirmed on a wrong outcome. Prints one JSON
 * object per trial, and fails when one is not as it must be.
 * `npm run soak -- --media [--minutes N]`: the media process alone, with eight sources that are broken at random.
 */
import { parseArgs } from 'node:util'
import { type FaultName, faultNames } from '../../native/virtual/index.ts'
import { faultTrial, playRounds, type RoundsReport, StartedHouse } from '../house/index.ts'
import { seededRandom } from '../house/random.ts'
import { mediaSoak, wrongWith } from './media.ts'

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '10' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    faults: { type: 'boolean', default: false },
    media: { type: 'boolean', default: false },
    minutes: { type: 'string', default: '20' },
    /** Whole spins that each fault lasts. */
    spins: { type: 'string', default: '1' },
    /** World seconds per second. */
    speed: { type: 'string', default: '5' },
  },
})
const rounds = Number(values.rounds)
const seed = Number(values.seed)
/**
 * These may spare a number: the wheel repeats a mangled line, and launches a failed ball again. Too short a spin is told to
 * a person, and the round goes on: the pocket is what both witnesses saw.
 */
const sparing: readonly FaultName[] = ['sensor_corrupt', 'failed_launch', 'short_spin']
/** At least this share of fault-free rounds must be agreed by the camera. */
const agreeShareMin = 0.99
let failures = 0

function tell(trial: string, report: RoundsReport, wrong: string[]): void {
  console.log(JSON.stringify({ trial, seed, ...report, ok: wrong.length === 0, failures: wrong }))
  failures += wrong.length
  if (wrong.length > 0) console.error(house.logs())
}

/** What must hold whatever the fault. */
function alwaysWrong(report: RoundsReport): string[] {
  return [
    ...(report.wrong > 0 ? [`${report.wrong} rounds confirmed on a wrong pocket`] : []),
    ...(report.unseen > 0 ? [`${report.unseen} rounds whose spin is not known`] : []),
    ...(report.slipsWrong > 0 ? [`${report.slipsWrong} slips paid wrongly`] : []),
    ...(report.slipsOpen > 0 ? [`${report.slipsOpen} slips never settled`] : []),
    ...(report.slipsAccepted === 0 ? ['no slip was accepted'] : []),
    ...(report.ledgerSum !== '0' || report.unbalancedAccounts > 0 ? ['the ledger does not balance'] : []),
  ]
}

if (values.media) {
  const soak = await mediaSoak(Number(values.minutes), seed)
  const wrong = wrongWith(soak)
  console.log(JSON.stringify({ trial: 'media', seed, ...soak, ok: wrong.length === 0, failures: wrong }))
  process.exit(wrong.length === 0 ? 0 : 1)
}

await using house = await StartedHouse.start({ speed: Number(values.speed), seed })
try {
  if (values.faults) {
    for (const fault of faultNames) {
      const report = await faultTrial(house, fault, Number(values.spins))
      const unasked = !sparing.includes(fault) && report.byPerson + report.voided === 0
      tell(fault, report, [...alwaysWrong(report), ...(unasked ? ['no person was asked'] : [])])
    }
  } else {
    let told = 0
    const report = await playRounds(house, rounds, seededRandom(seed), (past) => {
      told++
      if (told % 20 === 0) console.error(`${told} of ${rounds}: round ${past.number} ${past.standing}`)
    })
    const agreed = report.byWitnesses / report.rounds
    tell('no fault', report, [
      ...alwaysWrong(report),
      ...(agreed < agreeShareMin ? [`only ${(agreed * 100).toFixed(1)} % of the rounds confirmed themselves`] : []),
    ])
  }
} catch (error) {
  console.error(error, house.logs())
  failures++
}
process.exitCode = failures === 0 ? 0 : 1
