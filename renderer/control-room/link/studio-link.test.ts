import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { implement } from '@orpc/server'
import { RPCHandler } from '@orpc/server/ws'
import { afterEach, expect, it } from 'vitest'
import { WebSocketServer } from 'ws'
import {
  type StudioRecord,
  type StudioView,
  studioContract,
  studioViewSchema,
} from '../../../electron/studio/api/index.ts'
import type { Connection } from './connection.ts'
import { StudioLink, type StudioSink } from './studio-link.ts'

const ok = { level: 'ok', text: 'Fine' } as const
const view = studioViewSchema.parse({
  table: {
    tableId: 'roulette-1',
    name: 'Roulette 1',
    revision: 1,
    at: 1_000,
    phase: 'idle',
    results: [],
    sources: [],
    visionSource: null,
    eyes: [],
    procedure: [],
    mix: { scenes: [], tally: null, director: { automatic: false, text: '' } },
    sensor: { port: 'open', address: 'virtual', lastFrameAt: null, attention: ok },
    program: {
      onAir: false,
      encoder: '',
      fps: 0,
      bitrate: 0,
      rungs: [],
      delayMs: null,
      repeated: 0,
      dropped: 0,
      viewers: null,
      sound: null,
      attention: ok,
    },
    record: null,
    encoders: { known: [], choice: 'auto', replaced: null },
    outbox: { waiting: 0, lastAcknowledgedAt: null, attention: ok },
    clock: null,
    simulated: false,
  },
  processes: [],
  previewUrl: null,
  playerUrl: null,
})
const record: StudioRecord = { id: 1, at: 1_000, level: 'info', kind: 'round', text: 'Round 1 opened' }

/** A real studio's door: one view and one record, then silence until the socket ends. */
async function serve(answer: () => StudioView, port = 0): Promise<WebSocketServer> {
  const os = implement(studioContract)
  const handler = new RPCHandler(
    os.router({
      watch: os.watch.handler(async function* () {
        yield answer()
        await new Promise(() => undefined)
      }),
      records: os.records.handler(async function* () {
        yield record
        await new Promise(() => undefined)
      }),
      approve: os.approve.handler(({ errors }) => {
        throw errors.STALE()
      }),
      correct: os.correct.handler(() => ({ revision: 2 })),
      void: os.void.handler(() => ({ revision: 2 })),
      mix: {
        preview: os.mix.preview.handler(() => ({})),
        take: os.mix.take.handler(() => ({})),
        automatic: os.mix.automatic.handler(() => ({})),
      },
      picture: {
        settings: os.picture.settings.handler(({ errors }) => {
          throw errors.MEDIA_AWAY()
        }),
        change: os.picture.change.handler(() => ({ revision: 2 })),
        devices: os.picture.devices.handler(() => ({ devices: [] })),
        look: os.picture.look.handler(({ errors }) => {
          throw errors.NO_LOOK()
        }),
        probe: os.picture.probe.handler(() => ({})),
        clip: os.picture.clip.handler(({ errors }) => {
          throw errors.NO_CLIP()
        }),
      },
      faults: {
        list: os.faults.list.handler(({ errors }) => {
          throw errors.NO_SIMULATOR()
        }),
        set: os.faults.set.handler(() => ({})),
        clear: os.faults.clear.handler(() => ({})),
      },
    }),
  )
  const server = new WebSocketServer({ host: '127.0.0.1', port, handleProtocols: () => 'tablecast.secret' })
  server.on('connection', (socket) => void handler.upgrade(socket))
  await once(server, 'listening')
  closing.push(() => stop(server))
  return server
}

async function stop(server: WebSocketServer): Promise<void> {
  for (const client of server.clients) client.terminate()
  await new Promise((resolve) => server.close(resolve))
}

const portOf = (server: WebSocketServer) => (server.address() as AddressInfo).port

/** Everything that the link said, and a wait for one particular thing. */
class Heard implements StudioSink {
  readonly connections: Connection[] = []
  readonly views: StudioView[] = []
  readonly records: StudioRecord[] = []
  #watchers: (() => void)[] = []

  applyConnection(connection: Connection) {
    this.connections.push(connection)
    for (const watcher of this.#watchers) watcher()
  }
  applyView(view: StudioView) {
    this.views.push(view)
    for (const watcher of this.#watchers) watcher()
  }
  applyRecords(records: readonly StudioRecord[]) {
    this.records.push(...records)
    for (const watcher of this.#watchers) watcher()
  }
  applyFaults() {}

  until(holds: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      const watcher = () => {
        if (holds()) resolve()
      }
      this.#watchers.push(watcher)
      watcher()
    })
  }
}

const closing: (() => Promise<void> | void)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

function connect(port: number, heard: Heard): StudioLink {
  const link = new StudioLink(
    { url: `ws://127.0.0.1:${port}/api`, protocol: 'tablecast.secret', secret: 'secret' },
    heard,
  )
  closing.push(() => link.close())
  return link
}

it('hands on views and records, and comes back after the studio was away', async () => {
  const heard = new Heard()
  const server = await serve(() => view)
  const port = portOf(server)
  connect(port, heard)
  await heard.until(() => heard.connections.at(-1)?.state === 'open' && heard.records.length === 1)
  expect(heard.views).toEqual([view])
  expect(heard.records).toEqual([record])

  await stop(server)
  await heard.until(() => heard.connections.at(-1)?.state === 'waiting')
  expect(heard.connections.at(-1)).toMatchObject({ attempt: 1, reason: 'The connection to the studio was lost.' })

  await serve(() => view, port)
  await heard.until(() => heard.connections.at(-1)?.state === 'open')
  expect(heard.views).toHaveLength(2)
})

it('counts its attempts while nobody answers, and tries at once when asked', async () => {
  const server = await serve(() => view)
  const port = portOf(server)
  await stop(server)
  const heard = new Heard()
  const link = connect(port, heard)
  for (const attempt of [1, 2, 3]) {
    await heard.until(() => heard.connections.at(-1)?.state === 'waiting')
    expect(heard.connections.at(-1)).toMatchObject({ attempt, reason: 'The studio does not answer.' })
    link.retryNow()
    await heard.until(() => heard.connections.at(-1)?.state === 'connecting')
  }
  expect(() => link.client).toThrow('The studio is away.')
})

it('shows nothing that the contract does not allow', async () => {
  const heard = new Heard()
  const server = await serve(() => view)
  // A studio of another version: the same words on the wire, with a phase that this window does not know.
  server.prependListener('connection', (socket) => {
    const send = socket.send.bind(socket)
    socket.send = (data: Parameters<typeof send>[0]) => {
      const text = data instanceof Uint8Array ? Buffer.from(data).toString() : String(data)
      send(text.replace('idle', 'doze'))
    }
  })
  connect(portOf(server), heard)
  await heard.until(() => heard.connections.at(-1)?.state === 'waiting')
  expect(heard.views).toEqual([])
  expect(heard.connections.at(-1)).toMatchObject({ reason: expect.stringContaining('another version') })
})

it('gives a refusal as a typed error with its sentence', async () => {
  const heard = new Heard()
  const link = connect(portOf(await serve(() => view)), heard)
  await heard.until(() => heard.connections.at(-1)?.state === 'open')
  const command = {
    commandId: crypto.randomUUID(),
    tableId: view.table.tableId,
    roundId: '3f0c9b1e-7a55-4a0e-9c5b-1d2e3f405162' as Parameters<typeof link.client.approve>[0]['roundId'],
    revision: 1,
    operator: 'Maria',
    pocket: 17,
  }
  await expect(link.client.approve(command)).rejects.toMatchObject({
    code: 'STALE',
    defined: true,
    message: 'The table changed while you decided. Look again.',
  })
})
