import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterAll, expect, test } from 'vitest'
import { type ChildSpec, type ChildState, SupervisedProcess } from './index.ts'

const folder = mkdtempSync(join(tmpdir(), 'tablecast-process-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

let programs = 0
/** A Node child that runs `source`. */
function node(source: string, rest: Partial<ChildSpec> = {}): ChildSpec {
  const path = join(folder, `child-${++programs}.mjs`)
  writeFileSync(path, source)
  return { name: 'child', command: process.execPath, args: [path], ipc: true, ready: 'message', ...rest }
}

const exitWithParent = `import { exitWithParent } from ${JSON.stringify(new URL('./exit-with-parent.ts', import.meta.url).href)}\n`
const polite = `${exitWithParent}exitWithParent(async () => {})\nprocess.send({ type: 'ready', pid: process.pid })`
const stubborn = `process.on('SIGTERM', () => {})\nprocess.on('disconnect', () => {})\nsetInterval(() => {}, 1000)\nprocess.send({ type: 'ready', pid: process.pid })`

async function until(child: SupervisedProcess, holds: (state: ChildState) => boolean): Promise<ChildState> {
  if (holds(child.state)) return child.state
  return await new Promise((resolve) => {
    const end = child.onState((state) => {
      if (!holds(state)) return
      end()
      resolve(state)
    })
  })
}
const running = (state: ChildState) => state.status === 'running'

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

async function gone(pid: number): Promise<void> {
  const deadline = Date.now() + 10_000
  while (isAlive(pid)) {
    if (Date.now() > deadline) throw new Error(`process ${pid} is still there`)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

test.each(['SIGTERM', 'SIGINT', 'SIGKILL'] as const)('a child killed by %s comes back', async (signal) => {
  await using child = SupervisedProcess.start(node(polite))
  const first = await until(child, running)
  expect(first).toMatchObject({ attempt: 1, restarts: 0 })
  process.kill(first.pid ?? 0, signal)
  const waiting = await until(child, (state) => state.status === 'backing_off')
  expect(waiting.reason).toBe(signal === 'SIGKILL' ? 'ended by SIGKILL' : 'exit code 0')
  expect((waiting.nextAttemptAt ?? 0) - waiting.since).toBe(1000)
  const second = await until(child, running)
  expect(second).toMatchObject({ attempt: 2, restarts: 1 })
  expect(second.pid).not.toBe(first.pid)
})

test('ready is the first ready message; messages pass in both directions', async () => {
  const echo = `process.on('message', (m) => process.send(m))\nprocess.send({ type: 'note' })\nprocess.send({ type: 'ready', port: 7 })`
  await using child = SupervisedProcess.start(node(echo))
  const messages: unknown[] = []
  const answered = new Promise<void>((resolve) => {
    child.onMessage((message) => {
      if (messages.push(message) === 3) resolve()
    })
  })
  expect(await child.ready).toEqual({ type: 'ready', port: 7 })
  expect(child.send({ bytes: new Uint8Array([1, 2]), big: 3n })).toBe(true)
  await answered
  expect(messages).toEqual([{ type: 'note' }, { type: 'ready', port: 7 }, { bytes: new Uint8Array([1, 2]), big: 3n }])
  await child.stop()
  expect(child.send('late')).toBe(false)
})

test('a child that does not take its messages is refused more of them', async () => {
  await using child = SupervisedProcess.start(node(stubborn, { stopMsMax: 100 }))
  const { pid } = await until(child, running)
  process.kill(pid ?? 0, 'SIGSTOP')
  let sent = 0
  while (sent < 100_000 && child.send('x'.repeat(1000))) sent += 1
  expect(sent).toBe(1000)
})

test('stop is certain: a child that ignores SIGTERM is killed', async () => {
  const child = SupervisedProcess.start(node(stubborn, { stopMsMax: 200 }))
  const { pid } = await until(child, running)
  await Promise.all([child.stop(), child.stop()])
  expect(child.state).toMatchObject({ status: 'stopped' })
  expect(isAlive(pid ?? 0)).toBe(false)
})

test('stop is polite: a child that closes is not killed', async () => {
  const closed = join(folder, 'closed')
  const source = `${exitWithParent}import { writeFileSync } from 'node:fs'\nexitWithParent(async () => writeFileSync(${JSON.stringify(closed)}, ''))\nprocess.send({ type: 'ready' })`
  const child = SupervisedProcess.start(node(source))
  await child.ready
  await child.stop()
  expect(existsSync(closed)).toBe(true)
})

test('stopped while waiting to try again, it stays stopped and ready says so', async () => {
  const child = SupervisedProcess.start({
    name: 'nobody',
    command: join(folder, 'missing'),
    args: [],
    ipc: false,
    ready: 'spawn',
  })
  const state = await until(child, ({ status }) => status === 'backing_off')
  expect(state.reason).toMatch(/^cannot start: .*ENOENT/)
  await child.stop()
  expect(child.state.status).toBe('stopped')
  await expect(child.ready).rejects.toThrow('nobody was stopped before it was ready')
})

test('what a child leaves behind in its group goes with it', async () => {
  const source = `import { spawn } from 'node:child_process'\nconst left = spawn('sleep', ['1000'])\nprocess.send({ type: 'ready', left: left.pid })\nsetInterval(() => {}, 1000)`
  await using child = SupervisedProcess.start(node(source, { log: join(folder, 'left.log') }))
  const { left } = (await child.ready) as { left: number }
  process.kill(child.state.pid ?? 0, 'SIGKILL')
  await until(child, ({ status }) => status === 'backing_off')
  await gone(left)
})

test('the log holds what the child wrote, to its last line', async () => {
  const log = join(folder, 'log', 'child.log')
  const source = `console.log('out')\nconsole.error('err')\nprocess.on('SIGTERM', () => { console.log('last'); process.exit(0) })\nprocess.send({ type: 'ready' })\nsetInterval(() => {}, 1000)`
  const child = SupervisedProcess.start(node(source, { log, env: { EXTRA: '1' } }))
  await child.ready
  await child.stop()
  expect(readFileSync(log, 'utf8').split('\n').sort()).toEqual(['', 'err', 'last', 'out'])
})

test('children of a parent that was killed end by themselves, after closing once', async () => {
  const closings = join(folder, 'closings')
  const grandchild = node(
    `${exitWithParent}import { appendFileSync } from 'node:fs'\nexitWithParent(async () => appendFileSync(${JSON.stringify(closings)}, 'closed\\n'))\nprocess.send({ type: 'ready', pid: process.pid })`,
  )
  const parentSource = `import { SupervisedProcess } from ${JSON.stringify(new URL('./index.ts', import.meta.url).href)}
const child = SupervisedProcess.start(${JSON.stringify(grandchild)})
console.log((await child.ready).pid)`
  const parent = spawn(process.execPath, node(parentSource).args, { stdio: ['ignore', 'pipe', 'inherit'] })
  const [line] = (await once(createInterface(parent.stdout), 'line')) as [string]
  parent.kill('SIGKILL')
  await gone(Number(line))
  expect(readFileSync(closings, 'utf8')).toBe('closed\n')
})

test('a child told several times while closing closes once and ends with 0', async () => {
  const source = `${exitWithParent}exitWithParent(() => { const told = new Promise((resolve) => process.once('SIGUSR2', resolve)); console.log('closing'); return told })\nsetInterval(() => {}, 1000)\nconsole.log('up')`
  const child = spawn(process.execPath, [...node(source).args], { stdio: ['ignore', 'pipe', 'inherit'] })
  const lines = createInterface(child.stdout)
  const seen: string[] = []
  lines.on('line', (line) => {
    seen.push(line)
    if (line === 'up') child.kill('SIGINT')
    if (line === 'closing') for (const signal of ['SIGINT', 'SIGINT', 'SIGTERM', 'SIGUSR2'] as const) child.kill(signal)
  })
  const [code] = await once(child, 'exit')
  expect(code).toBe(0)
  expect(seen).toEqual(['up', 'closing'])
})

test('a close that fails or hangs ends the child with 1', async () => {
  for (const close of [`() => Promise.reject(new Error('disk full'))`, '() => new Promise(() => {})']) {
    const child = spawn(
      process.execPath,
      [...node(`${exitWithParent}exitWithParent(${close}, 100)\nsetInterval(() => {}, 1000)\nconsole.log('up')`).args],
      {
        stdio: ['ignore', 'pipe', 'ignore'],
      },
    )
    await once(child.stdout, 'data')
    child.kill('SIGTERM')
    expect((await once(child, 'exit'))[0]).toBe(1)
  }
})
