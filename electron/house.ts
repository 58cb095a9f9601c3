import { randomBytes } from 'node:crypto'
import { closeSync, mkdirSync, openSync, readFileSync, rmSync, statSync, writeFileSync, writeSync } from 'node:fs'
import { homedir, uptime } from 'node:os'
import { join } from 'node:path'

/** First of the block of ports that one installation uses. */
const portBaseDefault = 7400

/** What the virtual studio listens on: its own API, its cameras and its wheel. */
type VirtualPort = 'virtual' | 'camera' | 'wheel' | 'wideCamera' | 'closeCamera'

/** Where everything of one installation stands: its state folder, its ports, its secrets. */
export interface House {
  readonly home: string
  readonly portBase: number
  readonly ports: Readonly<
    Record<'gateway' | 'sfu' | 'game' | 'wallet' | 'studio' | 'preview' | 'media' | VirtualPort, number>
  >
  /** Shown by every service and the studio to each other. */
  readonly serviceSecret: string
}

/** @throws {Error} with a sentence for the person when the environment makes no sense. */
export function openHouse(env: NodeJS.ProcessEnv): House {
  const home = env.TABLECAST_HOME || join(env.XDG_DATA_HOME || join(homedir(), '.local', 'share'), 'tablecast')
  const portBase = Number(env.TABLECAST_PORT_BASE || portBaseDefault)
  if (!Number.isInteger(portBase) || portBase < 1024 || portBase > 65_000) {
    throw new Error(`TABLECAST_PORT_BASE is ${env.TABLECAST_PORT_BASE}: it must be a whole number from 1024 to 65000`)
  }
  mkdirSync(home, { recursive: true, mode: 0o755 })
  const port = (offset: number) => portBase + offset
  return {
    home,
    portBase,
    ports: {
      gateway: port(0),
      sfu: port(1),
      game: port(2),
      wallet: port(3),
      studio: port(10),
      preview: port(11),
      media: port(12),
      virtual: port(20),
      camera: port(21),
      wheel: port(22),
      wideCamera: port(23),
      closeCamera: port(24),
    },
    serviceSecret: env.SERVICE_SECRET || keptSecret(join(home, 'service-secret')),
  }
}

/** The secret in `file`, made at the first call; only its owner can read it. */
function keptSecret(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim()
  } catch {
    writeFileSync(file, `${randomBytes(32).toString('base64url')}\n`, { mode: 0o600, flag: 'wx' })
    return readFileSync(file, 'utf8').trim()
  }
}

/**
 * Makes sure that only one process plays `role` in this house. A lock whose process is gone is taken over.
 * @returns what gives the lock back
 * @throws {Error} with a sentence for the person when another process holds it.
 */
export function takeLock(house: House, role: string): () => void {
  const file = join(house.home, `${role}.lock`)
  const holder = lockHolder(file)
  if (holder !== null) {
    throw new Error(
      `Tablecast already runs here as ${holder < 0 ? "another person's process" : `process ${holder}`}. Stop it first, or give this one its own TABLECAST_HOME and TABLECAST_PORT_BASE.`,
    )
  }
  rmSync(file, { force: true })
  const handle = openSync(file, 'wx', 0o644)
  writeSync(handle, String(process.pid))
  closeSync(handle)
  return () => rmSync(file, { force: true })
}

function lockHolder(file: string): number | null {
  try {
    const pid = Number(readFileSync(file, 'utf8'))
    // A lock from before the machine started names a process that is long gone, whoever has its number now.
    const bootedAt = Date.now() - uptime() * 1000
    if (!(pid > 0) || statSync(file).mtimeMs < bootedAt) return null
    process.kill(pid, 0)
    return pid
  } catch (error) {
    // EPERM: it lives and is somebody else's. Anything else: there is no file, or no such process.
    return (error as NodeJS.ErrnoException).code === 'EPERM' ? -1 : null
  }
}
