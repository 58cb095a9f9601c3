/**
 * The set-up for one program, under Node 24 and with the packages installed: gets what is missing, and sends what it found
 * to the parent as additions to the program's environment. `run.mjs` starts it.
 */
import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import { CommandError } from './command.ts'
import { planFor } from './plan.ts'
import { Screen } from './screen.ts'
import { type Found, type Machine, type Step, Without } from './step.ts'

const stopping = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stopping.abort())
process.on('disconnect', () => stopping.abort())

const machine: Machine = {
  root: resolve(import.meta.dirname, '../..'),
  cache: join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'tablecast'),
  env: process.env,
  asRoot: process.getuid?.() === 0,
  signal: stopping.signal,
}
const screen = new Screen(process.stderr)

async function setUp(step: Step): Promise<Found> {
  try {
    return (await step.find()) ?? (await screen.during(step.name, (progress) => step.provide(progress)))
  } catch (cause) {
    if (!(cause instanceof Without)) throw new Error(`${step.name}: ${messageOf(cause)}`)
    screen.say(`Going on without ${step.name}: ${cause.message}`)
    return {}
  }
}

try {
  const [program = '', ...args] = process.argv.slice(2)
  const found: Record<string, string> = {}
  for (const step of planFor(program, args, machine)) Object.assign(found, await setUp(step))
  process.send?.(found, () => process.exit(0))
} catch (cause) {
  if (stopping.signal.aborted) process.exit(130)
  screen.say(`Set-up cannot go on: ${messageOf(cause)}`)
  process.exit(1)
}

function messageOf(cause: unknown): string {
  const message = cause instanceof Error ? cause.message : String(cause)
  return cause instanceof CommandError ? [message, ...cause.lines].join('\n  ') : message
}
