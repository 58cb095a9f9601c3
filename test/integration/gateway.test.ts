import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ortc, workerBin } from 'mediasoup'
import { Registry } from 'prom-client'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import {
  gameContract,
  ingestWishSchema,
  type RoundId,
  roundIdSchema,
  type Slip,
  slipIdSchema,
  type TableEventBody,
  tableEventSchema,
  tableIdSchema,
  toAmount,
} from '../../backend/contract/index.ts'
import { gameSettings, startGame } from '../../backend/game/index.ts'
import { Gateway, type GatewayOptions, gatewayBounds, hangUps } from '../../backend/gateway/index.ts'
import {
  Bus,
  createLog,
  Database,
  type RunningService,
  readSettings,
  serviceClient,
  startService,
} from '../../backend/platform/index.ts'
import { Sfu, SfuMetrics, sfuRouter } from '../../backend/sfu/index.ts'
import { startWallet } from '../../backend/wallet/index.ts'
import { askSession, GatewaySocket, newSession } from './gateway-socket.ts'
import { freePort, stopTestServer, type TestDatabase, testDatabase } from './postgres.ts'
import { until } from './until.ts'

const secret = 'a secret of this test'
const tableId = tableIdSchema.parse('roulette-1')
const log = createLog('gateway-test')
log.level = 'silent'

let at: TestDatabase
let wallet: RunningService
let game: RunningService
let gamePort: number
let options: GatewayOptions
let gateway: Gateway

const openGame = () => {
  const own = { GAME_PORT: String(gamePort), DATABASE_URL: at.url('game') }
  return startGame(readSettings(gameSettings, { ...own, SERVICE_SECRET: secret, WALLET_URL: wallet.url }))
}

/** A gateway, open and behind nothing but the SFU, which few tests need. */
async function openGateway(changed: Partial<GatewayOptions> = {}): Promise<Gateway> {
  const one = await Gateway.start({ ...options, ...changed }, log, new Registry())
  await until(async () => !(await missing(one)).some((name) => name !== 'sfu'))
  return one
}

async function missing(one: Gateway): Promise<string[]> {
  const answer = (await (await fetch(`${one.url}/readyz`)).json()) as { missing: string[] }
  return answer.missing
}

const bounded = (changed: Partial<GatewayOptions['bounds']>) => ({ bounds: { ...gatewayBounds, ...changed } })

beforeAll(async () => {
  at = await testDatabase()
  wallet = await startWallet({ WALLET_PORT: 0, DATABASE_URL: at.url('wallet'), SERVICE_SECRET: secret })
  gamePort = await freePort()
  game = await openGame()
  options = {
    port: 0,
    listenIp: '127.0.0.1',
    tableId,
    secret,
    gameUrl: game.url,
    walletUrl: wallet.url,
    sfuUrl: `http://127.0.0.1:${await freePort()}`,
    databaseUrl: at.url('gateway'),
    pageFolder: join(tmpdir(), `no-page-${randomUUID()}`),
    origins: new Set(['https://play.example']),
    bounds: gatewayBounds,
  }
  gateway = await openGateway()
})

afterAll(async () => {
  await gateway?.[Symbol.asyncDispose]()
  await game?.[Symbol.asyncDispose]()
  await wallet?.[Symbol.asyncDispose]()
  await stopTestServer()
})

let sequence = 0
/** Tells the game what happened at the table. */
async function happens(...bodies: TableEventBody[]): Promise<void> {
  const events = bodies.map((body) => {
    sequence += 1
    return tableEventSchema.parse({ id: randomUUID(), tableId, sequence, at: Date.now(), body })
  })
  await serviceClient(gameContract, game.url, secret).deliver({ tableId, events })
}

async function openRound(): Promise<RoundId> {
  const roundId = roundIdSchema.parse(randomUUID())
  await happens({ type: 'round_opened', roundId, number: sequence + 1, opensAt: Date.now(), windowMs: 600_000 })
  return roundId
}

/** The round that is open ends on a pocket. */
async function endRound(roundId: RoundId, pocket: number): Promise<void> {
  const authority = { by: 'witnesses' } as const
  await happens(
    { type: 'no_more_bets', roundId },
    { type: 'resulting', roundId },
    { type: 'result_confirmed', roundId, pocket, standing: 'confirmed', authority },
  )
}

const newSlip = (roundId: RoundId, spot = 'straight-17', stake = 100n) => ({
  type: 'place_bets' as const,
  request: 1,
  slipId: slipIdSchema.parse(randomUUID()),
  roundId,
  bets: [{ spot, stake: toAmount(stake) }],
})

describe('a session', () => {
  test('is a new player with a purse, and the same player for the token', async () => {
    const first = await newSession(gateway.url)
    expect(first.tableId).toBe(tableId)
    expect((await newSession(gateway.url)).playerId).not.toBe(first.playerId)
    const again = await newSession(gateway.url, { token: first.token })
    expect(again.playerId).toBe(first.playerId)
    const { socket, welcome } = await GatewaySocket.welcomed(gateway.url, again)
    await using _socket = socket
    expect(BigInt(welcome.balance)).toBeGreaterThan(0n)
    expect(welcome).toMatchObject({ playerId: first.playerId, slips: [], resumed: false, pictureInstance: null })
  })

  test('is refused for a token that is not known, and for a body that is not understood', async () => {
    const { token } = await newSession(gateway.url)
    const altered = await askSession(gateway.url, { token: `${token.slice(0, -1)}${token.endsWith('A') ? 'B' : 'A'}` })
    expect([altered.status, await altered.json()]).toEqual([401, expect.objectContaining({ code: 'NOT_SIGNED_IN' })])
    expect((await askSession(gateway.url, { token: 7 })).status).toBe(400)
    expect((await askSession(gateway.url, { token: 'x'.repeat(5_000) })).status).toBe(400)
  })

  test('is refused when one address wants too many', async () => {
    await using strict = await openGateway(bounded({ sessionsPerAddress: { burst: 2, perSecond: 0, keysMax: 10 } }))
    const answers = [await askSession(strict.url), await askSession(strict.url), await askSession(strict.url)]
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 429])
  })
})

describe('a player', () => {
  test('places a slip, is told how it ends, and nobody else is', async () => {
    const [anna, boris] = [await newSession(gateway.url), await newSession(gateway.url)]
    const { socket, welcome } = await GatewaySocket.welcomed(gateway.url, anna)
    const other = await GatewaySocket.welcomed(gateway.url, boris)
    await using _sockets = socket
    await using _others = other.socket
    const roundId = await openRound()
    await socket.first('event', ({ event }) => event.type === 'table' && event.table.round?.roundId === roundId)
    const slip = newSlip(roundId)
    socket.send(slip)
    const answer = await socket.first('slip')
    expect(answer).toMatchObject({ request: 1, slip: { slipId: slip.slipId, state: 'accepted', staked: '100' } })
    expect(BigInt(answer.balance)).toBe(BigInt(welcome.balance) - 100n)
    await endRound(roundId, 17)
    const isEnd = (one: Slip) => one.slipId === slip.slipId && one.state === 'settled'
    const end = await socket.first('event', ({ event }) => event.type === 'slip' && isEnd(event.slip))
    expect(end.event).toMatchObject({ slip: { returned: '3600', pocket: 17 } })
    const isOver = (phase: string) => phase === 'settled'
    await other.socket.first('event', ({ event }) => event.type === 'table' && isOver(event.table.phase))
    expect(JSON.stringify(other.socket.heard)).not.toContain(slip.slipId)
    // Who comes now finds it in the view.
    const late = await GatewaySocket.welcomed(gateway.url, anna)
    await using _late = late.socket
    expect(late.welcome.slips).toEqual([expect.objectContaining({ slipId: slip.slipId, state: 'settled' })])
    expect(BigInt(late.welcome.balance)).toBe(BigInt(welcome.balance) + 3_500n)
  })

  test('is refused with the game’s own code', async () => {
    const { socket } = await GatewaySocket.welcomed(gateway.url, await newSession(gateway.url))
    await using _socket = socket
    socket.send(newSlip(roundIdSchema.parse(randomUUID())))
    expect(await socket.first('refused')).toMatchObject({ request: 1, code: expect.stringMatching(/^ROUND_/) })
    expect(socket.raw.readyState).toBe(socket.raw.OPEN)
  })

  test('measures the server’s clock with a ping', async () => {
    const { socket } = await GatewaySocket.welcomed(gateway.url, await newSession(gateway.url))
    await using _socket = socket
    const before = Date.now()
    socket.send({ type: 'ping', request: 9 })
    const { request, serverAt } = await socket.first('pong')
    expect(request).toBe(9)
    expect(serverAt).toBeGreaterThanOrEqual(before)
    expect(serverAt).toBeLessThanOrEqual(Date.now())
  })

  test('is asked to sign in where the session is not known, and hung up on', async () => {
    const socket = await GatewaySocket.open(gateway.url)
    socket.send({ type: 'hello', token: 'a token of nobody' })
    expect(await socket.first('refused')).toMatchObject({ code: 'NOT_SIGNED_IN' })
    expect((await socket.closed).code).toBe(hangUps.notSignedIn[0])
  })

  test('who opens ever more sockets keeps the newest', async () => {
    await using narrow = await openGateway(bounded({ socketsPerPlayerMax: 2 }))
    const session = await newSession(narrow.url)
    const sockets = []
    for (const _ of [1, 2, 3]) sockets.push((await GatewaySocket.welcomed(narrow.url, session)).socket)
    expect((await sockets[0]?.closed)?.code).toBe(hangUps.replaced[0])
    expect(sockets.slice(1).map(({ raw }) => raw.readyState)).toEqual([1, 1])
    for (const socket of sockets) await socket[Symbol.asyncDispose]()
  })
})

describe('who comes back', () => {
  /** Rounds with a bet of the player's, so that there are events of the table and of the player. */
  async function play(from: GatewaySocket, rounds: number): Promise<void> {
    for (let round = 0; round < rounds; round += 1) {
      const roundId = await openRound()
      const slip = newSlip(roundId, 'red')
      from.send(slip)
      await endRoundAfter(from, slip.slipId, roundId)
    }
  }

  async function endRoundAfter(from: GatewaySocket, slipId: string, roundId: RoundId): Promise<void> {
    await from.first('slip', ({ slip }) => slip.slipId === slipId)
    await endRound(roundId, 1)
    await from.first(
      'event',
      ({ event }) => event.type === 'slip' && event.slip.slipId === slipId && event.slip.state === 'settled',
    )
    await from.first(
      'event',
      ({ event }) =>
        event.type === 'table' && event.table.phase === 'settled' && event.table.round?.roundId === roundId,
    )
  }

  test('gets every event once, in order, over any number of breaks', async () => {
    const session = await newSession(gateway.url)
    const { socket: observer, welcome } = await GatewaySocket.welcomed(gateway.url, session)
    await using _observer = observer
    let lastSeq = welcome.seq
    const seen: number[] = []
    const playing = play(observer, 4)
    let over = false
    void playing.finally(() => {
      over = true
    })
    for (let breaks = 0; !over || breaks < 3; breaks += 1) {
      const { socket, welcome: back } = await GatewaySocket.welcomed(gateway.url, session, lastSeq)
      expect(back).toMatchObject({ resumed: true, seq: lastSeq })
      await new Promise((resolve) => setImmediate(resolve))
      await socket[Symbol.asyncDispose]()
      seen.push(...socket.events)
      lastSeq = seen.at(-1) ?? lastSeq
    }
    await playing
    const { socket: last } = await GatewaySocket.welcomed(gateway.url, session, lastSeq)
    await using _last = last
    const newest = observer.events.at(-1) ?? Number.NaN
    if (lastSeq < newest) await last.first('event', ({ seq }) => seq === newest)
    expect([...seen, ...last.events]).toEqual(observer.events)
    expect(observer.events.length).toBeGreaterThan(12)
  })

  test('after the gateway itself was restarted is resumed as well', async () => {
    const session = await newSession(gateway.url)
    const first = await openGateway()
    const { socket, welcome } = await GatewaySocket.welcomed(first.url, session)
    await first[Symbol.asyncDispose]()
    expect((await socket.closed).code).toBe(hangUps.leaving[0])
    const roundId = await openRound()
    await endRound(roundId, 3)
    await using second = await openGateway()
    const back = await GatewaySocket.welcomed(second.url, session, welcome.seq)
    await using _back = back.socket
    expect(back.welcome.resumed).toBe(true)
    await back.socket.first('event', ({ event }) => event.type === 'table' && event.table.phase === 'settled')
  })

  test('too late, or with a number that was never given out, gets a whole view', async () => {
    await using forgetful = await openGateway(bounded({ ring: { eventsMax: 1, charactersMax: 1_000_000 } }))
    const session = await newSession(forgetful.url)
    const { socket, welcome } = await GatewaySocket.welcomed(forgetful.url, session)
    await play(socket, 1)
    await socket[Symbol.asyncDispose]()
    for (const lastSeq of [welcome.seq, 1_000_000_000]) {
      const back = await GatewaySocket.welcomed(forgetful.url, session, lastSeq)
      expect(back.welcome).toMatchObject({ resumed: false, seq: socket.events.at(-1) })
      expect(back.welcome.slips).toHaveLength(1)
      await back.socket[Symbol.asyncDispose]()
    }
  })
})

describe('a message', () => {
  test.each([
    ['no JSON', '{', undefined],
    ['no object', '7', undefined],
    ['of no known type', '{"type":"win","request":4}', 4],
    ['with a wrong shape', '{"type":"place_bets","request":5,"bets":[]}', 5],
    ['with a spot that is not on the layout', JSON.stringify(newSlip(roundIdSchema.parse(randomUUID()), 'moon')), 1],
  ])('that is %s is refused, and the socket stays', async (_what, text, request) => {
    const { socket } = await GatewaySocket.welcomed(gateway.url, await newSession(gateway.url))
    await using _socket = socket
    socket.raw.send(text)
    const refused = await socket.first('refused')
    expect(refused).toMatchObject({ code: 'BAD_REQUEST' })
    expect(refused.request).toBe(request)
    socket.send({ type: 'ping', request: 6 })
    await socket.first('pong')
  })

  test('before the hello is refused', async () => {
    await using socket = await GatewaySocket.open(gateway.url)
    socket.send({ type: 'ping', request: 1 })
    expect(await socket.first('refused')).toMatchObject({ code: 'NOT_SIGNED_IN', request: 1 })
  })

  test('that is a second hello is refused', async () => {
    const session = await newSession(gateway.url)
    const { socket } = await GatewaySocket.welcomed(gateway.url, session)
    await using _socket = socket
    socket.send({ type: 'hello', token: session.token })
    expect(await socket.first('refused')).toMatchObject({ code: 'BAD_REQUEST' })
  })

  test('that is not understood, again and again, ends the socket', async () => {
    const { socket } = await GatewaySocket.welcomed(gateway.url, await newSession(gateway.url))
    for (let sent = 0; sent < gatewayBounds.offencesMax; sent += 1) socket.raw.send('nonsense')
    expect(await socket.closed).toEqual({ code: hangUps.offences[0], reason: hangUps.offences[1] })
  })

  test('that is longer than the protocol allows ends the socket', async () => {
    const { socket } = await GatewaySocket.welcomed(gateway.url, await newSession(gateway.url))
    socket.raw.send('x'.repeat(64 * 1024 + 1))
    expect((await socket.closed).code).toBe(1009)
  })

  test('above the player’s rate is refused, on every one of the player’s sockets', async () => {
    await using strict = await openGateway(bounded({ messagesPerPlayer: { burst: 3, perSecond: 0, keysMax: 10 } }))
    const session = await newSession(strict.url)
    const { socket } = await GatewaySocket.welcomed(strict.url, session)
    await using _socket = socket
    for (const request of [1, 2, 3, 4]) socket.send({ type: 'ping', request })
    expect(await socket.first('refused')).toMatchObject({ code: 'TOO_MANY', request: 4 })
    const { socket: second } = await GatewaySocket.welcomed(strict.url, session)
    await using _second = second
    second.send({ type: 'ping', request: 5 })
    expect(await second.first('refused')).toMatchObject({ code: 'TOO_MANY', request: 5 })
  })
})

describe('a socket', () => {
  const status = (url: string, path: string, origin?: string) =>
    GatewaySocket.open(new URL(path, url).href, origin === undefined ? {} : { origin }).then(
      async (socket) => {
        await socket[Symbol.asyncDispose]()
        return 'open'
      },
      (cause: Error) => cause.message,
    )

  test('opens for the gateway’s own page, for a listed origin, and for no browser at all', async () => {
    expect(await status(gateway.url, '/')).toBe('open')
    expect(await status(gateway.url, '/', gateway.url)).toBe('open')
    expect(await status(gateway.url, '/', 'https://play.example')).toBe('open')
  })

  test('does not open for the page of somebody else', async () => {
    for (const origin of ['http://evil.example', 'http://127.0.0.1:1', 'null', `${gateway.url}.evil.example`])
      expect(await status(gateway.url, '/', origin), origin).toContain('403')
  })

  test('does not open beyond the number that is bounded', async () => {
    await using small = await openGateway(bounded({ socketsMax: 1 }))
    await using _first = await GatewaySocket.open(small.url)
    expect(await status(small.url, '/')).toContain('503')
  })

  test('without a hello ends', async () => {
    await using hasty = await openGateway(bounded({ helloMsMax: 50 }))
    const socket = await GatewaySocket.open(hasty.url)
    expect((await socket.closed).code).toBe(hangUps.noHello[0])
  })

  test('that does not answer a ping ends; one that does stays', async () => {
    await using nervous = await openGateway(bounded({ heartbeatMs: 500 }))
    const session = await newSession(nervous.url)
    const { socket: alive } = await GatewaySocket.welcomed(nervous.url, session)
    await using _alive = alive
    const { socket: dead } = await GatewaySocket.welcomed(nervous.url, session, undefined, { autoPong: false })
    expect((await dead.closed).code).toBe(hangUps.silent[0])
    expect(alive.raw.readyState).toBe(alive.raw.OPEN)
  })

  test('that reads too slowly ends, and its player comes back and stays', async () => {
    await using narrow = await openGateway(
      bounded({ outgoingBytesMax: 64 * 1024, ring: { eventsMax: 5_000, charactersMax: 200 * 1024 * 1024 } }),
    )
    const session = await newSession(narrow.url)
    const { socket, welcome } = await GatewaySocket.welcomed(narrow.url, session)
    // What the kernel itself keeps for a reader that does not read is some megabytes.
    socket.raw.pause()
    const roundId = await openRound()
    const table = await serviceClient(gameContract, game.url, secret).table({ tableId })
    await using database = new Database(at.url('gateway'), 'gateway', log)
    await database.prepare({ bus: Bus.migrations })
    const body = { type: 'table', table: { ...table, phase: 'suspended', suspendedReason: 'x'.repeat(100_000) } }
    const flood = Array.from({ length: 200 }, () => ({ topic: `table.${tableId}`, body }))
    const bus = new Bus(database)
    await database.transaction((client) => bus.publish(client, flood))
    const { newest } = await bus.range()
    const ended = async () =>
      (await (await fetch(`${narrow.url}/metrics`)).text()).includes('gateway_hang_ups_total{why="slow"')
    await until(ended)
    socket.raw.resume()
    await socket.closed
    const lastSeq = socket.events.at(-1) ?? welcome.seq
    expect(newest - lastSeq).toBeGreaterThan(10)
    // What it missed is more than may wait for it: it gets a whole view instead, and what comes after.
    const { socket: back, welcome: view } = await GatewaySocket.welcomed(narrow.url, session, lastSeq)
    await using _back = back
    expect(view).toMatchObject({ resumed: false, seq: newest })
    await endRound(roundId, 0)
    await back.first('event', ({ seq }) => seq > newest)
    expect(back.raw.readyState).toBe(back.raw.OPEN)
    // The flood must not reach the gateway of the tests that follow while they are at work.
    await until(async () => {
      const { socket: other, welcome } = await GatewaySocket.welcomed(gateway.url, await newSession(gateway.url))
      await using _other = other
      return welcome.seq > newest
    })
  })
})

describe('while a service is away', () => {
  test('its requests are refused, the socket stays, and it comes back by itself', async () => {
    const session = await newSession(gateway.url)
    const { socket } = await GatewaySocket.welcomed(gateway.url, session)
    await using _socket = socket
    const roundId = await openRound()
    await game[Symbol.asyncDispose]()
    try {
      expect(await missing(gateway)).toContain('game')
      socket.send(newSlip(roundId))
      expect(await socket.first('refused')).toMatchObject({ code: 'UNAVAILABLE', request: 1 })
      const late = await GatewaySocket.open(gateway.url)
      late.send({ type: 'hello', token: session.token })
      expect(await late.first('refused')).toMatchObject({ code: 'UNAVAILABLE' })
      expect((await late.closed).code).toBe(hangUps.unavailable[0])
    } finally {
      game = await openGame()
    }
    await until(async () => !(await missing(gateway)).includes('game'))
    socket.send({ ...newSlip(roundId), request: 2 })
    expect(await socket.first('slip')).toMatchObject({ request: 2, slip: { state: 'accepted' } })
    await endRound(roundId, 5)
  })
})

describe('the picture', () => {
  test('is refused while there is no SFU', async () => {
    const { socket } = await GatewaySocket.welcomed(gateway.url, await newSession(gateway.url))
    await using _socket = socket
    socket.send({ type: 'picture', request: 1, ask: { ask: 'join' } })
    expect(await socket.first('refused')).toMatchObject({ code: 'UNAVAILABLE', request: 1 })
    socket.send({ type: 'picture', request: 2, ask: { ask: 'resume' } })
    expect(await socket.first('refused', ({ request }) => request === 2)).toMatchObject({ code: 'VIEWER_UNKNOWN' })
  })

  test.skipIf(!existsSync(workerBin))('is told of, joined, and left with the socket', async () => {
    const bounds = { portMin: 42_000, portMax: 42_999, leaseMs: 10_000, viewerConnectMsMax: 15_000 }
    const limits = { listenIp: '127.0.0.1', tablesMax: 2, viewersPerTableMax: 5 }
    await using sfu = await Sfu.start({ ...bounds, ...limits }, log, new SfuMetrics(new Registry()))
    const viewers = () => sfu.status().tables[0]?.viewers
    const service = { name: 'sfu', port: 0, secret, log, router: sfuRouter(sfu), readiness: () => [] }
    await using served = await startService(service)
    await using seeing = await openGateway({ sfuUrl: served.url, ...bounded({ pictureLookMs: 50 }) })
    expect(await missing(seeing)).toEqual([])
    const { socket, welcome } = await GatewaySocket.welcomed(seeing.url, await newSession(seeing.url))
    expect(welcome.pictureInstance).toBeNull()
    socket.send({ type: 'picture', request: 1, ask: { ask: 'join' } })
    expect(await socket.first('refused')).toMatchObject({ code: 'NO_PICTURE', request: 1 })

    const wish = ingestWishSchema.parse({
      tableId,
      cname: 'roulette-1',
      video: { codec: 'h264', payloadType: 102, ssrcs: [1, 2] },
      audio: null,
      srtpKey: Buffer.alloc(28).toString('base64'),
    })
    const first = await sfu.ingest(wish)
    await socket.first('picture_instance', ({ instance }) => instance === first.instance)
    const rtpCapabilities = ortc.generateRouterRtpCapabilities([
      { kind: 'video', mimeType: 'video/H264', clockRate: 90_000, parameters: { 'packetization-mode': 1 } },
    ])
    const asks = [
      { ask: 'join' },
      { ask: 'consume', rtpCapabilities: { ...rtpCapabilities } },
      { ask: 'resume' },
      { ask: 'prefer', rung: 1 },
    ] as const
    for (const [index, ask] of asks.entries()) {
      socket.send({ type: 'picture', request: 2 + index, ask })
      await socket.first('picture', ({ request }) => request === 2 + index)
    }
    socket.send({ type: 'picture', request: 6, ask: { ask: 'connect', dtlsParameters: { fingerprints: [] } } })
    expect(await socket.first('refused', ({ request }) => request === 6)).toMatchObject({ code: 'BAD_REQUEST' })
    expect(viewers()).toBe(1)
    socket.send({ type: 'picture', request: 7, ask: { ask: 'join' } })
    await socket.first('picture', ({ request }) => request === 7)
    await vi.waitFor(() => expect(viewers()).toBe(1))

    const second = await sfu.ingest({ ...wish, cname: 'another' })
    await socket.first('picture_instance', ({ instance }) => instance === second.instance)
    socket.send({ type: 'picture', request: 8, ask: { ask: 'resume' } })
    expect(await socket.first('refused', ({ request }) => request === 8)).toMatchObject({ code: 'VIEWER_UNKNOWN' })
    socket.send({ type: 'picture', request: 9, ask: { ask: 'join' } })
    await socket.first('picture', ({ request }) => request === 9)
    expect(viewers()).toBe(1)
    await served[Symbol.asyncDispose]()
    await socket.first('picture_instance', ({ instance }) => instance === null)
    await socket[Symbol.asyncDispose]()
  })
})

describe('the page', () => {
  test('is promised while it is not built, and served, guarded, once it is', async () => {
    const pageFolder = await mkdtemp(join(tmpdir(), 'tablecast-page-'))
    await using serving = await openGateway({ pageFolder })
    const before = await fetch(serving.url)
    expect(before.status).toBe(503)
    expect(before.headers.get('content-type')).toContain('text/html')
    await writeFile(join(pageFolder, 'index.html'), '<title>The page</title>')
    const after = await fetch(serving.url)
    expect([after.status, await after.text()]).toEqual([200, '<title>The page</title>'])
    expect(after.headers.get('content-security-policy')).toContain("default-src 'none'")
    expect(after.headers.get('x-content-type-options')).toBe('nosniff')
    expect(after.headers.get('x-frame-options')).toBe('DENY')
    expect((await fetch(`${serving.url}/nothing.js`)).status).toBe(404)
    expect((await fetch(`${serving.url}/..%2f..%2fetc%2fpasswd`)).status).toBeGreaterThanOrEqual(400)
    await rm(pageFolder, { recursive: true })
  })
})
