/**
 * `npm test`: the checks, then unit and integration tests (Vitest), then end to end (Playwright). Every part runs whatever
 * an earlier one found; the last line adds them up.
 */
import { spawn } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { z } from 'zod'

interface Count {
  passed: number
  failed: number
  skipped: number
}

const results = 'test/results'
rmSync(results, { recursive: true, force: true })
mkdirSync(results, { recursive: true })

async function run(title: string, command: string, ...args: string[]): Promise<boolean> {
  console.log(`\n── ${title}`)
  const started = performance.now()
  const child = spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit'] })
  const code = await new Promise((resolve) => child.once('close', resolve))
  console.log(`── ${title}: ${((performance.now() - started) / 1000).toFixed(0)} s`)
  return code === 0
}

/** A report that cannot be read, or that hides its runner's failure, is one failure. */
function countOf(ok: boolean, read: () => Count): Count {
  try {
    const count = read()
    return ok || count.failed > 0 ? count : { ...count, failed: 1 }
  } catch (error) {
    console.error(`No report: ${(error as Error).message}`)
    return { passed: 0, failed: 1, skipped: 0 }
  }
}

const json = (file: string): unknown => JSON.parse(readFileSync(`${results}/${file}`, 'utf8'))

const vitestReport = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numPendingTests: z.number(),
  numTodoTests: z.number(),
})
const playwrightReport = z.object({
  stats: z.object({ expected: z.number(), unexpected: z.number(), flaky: z.number(), skipped: z.number() }),
})

async function vitest(project: string): Promise<Count> {
  const ok = await run(
    project,
    'node_modules/.bin/vitest',
    ...[
      'run',
      '--project',
      project,
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${results}/${project}.json`,
    ],
  )
  return countOf(ok, () => {
    const report = vitestReport.parse(json(`${project}.json`))
    return {
      passed: report.numPassedTests,
      failed: report.numFailedTests,
      skipped: report.numPendingTests + report.numTodoTests,
    }
  })
}

async function checks(): Promise<Count> {
  const ok = await run('checks', process.execPath, 'test/check.ts')
  return { passed: ok ? 1 : 0, failed: ok ? 0 : 1, skipped: 0 }
}

async function endToEnd(): Promise<Count> {
  // Electron needs a display; a virtual one serves.
  const display = process.env.DISPLAY ? [] : ['xvfb-run', '-a', '-s', '-screen 0 1600x1000x24']
  const [command = '', ...args] = [...display, process.execPath, 'node_modules/@playwright/test/cli.js', 'test']
  const ok = await run('end to end', command, ...args)
  return countOf(ok, () => {
    const { stats } = playwrightReport.parse(json('e2e.json'))
    return { passed: stats.expected, failed: stats.unexpected + stats.flaky, skipped: stats.skipped }
  })
}

const total: Count = { passed: 0, failed: 0, skipped: 0 }
for (const part of [checks, () => vitest('unit'), () => vitest('integration'), endToEnd]) {
  const count = await part()
  total.passed += count.passed
  total.failed += count.failed
  total.skipped += count.skipped
}
console.log(`\n${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`)
process.exit(total.failed === 0 ? 0 : 1)
