import { type ChildProcess, spawn } from 'node:child_process'
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as delay } from 'node:timers/promises'
import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/websocket'
import type { ContractRouterClient } from '@orpc/contract'
import { WebSocket } from 'ws'
import { gameContract, sfuContract, walletContract } from '../../backend/contract/index.ts'
import { serviceClient } from '../../backend/platform/index.ts'
import type { StudioContract, StudioView } from '../../electron/studio/api/index.ts'
import { type FaultName, type VirtualSpin, virtualSpinSchema } from '../../native/virtual/index.ts'
import { TestPlayer } from './player.ts'
import { freePortBlock } from './ports.ts'

const root = resolve(import.meta.dirname, '../..')
const startMsMax = 90_000
const callMsMax = 5_000
/** Between two tries to reach a studio that is away. */
const reconnectMs = 250

export interface HouseWishes {
  readonly speed?: number
  readonly seed?: number
  /** Without it the desktop is started by the test itself. */
  readonly studio?: boolean
  /** An earlier home, to start in again. */
  readonly home?: string
}

/** A house that runs: `npm start -- --headless` in its own home. */
export class StartedHouse {
  readonly home: string
  readonly portBase: number
  readonly controlRoomUrl: string
  readonly playerUrl: string
  readonly configuration: string
  readonly #launcher: ChildProcess
  #window: { readonly socket: WebSocket; readonly client: ContractRouterClient<StudioContract> } | undefined
  readonly #spins = new Map<number, VirtualSpin>()
  #player: Promise<TestPlayer> | undefined

  static async start(wishes: HouseWishes = {}): Promise<StartedHouse> {
    const home = wishes.home ?? mkdtempSync(join(tmpdir(), 'tablecast-house-'))
    // The database runs as another system user and must reach its folder.
    chmodSync(home, 0o755)
    const portBase = await freePortBlock()
    const args = ['electron/launch.ts', '--virtual', '--headless']
    if (wishes.studio === false) args.push('--no-studio')
    if (wishes.speed) args.push('--speed', String(wishes.speed))
    if (wishes.seed !== undefined) args.push('--seed', String(wishes.seed))
    const launcher = spawn(process.execPath, args, {
      cwd: root,
      env: { ...process.env, TABLECAST_HOME: home, TABLECAST_PORT_BASE: String(portBase) },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    try {
      return new StartedHouse(home, portBase, launcher, await readyLine(launcher))
    } catch (error) {
      launcher.kill()
      throw new Error(`${(error as Error).message}\n${lastLogs(home)}`)
    }
  }

  private constructor(home: string, portBase: number, launcher: ChildProcess, ready: ReadonlyMap<string, string>) {
    this.home = home
    this.portBase = portBase
    this.#launcher = launcher
    this.controlRoomUrl = ready.get('control-room') ?? ''
    this.playerUrl = ready.get('player') ?? ''
    this.configuration = ready.get('config') ?? ''
  }

  get launcherPid(): number {
    return this.#launcher.pid ?? 0
  }

  get game() {
    return serviceClient(gameContract, this.#url(2), this.#secret, { timeoutMs: callMsMax })
  }

  get wallet() {
    return serviceClient(walletContract, this.#url(3), this.#secret, { timeoutMs: callMsMax })
  }

  get sfu() {
    return serviceClient(sfuContract, this.#url(1), this.#secret, { timeoutMs: callMsMax })
  }

  /** A window's connection to the studio: opened anew when it was lost, closed with the house. */
  studio(): ContractRouterClient<StudioContract> {
    if (this.#window && this.#window.socket.readyState <= WebSocket.OPEN) return this.#window.client
    const { host, hash, origin } = new URL(this.controlRoomUrl)
    const socket = new WebSocket(`ws://${host}/api`, [`tablecast.${hash.slice(1)}`], { origin })
    socket.on('error', () => {})
    const client: ContractRouterClient<StudioContract> = createORPCClient(new RPCLink({ websocket: socket as never }))
    this.#window = { socket, client }
    return client
  }

  /** What a window sees, across the studio's restarts. @throws when the time (ms) is over */
  async *views(timeoutMs: number): AsyncGenerator<StudioView> {
    const signal = AbortSignal.timeout(timeoutMs)
    while (true) {
      try {
        yield* await this.studio().watch(undefined, { signal })
      } catch {
        signal.throwIfAborted()
        await delay(reconnectMs)
      }
    }
  }

  /** The first view for which `wanted` holds. @throws when the time (ms) ends first */
  async view(wanted: (view: StudioView) => boolean, timeoutMs = 60_000): Promise<StudioView> {
    let last: StudioView | undefined
    try {
      for await (const view of this.views(timeoutMs)) {
        last = view
        if (wanted(view)) return view
      }
    } catch (error) {
      throw new Error(`The studio never showed what was awaited (${error}). Last: ${JSON.stringify(last?.table)}`)
    }
    throw new Error('The studio ended its views')
  }

  /** The house's one test player, who stays. */
  player(): Promise<TestPlayer> {
    this.#player ??= TestPlayer.join(this.playerUrl)
    return this.#player
  }

  /** What truly happened at the virtual wheel, newest first, as far as it was asked before it forgot. */
  async spins(): Promise<VirtualSpin[]> {
    const answer = await fetch(`${this.#url(20)}/spins?limit=1000`).catch(() => null)
    const told = answer?.ok ? virtualSpinSchema.array().parse(await answer.json()) : []
    for (const spin of told) this.#spins.set(spin.startedAt, spin)
    return [...this.#spins.values()].sort((a, b) => b.startedAt - a.startedAt)
  }

  async setFault(name: FaultName, spins: number | null): Promise<void> {
    const answer = await fetch(`${this.#url(20)}/faults/${name}`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ spins }),
    })
    if (!answer.ok) throw new Error(`The fault ${name} was refused: ${await answer.text()}`)
  }

  async clearFault(name: FaultName): Promise<void> {
    const answer = await fetch(`${this.#url(20)}/faults/${name}`, { method: 'DELETE' })
    if (!answer.ok) throw new Error(`The fault ${name} was not cleared: ${await answer.text()}`)
  }

  /** Stops it as Ctrl-C does. @returns the launcher's exit code */
  async stop(): Promise<number | null> {
    this.#window?.socket.terminate()
    const player = await this.#player?.catch(() => undefined)
    player?.close()
    const ended = new Promise<number | null>((resolve) => this.#launcher.once('exit', resolve))
    if (this.#launcher.exitCode !== null) return this.#launcher.exitCode
    this.#launcher.kill('SIGINT')
    return ended
  }

  /** The last lines of every log, for a failure's message. */
  logs(): string {
    return lastLogs(this.home)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop()
    rmSync(this.home, { recursive: true, force: true })
  }

  #url(offset: number): string {
    return `http://127.0.0.1:${this.portBase + offset}`
  }

  get #secret(): string {
    return readFileSync(join(this.home, 'service-secret'), 'utf8').trim()
  }
}

async function readyLine(launcher: ChildProcess): Promise<Map<string, string>> {
  const said: string[] = []
  const timer = setTimeout(() => launcher.kill(), startMsMax)
  try {
    launcher.stderr?.on('data', (data: Buffer) => said.push(data.toString()))
    if (!launcher.stdout) throw new Error('The launcher has no output')
    for await (const line of createInterface(launcher.stdout)) {
      said.push(`${line}\n`)
      if (!line.startsWith('tablecast ready ')) continue
      launcher.stdout.resume()
      return new Map(
        line
          .split(' ')
          .slice(2)
          .map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]),
      )
    }
    throw new Error(`The house did not start:\n${said.join('')}`)
  } finally {
    clearTimeout(timer)
  }
}

function lastLogs(home: string): string {
  try {
    const folder = join(home, 'logs')
    return readdirSync(folder)
      .map((name) => `── ${name}\n${readFileSync(join(folder, name), 'utf8').split('\n').slice(-15).join('\n')}`)
      .join('\n')
  } catch {
    return ''
  }
}
