import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer as createHttpServer } from 'node:http'
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/websocket'
import type { ContractRouterClient } from '@orpc/contract'
import { OpenAPIHandler } from '@orpc/openapi/node'
import { implement } from '@orpc/server'
import {
  gameContract,
  type Phase,
  type TableEvent,
  type TableView,
  tableIdSchema,
  toAmount,
} from '../../../backend/contract/index.ts'
import type {
  StudioContract,
  StudioRecord,
  StudioView,
  TableConfiguration,
} from '../../../electron/studio/api/index.ts'
import { encodeStatus, encodeWinningNumber, type SlingShotStatus } from '../../../native/sensors/index.ts'
import { virtualWheelCalibration } from '../../../native/virtual/index.ts'
import { until } from '../until.ts'

const root = resolve(import.meta.dirname, '../../..')
const tableId = tableIdSchema.parse('roulette-1')
export const secret = 'the-secret-of-this-launch'
const serviceSecret = 'the-secret-of-the-services'

async function listening(server: Server, port = 0): Promise<number> {
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  return (server.address() as AddressInfo).port
}

/** As often as a real one. */
const statusEveryMs = 500

/** A wheel at the other end of a TCP line, that does what a test says, and says again and again where it is. */
class ScriptedWheel {
  readonly #again = setInterval(() => this.#tell(), statusEveryMs)
  #status: SlingShotStatus = {
    state: 'before_game',
    spin: 1,
    number: null,
    warnings: [],
    rotorRpm: 16,
    direction: 'clockwise',
  }
  readonly #server = createServer((socket) => {
    socket.on('error', () => {})
    this.#line = socket
  })
  #line: Socket | undefined
  port = 0

  async open(): Promise<void> {
    this.port = await listening(this.#server)
  }

  state(state: SlingShotStatus['state'], number: number | null = null): void {
    this.#status = { ...this.#status, state, number }
    this.#tell()
  }

  /** From idle until the ball falls. */
  spin(): void {
    for (const state of ['before_game', 'place_bets', 'ball_in_rim', 'no_more_bets'] as const) this.state(state)
  }

  number(pocket: number): void {
    this.#line?.write(encodeWinningNumber(pocket))
    this.state('winning_number', pocket)
  }

  get connected(): boolean {
    return this.#line?.readyState === 'open'
  }

  close(): void {
    clearInterval(this.#again)
    this.#line?.destroy()
    this.#server.close()
  }

  #tell(): void {
    this.#line?.write(encodeStatus(this.#status))
  }
}

/** The other end of the scripted media process: what a test says that the camera sees. */
class ScriptedCamera {
  readonly #server = createServer((socket) => {
    socket.on('error', () => {})
    this.#line = socket
    this.#tell({ type: 'source', at: Date.now(), state: 'ok' })
  })
  #line: Socket | undefined
  port = 0

  async open(): Promise<void> {
    this.port = await listening(this.#server)
  }

  /** The ball rests, after it was seen rolling just now. */
  sees(pocket: number): void {
    const at = Date.now()
    this.#tell({
      type: 'reading',
      reading: {
        kind: 'resting',
        pocket,
        confidence: 0.97,
        capturedAt: at,
        since: at,
        rolledAt: at,
        frames: 8,
        crop: { x: 0, y: 0, width: 8, height: 8 },
      },
      crop: Buffer.from(`crop of ${pocket}`).toString('base64'),
    })
  }

  close(): void {
    this.#line?.destroy()
    this.#server.close()
  }

  #tell(report: object): void {
    this.#line?.write(`${JSON.stringify(report)}\n`)
  }
}

/** A game behind real HTTP that keeps the contract's order and records what it is given. */
class RecordingGame {
  readonly events: TableEvent[] = []
  readonly deliveries: number[][] = []
  phase: Phase = 'idle'
  #server = createHttpServer()
  port = 0

  get isOpen(): boolean {
    return this.#server.listening
  }

  get types(): string[] {
    return this.events.map(({ body }) => body.type)
  }

  async open(): Promise<void> {
    const handler = new OpenAPIHandler(this.#router())
    this.#server = createHttpServer(async (request, response) => {
      if (request.headers.authorization !== `Bearer ${serviceSecret}`) {
        response.writeHead(401).end()
        return
      }
      const { matched } = await handler.handle(request, response, { context: {} })
      if (!matched) response.writeHead(404).end()
    })
    this.port = await listening(this.#server, this.port)
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections()
    this.#server.close()
  }

  #router() {
    const os = implement(gameContract)
    return {
      table: os.table.handler((): TableView => {
        const opened = this.events.findLast(({ body }) => body.type === 'round_opened')?.body
        return {
          tableId,
          currency: 'EUR',
          minimum: toAmount(100n),
          maximum: toAmount(100_000n),
          phase: this.phase,
          ...(opened?.type === 'round_opened' && {
            round: {
              roundId: opened.roundId,
              number: opened.number,
              opensAt: opened.opensAt,
              closesAt: opened.opensAt + opened.windowMs,
              slips: 3,
              staked: toAmount(4_200n),
            },
          }),
          results: [],
          sequence: this.events.length,
        }
      }),
      deliver: os.deliver.handler(({ input, errors }) => {
        this.deliveries.push(input.events.map(({ sequence }) => sequence))
        for (const event of input.events) {
          if (event.sequence > this.events.length + 1) throw errors.EVENT_OUT_OF_ORDER()
          if (event.sequence === this.events.length + 1) this.events.push(event)
        }
        return { acknowledged: this.events.length, ignored: [] }
      }),
    }
  }
}

/** A running studio process and a window that is connected to it. */
export class RunningStudio {
  readonly url: string
  readonly client: ContractRouterClient<StudioContract>
  readonly #child: ChildProcess
  readonly #socket: WebSocket

  static async start(env: Record<string, string>, configuration: string): Promise<RunningStudio> {
    const child = spawn(process.execPath, ['electron/studio/main.ts', '--config', configuration], {
      cwd: root,
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      env: { ...process.env, ...env },
    })
    const ready = once(child, 'message')
    const ended = once(child, 'exit').then(([code]) => Promise.reject(new Error(`the studio ended with ${code}`)))
    const [message] = (await Promise.race([ready, ended])) as [{ url: string }]
    ended.catch(() => {})
    const url = new URL(message.url)
    const socket = new WebSocket(`ws://${url.host}/api`, `tablecast.${url.hash.slice(1)}`)
    await once(socket, 'open')
    return new RunningStudio(child, url.origin, socket)
  }

  private constructor(child: ChildProcess, url: string, socket: WebSocket) {
    this.#child = child
    this.url = url
    this.#socket = socket
    this.client = createORPCClient(new RPCLink({ websocket: socket }))
  }

  /** The first view that holds, from now on. */
  async view(holds: (view: StudioView) => boolean): Promise<StudioView> {
    const seen = new AbortController()
    try {
      for await (const view of await this.client.watch(undefined, { signal: seen.signal })) if (holds(view)) return view
    } finally {
      seen.abort()
    }
    throw new Error('the studio ended')
  }

  /** The first record with such a text, from the beginning. */
  async record(text: string): Promise<StudioRecord> {
    const seen = new AbortController()
    try {
      for await (const record of await this.client.records({ limit: 500 }, { signal: seen.signal })) {
        if (record.text.includes(text)) return record
      }
    } finally {
      seen.abort()
    }
    throw new Error('the studio ended')
  }

  async kill(signal: NodeJS.Signals): Promise<void> {
    this.#socket.close()
    const ended = once(this.#child, 'exit')
    this.#child.kill(signal)
    await ended
  }

  get alive(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null
  }
}

/** Everything around a studio: a wheel, a camera, a game, and a folder for its store. */
export class World implements AsyncDisposable {
  readonly wheel = new ScriptedWheel()
  readonly camera = new ScriptedCamera()
  readonly game = new RecordingGame()
  readonly home = mkdtempSync(join(tmpdir(), 'tablecast-studio-'))
  readonly #studios: RunningStudio[] = []

  static async open(): Promise<World> {
    const world = new World()
    await Promise.all([world.wheel.open(), world.camera.open(), world.game.open()])
    return world
  }

  /** @returns a studio whose wheel and camera are there, and its backend unless that is away */
  async start(): Promise<RunningStudio> {
    const file = join(this.home, 'table.json')
    writeFileSync(file, JSON.stringify(this.#configuration()))
    const environment = {
      TABLECAST_HOME: this.home,
      STUDIO_PORT: '0',
      STUDIO_SECRET: secret,
      SERVICE_SECRET: serviceSecret,
      MEDIA_PROGRAM: fileURLToPath(new URL('./scripted-media.ts', import.meta.url)),
      SCRIPTED_MEDIA_PORT: String(this.camera.port),
      CONTROL_ROOM_DIR: join(this.home, 'no-window'),
    }
    const studio = await RunningStudio.start(environment, file)
    this.#studios.push(studio)
    const expected = this.game.isOpen ? [] : ['backend']
    await until(async () => {
      const answer = (await (await fetch(`${studio.url}/readyz`)).json()) as { missing: string[] }
      return this.wheel.connected && answer.missing.join() === expected.join()
    })
    return studio
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const studio of this.#studios) if (studio.alive) await studio.kill('SIGTERM')
    this.wheel.close()
    this.camera.close()
    await this.game.close()
    rmSync(this.home, { recursive: true, force: true })
  }

  #configuration(): TableConfiguration {
    const nobody = 'http://127.0.0.1:9'
    return {
      tableId,
      name: 'Roulette 1',
      source: { id: 'camera', name: 'Wheel camera', url: 'tcp://127.0.0.1:9' },
      wheel: virtualWheelCalibration,
      sensor: { kind: 'tcp', host: '127.0.0.1', port: this.wheel.port },
      program: { width: 1280, height: 720, fps: 30, bitrate: 2_500_000 },
      round: { windowMs: 60_000, lastBetsMs: 0, witnessWaitMs: 1_000, spinMsMax: 60_000, confidenceMin: 0.9 },
      backend: { gateway: nobody, game: `http://127.0.0.1:${this.game.port}`, sfu: nobody },
    }
  }
}
