import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync, readlinkSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { freePort } from './postgres.ts'
import { until } from './until.ts'

const program = fileURLToPath(new URL('../../backend/postgres/main.ts', import.meta.url))
const password = 'a password of the test'
let home: string
let port: number
let wrapper: ChildProcess

/** The home is private (0700), as root's is: the server's own account must still reach its folder in it. */
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'tablecast-embedded-'))
  port = await freePort()
  wrapper = await start()
  await ask('CREATE TABLE kept (n int)')
})

afterAll(async () => {
  await end(wrapper, 'SIGTERM')
  await rm(home, { recursive: true, force: true })
})

async function start(): Promise<ChildProcess> {
  const env = { ...process.env, TABLECAST_HOME: home, POSTGRES_PORT: String(port), POSTGRES_PASSWORD: password }
  const child = spawn(process.execPath, [program], { env, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
  const failed = once(child, 'exit').then(([code]) => Promise.reject(new Error(`ended with ${code}`)))
  failed.catch(() => {}) // It ends later, too.
  await Promise.race([once(child, 'message'), failed])
  return child
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  const exit = once(child, 'exit')
  child.kill(signal)
  return (await exit)[0]
}

async function ask(text: string): Promise<unknown[]> {
  const client = new pg.Client({ host: '127.0.0.1', port, user: 'tablecast', password, database: 'tablecast' })
  client.on('error', () => {})
  await client.connect()
  try {
    return (await client.query(text)).rows
  } finally {
    await client.end()
  }
}

const lockFile = () => join(home, 'postgres', 'postmaster.pid')
const serverPid = () => Number(readFileSync(lockFile(), 'utf8').split('\n')[0])

/** A process that has ended, but whose parent has not looked yet, has no program any more. */
function isRunning(pid: number): boolean {
  try {
    return readlinkSync(`/proc/${pid}/exe`) !== ''
  } catch {
    return false
  }
}

test('a killed wrapper leaves no second server: the next one has the folder to itself, with all that was committed', async () => {
  await ask('INSERT INTO kept VALUES (1)')
  const before = serverPid()
  await end(wrapper, 'SIGKILL')
  wrapper = await start()
  expect(serverPid()).not.toBe(before)
  expect(isRunning(before)).toBe(false)
  expect(await ask('SELECT n FROM kept ORDER BY n')).toEqual([{ n: 1 }])
})

test('a killed server ends its wrapper with a failure, and is recovered by the next', async () => {
  await ask('INSERT INTO kept VALUES (2)')
  const exit = once(wrapper, 'exit')
  process.kill(serverPid(), 'SIGKILL')
  expect((await exit)[0]).toBe(1)
  wrapper = await start()
  expect(await ask('SELECT n FROM kept ORDER BY n')).toEqual([{ n: 1 }, { n: 2 }])
})

test('nobody gets in without the password', async () => {
  const client = new pg.Client({
    host: '127.0.0.1',
    port,
    user: 'tablecast',
    password: 'another',
    database: 'tablecast',
  })
  client.on('error', () => {})
  await expect(client.connect()).rejects.toThrow(/password authentication failed/)
})

test('asked to stop, it closes the server and ends well', async () => {
  const pid = serverPid()
  expect(await end(wrapper, 'SIGTERM')).toBe(0)
  await until(() => !existsSync(lockFile()))
  expect(isRunning(pid)).toBe(false)
  wrapper = await start()
})
