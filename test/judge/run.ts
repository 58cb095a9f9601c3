/**
 * `npm run test:judge [-- --rounds 1000000] [-- --seed S]`: the judge against a seeded world of honest and lying witnesses,
 * a clock that jumps, and a process that dies between any two steps. Prints one JSON object; fails when a wrong outcome was
 * confirmed though not both witnesses told the same lie, when a lie of one did not suspend the table, or a round did not end.
 */
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { availableParallelism } from 'node:os'
import { parseArgs } from 'node:util'
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads'
import { failuresOf, type JudgeReport, simulateJudge } from './simulation.ts'

/** Rounds of one table; the tables of a run differ by their seeds, however many are played at once. */
const roundsOfTable = 10_000

interface Part {
  readonly rounds: number
  readonly seed: number
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      rounds: { type: 'string', default: '1000000' },
      seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    },
  })
  const [rounds, seed] = [Number(values.rounds), Number(values.seed)]
  const parts: Part[] = Array.from({ length: Math.ceil(rounds / roundsOfTable) }, (_, index) => ({
    rounds: Math.min(roundsOfTable, rounds - index * roundsOfTable),
    seed: seed + index,
  }))
  const reports: JudgeReport[] = []
  let next = 0
  const lane = async () => {
    for (let index = next++; index < parts.length; index = next++) {
      const worker = new Worker(new URL(import.meta.url), { workerData: parts[index] })
      const [report] = (await once(worker, 'message')) as [JudgeReport]
      reports[index] = report
      console.error(`${reports.filter(Boolean).length} of ${parts.length} tables`)
    }
  }
  await Promise.all(Array.from({ length: Math.min(availableParallelism(), parts.length) }, lane))
  const total = summed(reports)
  const failures = failuresOf(total)
  const digest = createHash('sha256')
    .update(reports.map((report) => report.digest).join())
    .digest('hex')
  console.log(JSON.stringify({ seed, ...total, digest, ok: failures.length === 0, failures }))
  process.exitCode = failures.length === 0 ? 0 : 1
}

function summed(reports: readonly JudgeReport[]): Omit<JudgeReport, 'seed' | 'digest'> {
  const [first, ...others] = reports.map(({ seed: _, digest: __, ...counts }) => counts)
  if (!first) throw new RangeError('--rounds must be 1 or more')
  return others.reduce((sum, counts) => {
    for (const [name, count] of Object.entries(counts)) sum[name as keyof typeof sum] += count
    return sum
  }, first)
}

if (isMainThread) await main()
else {
  const { rounds, seed } = workerData as Part
  parentPort?.postMessage(simulateJudge(rounds, seed))
}
