/** The way in, `run.mjs`, on a small checkout of its own: without packages to install, so that it needs no network. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { runProgram } from '../../native/runtime/index.ts'

const root = mkdtempSync(join(tmpdir(), 'tablecast-runtime-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

/** Set-up knows this program's name and that it needs no more than packages and Node. */
const program = 'test/check.ts'
const house = join(import.meta.dirname, '../..')

beforeAll(() => {
  cpSync(dirname(fileURLToPath(runProgram)), join(root, 'native/runtime'), { recursive: true })
  cpSync(join(house, 'native/process'), join(root, 'native/process'), { recursive: true })
  const name = { name: 'small', version: '1.0.0' }
  writeFileSync(join(root, 'package.json'), JSON.stringify({ ...name, type: 'module' }))
  writeFileSync(
    join(root, 'package-lock.json'),
    JSON.stringify({ ...name, lockfileVersion: 3, requires: true, packages: { '': name } }),
  )
  mkdirSync(join(root, 'test'))
  writeFileSync(
    join(root, program),
    `import { exitWithParent } from '../native/process/index.ts'
const [what] = process.argv.slice(2)
if (what === 'stay') {
  exitWithParent(async () => console.log('closed'))
  setInterval(() => {}, 1000)
}
console.log('program', process.version, ...process.argv.slice(2))
if (what === 'fail') process.exit(7)`,
  )
})

function start(...args: string[]): {
  child: ChildProcess
  said: () => string
  heard: (text: string) => Promise<void>
  ended: Promise<unknown>
} {
  const child = spawn(process.execPath, [join(root, 'native/runtime/run.mjs'), program, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    // A group of its own, as a terminal makes one: a Ctrl-C goes to all of it.
    detached: true,
  })
  let said = ''
  const waiting = new Set<() => void>()
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk: Buffer) => {
      said += chunk.toString()
      for (const look of waiting) look()
    })
  const ended = once(child, 'close').then(([code, signal]) => code ?? signal)
  const heard = async (text: string) =>
    await new Promise<void>((resolve, reject) => {
      const look = () => said.includes(text) && resolve()
      waiting.add(look)
      look()
      void ended.then(() => reject(new Error(`It ended without saying '${text}', but: ${said}`)))
    })
  return { child, said: () => said, heard, ended }
}

test('two at once: one installs, the other waits for it, both run', async () => {
  const both = [start('a', '--flag'), start('b')]
  expect(await Promise.all(both.map(({ ended }) => ended))).toEqual([0, 0])
  const said = both.map((one) => one.said()).join('')
  expect(said.match(/Set-up: packages/g)).toHaveLength(1)
  expect(said.match(/waiting for it/g)).toHaveLength(1)
  expect(said).toMatch(/program v(2[4-9]|[3-9]\d)\.\S+ a --flag/)
})

test('nothing is done twice, and the exit code is the program’s', async () => {
  const again = start('fail')
  expect(await again.ended).toBe(7)
  expect(again.said()).not.toContain('Set-up')
})

test('PackagesChanged: they are installed again', async () => {
  const lock = {
    name: 'small',
    version: '1.0.1',
    lockfileVersion: 3,
    requires: true,
    packages: { '': { name: 'small', version: '1.0.1' } },
  }
  writeFileSync(join(root, 'package.json'), JSON.stringify({ name: 'small', version: '1.0.1', type: 'module' }))
  writeFileSync(join(root, 'package-lock.json'), JSON.stringify(lock))
  const changed = start()
  expect(await changed.ended).toBe(0)
  expect(changed.said()).toContain('Set-up: packages')
})

test.each([
  ['InstallFails', { packages: { '': { dependencies: { gone: 'file:./gone.tgz' } } } }, /npm install failed/],
  ['LockFileDamaged', '<<<<<<< HEAD', /package-lock.json is damaged/],
])('%s: it says what to do, and runs nothing', async (_, lock, why) => {
  const path = join(root, 'package-lock.json')
  const manifest = join(root, 'package.json')
  for (const file of [path, manifest]) cpSync(file, `${file}.good`)
  writeFileSync(path, typeof lock === 'string' ? lock : JSON.stringify({ name: 'small', lockfileVersion: 3, ...lock }))
  writeFileSync(manifest, JSON.stringify({ name: 'small', dependencies: { gone: 'file:./gone.tgz' } }))
  const failed = start()
  expect(await failed.ended).toBe(1)
  expect(failed.said()).toMatch(/Set-up cannot go on/)
  expect(failed.said()).toMatch(why)
  expect(failed.said()).not.toContain('program')
  for (const file of [path, manifest]) cpSync(`${file}.good`, file)
  expect(await start().ended).toBe(0)
})

test('SIGTERM is passed on; the program closes and ends', async () => {
  const { child, heard, said, ended } = start('stay')
  await heard('program')
  child.kill('SIGTERM')
  expect(await ended).toBe(0)
  expect(said()).toContain('closed')
})

test('a Ctrl-C ends the program once', async () => {
  const { child, heard, said, ended } = start('stay')
  await heard('program')
  process.kill(-(child.pid ?? 0), 'SIGINT')
  expect(await ended).toBe(0)
  expect(said().match(/closed/g)).toHaveLength(1)
})

test('Killed: the program notices and ends by itself', async () => {
  const { child, heard, said, ended } = start('stay')
  await heard('program')
  child.kill('SIGKILL')
  // Closed only when nobody holds the output any more: the program is gone too.
  expect(await ended).toBe('SIGKILL')
  expect(said()).toContain('closed')
})
