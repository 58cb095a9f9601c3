/**
 * `npm run backend [-- service …]`: starts the players' side, or only the services named, and keeps it running. Ports,
 * addresses and secrets are computed here and handed down; each service starts without waiting for the others and says on
 * `/readyz` what it misses. PostgreSQL is embedded unless DATABASE_URL names one, which then all services share.
 */
import { mkdirSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { exitWithParent, SupervisedProcess } from '../native/process/index.ts'
import { databaseUrlSetting, readSettings, secretFile, secretSetting, serviceDatabaseUrl } from './platform/index.ts'

/** Each program, in the order of starting, with its port above the base. */
const offsets = { postgres: 4, wallet: 3, game: 2, sfu: 1, gateway: 0 } as const
type Program = keyof typeof offsets
const programs = Object.keys(offsets) as Program[]
/** Stopping five programs one after the other, each within its own bound. */
const stopMsMax = 40_000

const settings = readSettings(
  z.object({
    TABLECAST_HOME: z
      .string()
      .default(join(process.env.XDG_DATA_HOME || join(homedir(), '.local', 'share'), 'tablecast')),
    TABLECAST_PORT_BASE: z.coerce.number().int().min(1024).max(65_000).default(7400),
    SERVICE_SECRET: secretSetting.optional(),
    DATABASE_URL: databaseUrlSetting.optional(),
  }),
)

const home = settings.TABLECAST_HOME
const portOf = (program: Program) => settings.TABLECAST_PORT_BASE + offsets[program]
const urlOf = (program: Program) => `http://127.0.0.1:${portOf(program)}`

function wanted(): Program[] {
  const named = process.argv.slice(2)
  const unknown = named.filter((name) => !programs.some((program) => program === name))
  if (unknown.length > 0) {
    console.error(`There is no service ${unknown.join(', ')}. Services: ${programs.join(', ')}`)
    process.exit(1)
  }
  const chosen = programs.filter((program) => named.length === 0 || named.includes(program))
  return settings.DATABASE_URL ? chosen.filter((program) => program !== 'postgres') : chosen
}

function environmentOf(program: Program): Record<string, string> {
  const port = { [`${program.toUpperCase()}_PORT`]: String(portOf(program)) }
  const password = () => secretFile(join(home, 'postgres-password'))
  if (program === 'postgres') return { ...port, TABLECAST_HOME: home, POSTGRES_PASSWORD: password() }
  const secret = settings.SERVICE_SECRET ?? secretFile(join(home, 'service-secret'))
  const peers = { GAME_URL: urlOf('game'), WALLET_URL: urlOf('wallet'), SFU_URL: urlOf('sfu') }
  const database = (service: 'game' | 'wallet' | 'gateway') => ({
    DATABASE_URL: settings.DATABASE_URL ?? serviceDatabaseUrl(service, password(), portOf('postgres')),
  })
  return { ...port, ...peers, SERVICE_SECRET: secret, ...(program !== 'sfu' && database(program)) }
}

mkdirSync(join(home, 'logs'), { recursive: true, mode: 0o755 })
const started = wanted().map((program) => ({
  program,
  process: SupervisedProcess.start({
    name: program,
    command: process.execPath,
    args: [fileURLToPath(new URL(`./${program}/main.ts`, import.meta.url))],
    env: environmentOf(program),
    ipc: true,
    ready: 'message',
    log: join(home, 'logs', `${program}.log`),
  }),
}))

exitWithParent(async () => {
  for (const { process } of started.toReversed()) await process.stop()
}, stopMsMax)

for (const { program, process } of started) {
  process.onState(({ status, attempt, reason, nextAttemptAt }) => {
    if (status !== 'backing_off' || nextAttemptAt === undefined) return
    const waitMs = Math.max(0, nextAttemptAt - Date.now())
    console.error(`${program}: ${reason ?? 'ended'}; attempt ${attempt + 1} in ${Math.round(waitMs / 1000)} s`)
  })
}

/** Asked again this often until a service misses nothing. */
const readyEveryMs = 100

async function readiness(program: Program): Promise<void> {
  if (program === 'postgres') return
  const ask = () => fetch(`${urlOf(program)}/readyz`, { signal: AbortSignal.timeout(2_000) })
  while (
    !(await ask().then(
      ({ ok }) => ok,
      () => false,
    ))
  )
    await delay(readyEveryMs)
}

await Promise.all(started.map(({ process }) => process.ready))
// Those that were named alone may miss the others for ever; all together miss nothing for long.
if (started.length >= programs.length - 1) await Promise.all(started.map(({ program }) => readiness(program)))
const addresses = Object.fromEntries(
  started.filter(({ program }) => program !== 'postgres').map(({ program }) => [program, urlOf(program)]),
)
const told = addresses.gateway === undefined ? Object.entries(addresses) : [['gateway', addresses.gateway]]
console.log(['tablecast backend ready', ...told.map((pair) => pair.join('='))].join(' '))
process.send?.({ type: 'ready', ...addresses })
