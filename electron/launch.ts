/**
 * `npm start` and `npm run studio`: assembles the house. Starts the backend and the virtual studio where asked, then the
 * studio with its control room in Electron, in an installed browser, or without a window, and stops all of it for certain.
 */
import { existsSync, mkdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { type ChildSpec, exitWithParent, SupervisedProcess } from '../native/process/index.ts'
import { openBrowserWindow } from './browser-window.ts'
import { type House, openHouse, takeLock } from './house.ts'
import { studioSpec } from './supervisor.ts'
import { virtualSpec, writeVirtualTable } from './virtual-table.ts'

const root = resolve(import.meta.dirname, '..')

const usage = `Use:
  npm start [-- --headless] [--speed 0.1…5] [--seed N] [--no-studio]
  npm run studio -- --config <table.json> [--headless]`

/** How long the virtual table waits for the backend. */
const backendHeadStartMsMax = 10_000

class UsageError extends Error {}

interface Wishes {
  readonly virtual: boolean
  readonly headless: boolean
  /** Starts everything but the studio, for a control room that is started by itself. */
  readonly studio: boolean
  readonly speed: number
  readonly seed: number | undefined
  readonly config: string | undefined
}

function readWishes(args: string[]): Wishes {
  let values: ReturnType<typeof parse>
  try {
    values = parse(args)
  } catch (error) {
    throw new UsageError((error as Error).message)
  }
  const speed = Number(values.speed ?? 1)
  const seed = values.seed === undefined ? undefined : Number(values.seed)
  if (!(speed >= 0.1 && speed <= 5)) throw new UsageError(`--speed is ${values.speed}: it must be from 0.1 to 5`)
  if (seed !== undefined && !Number.isSafeInteger(seed))
    throw new UsageError(`--seed is ${values.seed}: it must be a whole number`)
  if (values.virtual === (values.config !== undefined)) throw new UsageError('Name the table: --config <table.json>')
  return {
    virtual: values.virtual,
    headless: values.headless,
    studio: !values['no-studio'],
    speed,
    seed,
    config: values.config,
  }
}

function parse(args: string[]) {
  return parseArgs({
    args,
    options: {
      virtual: { type: 'boolean', default: false },
      headless: { type: 'boolean', default: false },
      'no-studio': { type: 'boolean', default: false },
      speed: { type: 'string' },
      seed: { type: 'string' },
      config: { type: 'string' },
    },
  }).values
}

/** The running house: its children in the order they were started. */
class Assembly {
  readonly #children: SupervisedProcess[] = []
  #stopping = false

  get stopping(): boolean {
    return this.#stopping
  }

  start(spec: ChildSpec): SupervisedProcess {
    const child = SupervisedProcess.start(spec)
    const { name, log } = spec
    child.onState((state) => {
      if (state.status !== 'backing_off') return
      const wait = Math.max(0, (state.nextAttemptAt ?? 0) - Date.now())
      console.error(
        `${name} ended (${state.reason}); attempt ${state.attempt + 1} in ${Math.ceil(wait / 1000)} s. Its log: ${log}`,
      )
    })
    this.#children.push(child)
    return child
  }

  /** Last started, first stopped. */
  async stop(): Promise<void> {
    this.#stopping = true
    for (const child of this.#children.reverse()) await child.stop()
  }
}

function urlOf(ready: unknown, field: string): string {
  const url = ready && typeof ready === 'object' ? Reflect.get(ready, field) : undefined
  if (typeof url !== 'string') throw new Error(`A process was ready without saying its ${field}`)
  return url
}

async function startStudio(assembly: Assembly, house: House, wishes: Wishes, configuration: string): Promise<string> {
  const electron = process.env.TABLECAST_ELECTRON
  const display = process.platform !== 'linux' || process.env.DISPLAY || process.env.WAYLAND_DISPLAY
  if (electron && display && !wishes.headless) {
    const desktop = assembly.start({
      name: 'control room',
      command: electron,
      // Chromium's sandbox cannot start as root; everyone else gets it.
      args: [root, '--config', configuration, ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])],
      env: { TABLECAST_NODE: process.execPath },
      ipc: true,
      ready: 'message',
      log: join(house.home, 'logs', 'control-room.log'),
    })
    // Closing the window is how a person stops the house; a crash is not, and is supervised.
    desktop.onMessage((message) => {
      if (message && typeof message === 'object' && Reflect.get(message, 'type') === 'quit')
        process.kill(process.pid, 'SIGTERM')
    })
    return urlOf(await desktop.ready, 'url')
  }
  const studio = assembly.start(studioSpec(house, configuration, root, process.execPath))
  const url = urlOf(await studio.ready, 'url')
  if (!wishes.headless) openBrowserWindow(url, join(house.home, 'browser'), Boolean(display))
  return url
}

async function main(): Promise<void> {
  const wishes = readWishes(process.argv.slice(2))
  const house = openHouse(process.env)
  mkdirSync(join(house.home, 'logs'), { recursive: true })
  const unlock = takeLock(house, wishes.virtual ? 'house' : 'studio')
  const assembly = new Assembly()
  exitWithParent(async () => {
    console.log('Stopping …')
    await assembly.stop()
    unlock()
  })

  let player: Promise<string> | undefined
  let configuration = wishes.config && resolve(process.env.INIT_CWD ?? process.cwd(), wishes.config)
  if (wishes.virtual) {
    configuration = writeVirtualTable(house, wishes.speed)
    const backend = assembly.start({
      name: 'backend',
      command: process.execPath,
      args: [join(root, 'backend/launch.ts')],
      env: {
        TABLECAST_HOME: house.home,
        TABLECAST_PORT_BASE: String(house.portBase),
        SERVICE_SECRET: house.serviceSecret,
      },
      ipc: true,
      ready: 'message',
      log: join(house.home, 'logs', 'backend.log'),
    })
    player = backend.ready.then((ready) => urlOf(ready, 'gateway'))
    // The wheel's first spin should find a backend that takes its round; but a wheel spins whatever becomes of the backend.
    const ready = backend.ready.catch(() => {}) // Stopped before.
    void Promise.race([ready, delay(backendHeadStartMsMax)]).then(() => {
      if (!assembly.stopping) assembly.start(virtualSpec(house, wishes.speed, wishes.seed))
    })
  }
  if (!configuration || !existsSync(configuration)) throw new UsageError(`There is no file ${configuration}`)
  const controlRoom = wishes.studio ? startStudio(assembly, house, wishes, configuration) : undefined
  const urls = {
    'control-room': await controlRoom,
    player: await player,
    config: wishes.studio ? undefined : configuration,
  }
  const told = Object.entries(urls).flatMap(([name, url]) => (url ? `${name}=${url}` : []))
  process.send?.({ type: 'ready', ...urls })
  console.log(`tablecast ready ${told.join(' ')}`)
}

try {
  await main()
} catch (error) {
  console.error((error as Error).message)
  if (error instanceof UsageError) console.error(usage)
  process.exit(1)
}
