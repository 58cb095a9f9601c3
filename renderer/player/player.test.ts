import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type WebSocket, WebSocketServer } from 'ws'
import {
  type ClientMessage,
  clientMessageSchema,
  type PlayerEvent,
  type ServerMessage,
  type Slip,
  type TableView,
  tableViewSchema,
  toAmount,
} from '../../backend/contract/index.ts'
import { type Memory, recallPending } from './gateway/index.ts'
import { Player } from './player.ts'
import type { PlayerState } from './store.ts'

const playerId = '0b0a3e62-54a8-4a6f-8d5c-9b6d2f1f0001'
const roundId = '0b0a3e62-54a8-4a6f-8d5c-9b6d2f1f0002'

/** A gateway of one socket at a time that answers what the test tells it to, over real HTTP and WebSocket. */
class Gateway implements AsyncDisposable {
  readonly hellos: Extract<ClientMessage, { type: 'hello' }>[] = []
  readonly placed: Extract<ClientMessage, { type: 'place_bets' }>[] = []
  onPlace: (message: Extract<ClientMessage, { type: 'place_bets' }>) => ServerMessage | undefined = () => undefined
  slips: Slip[] = []
  seq = 0
  phase = 'betting_open'
  readonly #server = createServer((_, response) => {
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify({ playerId, token: 'token-1', tableId: 'roulette-1' }))
  })
  readonly #sockets = new WebSocketServer({ server: this.#server, path: '/ws' })

  static async start(): Promise<Gateway> {
    const gateway = new Gateway()
    gateway.#sockets.on('connection', (socket) => gateway.#serve(socket))
    gateway.#server.listen(0, '127.0.0.1')
    await once(gateway.#server, 'listening')
    return gateway
  }

  get url(): URL {
    return new URL(`http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/`)
  }

  send(message: unknown): void {
    for (const socket of this.#sockets.clients)
      socket.send(typeof message === 'string' ? message : JSON.stringify(message))
  }

  event(event: PlayerEvent): void {
    this.seq += 1
    this.send({ type: 'event', seq: this.seq, event })
  }

  drop(): void {
    for (const socket of this.#sockets.clients) socket.terminate()
  }

  slipOf(message: Extract<ClientMessage, { type: 'place_bets' }>, state: Slip['state']): Slip {
    const staked = toAmount(message.bets.reduce((sum, bet) => sum + BigInt(bet.stake), 0n))
    const { slipId, bets } = message
    return {
      slipId,
      tableId: this.table.tableId,
      roundId: message.roundId,
      roundNumber: 7,
      state,
      bets,
      staked,
      placedAt: 1,
    }
  }

  get table(): TableView {
    const opensAt = Date.now()
    return tableViewSchema.parse({
      tableId: 'roulette-1',
      currency: 'EUR',
      minimum: '100',
      maximum: '50000',
      phase: this.phase,
      round: { roundId, number: 7, opensAt, closesAt: opensAt + 60_000, slips: 0, staked: '0' },
      results: [],
      sequence: 1,
    })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.drop()
    this.#sockets.close()
    this.#server.close()
    this.#server.closeAllConnections()
    await once(this.#server, 'close')
  }

  #serve(socket: WebSocket): void {
    socket.on('message', (data) => {
      const message = clientMessageSchema.parse(JSON.parse(String(data)))
      const answer = this.#answer(message)
      if (answer !== undefined) socket.send(JSON.stringify(answer))
    })
  }

  #answer(message: ClientMessage): unknown {
    if (message.type === 'ping') return { type: 'pong', request: message.request, serverAt: Date.now() }
    if (message.type === 'place_bets') {
      this.placed.push(message)
      return this.onPlace(message)
    }
    if (message.type === 'picture') return undefined
    this.hellos.push(message)
    const resumed = message.lastSeq !== undefined
    const { table, slips, seq } = this
    const known = { table, slips, seq, resumed, pictureInstance: null }
    return { type: 'welcome', playerId, balance: '100000', serverAt: Date.now(), ...known }
  }
}

function memory(): Memory {
  const kept = new Map<string, string>()
  return {
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => void kept.set(key, value),
    removeItem: (key) => void kept.delete(key),
  }
}

/** The first state that fits, from now on. */
function until(player: Player, fits: (state: PlayerState) => boolean): Promise<PlayerState> {
  return new Promise((resolve) => {
    const look = (state: PlayerState) => {
      if (!fits(state)) return
      leave()
      resolve(state)
    }
    const leave = player.store.subscribe(look)
    look(player.store.getState())
  })
}

const online = (state: PlayerState) => state.connection.state === 'online'
const accepted = (state: PlayerState) => state.notice?.kind === 'accepted'
const refused = (state: PlayerState) => state.notice?.kind === 'refused'

describe('a player at the page', () => {
  let gateway: Gateway
  let player: Player
  const storage = memory()

  beforeEach(async () => {
    gateway = await Gateway.start()
    player = new Player(gateway.url, storage)
    await until(player, online)
  })

  afterEach(async () => {
    await player[Symbol.asyncDispose]()
    await gateway[Symbol.asyncDispose]()
  })

  function stageAndPlace(): void {
    player.hand.put('red')
    player.hand.put('straight-17')
    player.place()
  }

  test('places staged chips as one slip, and they are accepted when the server says so', async () => {
    gateway.onPlace = (message) => ({
      type: 'slip',
      request: message.request,
      slip: gateway.slipOf(message, 'accepted'),
      balance: toAmount(99_800n),
    })
    stageAndPlace()
    expect(player.store.getState()).toMatchObject({ slips: [], balance: 100_000n })
    expect(player.store.getState().staging.stakes.size).toBe(0)
    const state = await until(player, accepted)
    expect(state).toMatchObject({ balance: 99_800n, pending: undefined })
    expect(state.slips.map((slip) => slip.staked)).toEqual(['200'])
    expect(recallPending(storage)).toBeUndefined()
  })

  test('a refused slip brings its chips back, with the reason', async () => {
    gateway.onPlace = ({ request }) => ({
      type: 'refused',
      request,
      code: 'ROUND_NOT_OPEN',
      message: 'Bets are closed.',
    })
    stageAndPlace()
    const state = await until(player, refused)
    expect(state.notice?.text).toMatch(/^Bets are closed\./)
    expect(state.staging.stakes).toEqual(
      new Map([
        ['red', 100n],
        ['straight-17', 100n],
      ]),
    )
  })

  test('a lost answer is asked for again under the same id, and a resumed socket says where it was', async () => {
    gateway.event({ type: 'table', table: gateway.table })
    await until(player, (state) => state.seq === 1)
    gateway.onPlace = () => {
      gateway.drop()
      return undefined
    }
    stageAndPlace()
    await until(player, (state) => state.connection.state === 'waiting')
    expect(recallPending(storage)?.slipId).toBe(gateway.placed[0]?.slipId)
    gateway.onPlace = (message) => ({
      type: 'slip',
      request: message.request,
      slip: gateway.slipOf(message, 'accepted'),
      balance: toAmount(99_800n),
    })
    const state = await until(player, accepted)
    expect(new Set(gateway.placed.map(({ slipId }) => slipId)).size).toBe(1)
    expect(state.slips).toHaveLength(1)
    expect(gateway.hellos.map(({ lastSeq }) => lastSeq)).toEqual([undefined, 1])
  })

  test('a welcome that already holds the slip answers it', async () => {
    gateway.onPlace = (message) => {
      gateway.slips = [gateway.slipOf(message, 'accepted')]
      gateway.drop()
      return undefined
    }
    stageAndPlace()
    const state = await until(player, accepted)
    expect(state.pending).toBeUndefined()
    expect(gateway.placed).toHaveLength(1)
  })

  test('a service that is away leaves the slip undecided: it is asked again until there is an answer', async () => {
    let asked = 0
    gateway.onPlace = (message) => {
      asked += 1
      const { request } = message
      if (asked === 1) return { type: 'refused', request, code: 'UNAVAILABLE', message: 'Not there just now.' }
      return { type: 'slip', request, slip: gateway.slipOf(message, 'accepted'), balance: toAmount(99_800n) }
    }
    stageAndPlace()
    const state = await until(player, (now) => accepted(now) || refused(now))
    expect(state.notice?.kind).toBe('accepted')
    expect(new Set(gateway.placed.map(({ slipId }) => slipId)).size).toBe(1)
    expect(asked).toBe(2)
  })

  test('a slip that was on its way when the page was left is asked for by the next page', async () => {
    stageAndPlace()
    await player[Symbol.asyncDispose]()
    gateway.onPlace = (message) => ({
      type: 'slip',
      request: message.request,
      slip: gateway.slipOf(message, 'accepted'),
      balance: toAmount(99_800n),
    })
    player = new Player(gateway.url, storage)
    await until(player, accepted)
    expect(new Set(gateway.placed.map(({ slipId }) => slipId)).size).toBe(1)
  })

  test('while the table is suspended or the connection is away, nothing is sent', async () => {
    gateway.phase = 'suspended'
    gateway.event({ type: 'table', table: gateway.table })
    await until(player, (state) => state.table?.phase === 'suspended')
    stageAndPlace()
    expect(player.store.getState().notice?.text).toMatch(/suspended/)
    gateway.drop()
    await until(player, (state) => state.connection.state === 'waiting')
    player.place()
    expect(player.store.getState().notice?.text).toMatch(/^Not connected/)
    expect(player.store.getState().staging.stakes.size).toBe(2)
    expect(gateway.placed).toEqual([])
  })

  test('events that the view already holds, and messages that are not understood, change nothing', async () => {
    gateway.event({ type: 'table', table: { ...gateway.table, phase: 'last_bets' } })
    await until(player, (state) => state.table?.phase === 'last_bets')
    gateway.send({ type: 'event', seq: 1, event: { type: 'table', table: { ...gateway.table, phase: 'settled' } } })
    gateway.send('no json')
    gateway.send({ type: 'surprise' })
    gateway.event({ type: 'table', table: { ...gateway.table, phase: 'no_more_bets' } })
    const phases: (string | undefined)[] = []
    player.store.subscribe((state) => phases.push(state.table?.phase))
    await until(player, (state) => state.seq === 2)
    expect(phases).not.toContain('settled')
    expect(player.store.getState().table?.phase).toBe('no_more_bets')
    expect(player.connection.ignored).toBe(2)
  })

  test('the gateway is tried again and again while it is away', async () => {
    await gateway[Symbol.asyncDispose]()
    const away = await until(player, ({ connection }) => connection.state === 'waiting' && connection.attempt >= 3)
    expect(away.connection).toMatchObject({ why: 'The casino cannot be reached.' })
    gateway = await Gateway.start()
  })
})
