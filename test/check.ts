/** `npm run check`: format and lint, types, borders, unused code; each with its time, all told, then one exit code. */
import { spawn } from 'node:child_process'
import { availableParallelism } from 'node:os'

const checks: ReadonlyArray<readonly [name: string, command: string, ...args: string[]]> = [
  ['format and lint', 'biome', 'ci', '--error-on-warnings', '.'],
  ['types', 'tsc', '-p', '.'],
  ['borders', 'depcruise', '--config', '.dependency-cruiser.cjs', 'electron', 'renderer', 'native', 'backend', 'test'],
  ['unused code', 'knip', '--no-progress'],
]

async function run([name, command, ...args]: (typeof checks)[number]): Promise<boolean> {
  const started = performance.now()
  const child = spawn(`node_modules/.bin/${command}`, args, {
    env: { ...process.env, NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const output: Buffer[] = []
  child.stdout.on('data', (data: Buffer) => output.push(data))
  child.stderr.on('data', (data: Buffer) => output.push(data))
  const code = await new Promise((resolve) => child.once('close', resolve))
  const seconds = ((performance.now() - started) / 1000).toFixed(1)
  console.log(`${code === 0 ? '✓' : '✗'} ${name} (${seconds} s)`)
  if (code !== 0) console.log(Buffer.concat(output).toString())
  return code === 0
}

const waiting = [...checks]
let passed = 0
async function work(): Promise<void> {
  for (let check = waiting.shift(); check; check = waiting.shift()) if (await run(check)) passed++
}
await Promise.all(Array.from({ length: Math.min(checks.length, availableParallelism()) }, work))
console.log(`${passed} passed, ${checks.length - passed} failed`)
process.exit(passed === checks.length ? 0 : 1)
