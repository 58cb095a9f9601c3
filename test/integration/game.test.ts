import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import {
  type Bet,
  gameContract,
  type PlayerEvent,
  type PlayerId,
  playerEventSchema,
  type RoundId,
  type SlipId,
  type TableEvent,
  type TableEventBody,
  type TableId,
  toAmount,
  walletContract,
} from '../../backend/contract/index.ts'
import { Bus, createLog, Database, type RunningService, serviceClient } from '../../backend/platform/index.ts'
import { startWallet } from '../../backend/wallet/index.ts'
import { seededRandom } from '../house/random.ts'
import { GameProcess } from './game-process.ts'
import { freePort, stopTestServer, type TestDatabase, testDatabase } from './postgres.ts'
import { until } from './until.ts'
import { WalletGate } from './wallet-gate.ts'

const secret = 'a secret of the test'
const tableId = 'roulette-1' as TableId
let at: TestDatabase
let walletService: RunningService
let gate: WalletGate
let gamePort: number
let game: GameProcess
let sequence = 0
let number = 0

const client = () => serviceClient(gameContract, `http://127.0.0.1:${gamePort}`, secret, { timeoutMs: 10_000 })
const wallet = () => serviceClient(walletContract, walletService.url, secret)
const startGame = () =>
  GameProcess.start({ GAME_PORT: gamePort, DATABASE_URL: at.url('game'), WALLET_URL: gate.url, SERVICE_SECRET: secret })

beforeAll(async () => {
  at = await testDatabase()
  walletService = await startWallet({ WALLET_PORT: 0, DATABASE_URL: at.url('wallet'), SERVICE_SECRET: secret })
  gate = await WalletGate.open(walletService.url)
  gamePort = await freePort()
  game = await startGame()
  await until(async () => (await fetch(`http://127.0.0.1:${gamePort}/readyz`)).ok)
})

beforeEach(() => gate.open())

/** Whatever a test did: nothing stays undecided, and the ledger sums to zero and knows every settled slip. */
afterEach(async () => {
  gate.open()
  await until(async () => {
    const { placing } = await client().tally({})
    return placing === 0
  })
  const audit = await wallet().audit()
  expect(audit).toMatchObject({ sum: '0', unbalancedAccounts: 0 })
})

afterAll(async () => {
  await game.stop()
  await gate[Symbol.asyncDispose]()
  await walletService[Symbol.asyncDispose]()
  await stopTestServer()
})

const refused = (code: string) => expect.objectContaining({ code, defined: true })
const red = (stake = 1000n): Bet[] => [{ spot: 'red', stake: toAmount(stake) }]

function event(body: TableEventBody): TableEvent {
  sequence += 1
  return { id: randomUUID() as TableEvent['id'], tableId, sequence, at: Date.now(), body }
}

const send = (...bodies: TableEventBody[]) => client().deliver({ tableId, events: bodies.map(event) })

async function openRound(windowMs = 60_000): Promise<RoundId> {
  const roundId = randomUUID() as RoundId
  number += 1
  const answer = await send({ type: 'round_opened', roundId, number, opensAt: Date.now(), windowMs })
  expect(answer).toEqual({ acknowledged: sequence, ignored: [] })
  return roundId
}

const confirmed = (roundId: RoundId, pocket: number): TableEventBody => ({
  type: 'result_confirmed',
  roundId,
  pocket,
  standing: 'confirmed',
  authority: { by: 'witnesses' },
})
const voided = (roundId: RoundId): TableEventBody => ({
  type: 'round_voided',
  roundId,
  authority: { by: 'operator', operator: 'pit boss', reason: 'The ball left the wheel' },
})

async function newPlayer(): Promise<PlayerId> {
  const playerId = randomUUID() as PlayerId
  await wallet().open({ playerId })
  return playerId
}

const slipFor = (playerId: PlayerId, roundId: RoundId, bets = red()) => ({
  tableId,
  slipId: randomUUID() as SlipId,
  playerId,
  roundId,
  bets,
})
const balanceOf = async (playerId: PlayerId) => (await wallet().balance({ playerId })).balance
const slipsOf = (playerId: PlayerId) => client().slips({ playerId })
const phase = async () => (await client().table({ tableId })).phase
const isSettled = (roundId: RoundId) => async () => {
  const { placing, accepted } = await client().tally({ roundId })
  return placing === 0 && accepted === 0
}

/** What the game tells on the bus from now on; the gateway hears it in the same way. */
async function listen() {
  const reader = new Database(at.url('gateway'), 'gateway', createLog('test'))
  await reader.prepare({ bus: Bus.migrations })
  const bus = new Bus(reader)
  const told: PlayerEvent[] = []
  const { newest: after } = await bus.range()
  const take = (body: unknown) => told.push(playerEventSchema.parse(body))
  const subscription = bus.subscribe({ after, prefix: '' }, ({ body }) => take(body), take)
  return {
    told,
    /** The phases of the newest round, each once. */
    phases: () => [
      ...new Set(
        told.flatMap((each) =>
          each.type === 'table' && each.table.round?.number === number ? [each.table.phase] : [],
        ),
      ),
    ],
    async [Symbol.asyncDispose]() {
      await subscription[Symbol.asyncDispose]()
      await reader[Symbol.asyncDispose]()
    },
  }
}

test('a slip is accepted, wins, and is paid to the cent; each change is told on the bus', async () => {
  await using bus = await listen()
  const roundId = await openRound()
  const playerId = await newPlayer()
  const bets: Bet[] = [
    { spot: 'straight-17', stake: toAmount(100n) },
    { spot: 'black', stake: toAmount(250n) },
    { spot: 'dozen-1', stake: toAmount(300n) },
  ]
  const answer = await client().place(slipFor(playerId, roundId, bets))
  expect(answer).toMatchObject({ slip: { state: 'accepted', staked: '650', roundNumber: number }, balance: '99350' })
  expect(await client().table({ tableId })).toMatchObject({ phase: 'betting_open', round: { slips: 1, staked: '650' } })
  await send({ type: 'no_more_bets', roundId }, { type: 'resulting', roundId })
  await send(confirmed(roundId, 17))
  await until(async () => (await phase()) === 'settled')
  expect(await slipsOf(playerId)).toMatchObject([{ state: 'settled', returned: '4100', pocket: 17 }])
  expect(await balanceOf(playerId)).toBe('103450')
  expect(await wallet().round({ roundId })).toEqual({ held: '650', captured: '650', released: '0', paid: '4100' })
  expect(await client().tally({ roundId })).toMatchObject({ settled: 1, staked: '650', returned: '4100' })
  await until(() => bus.phases().includes('settled'))
  expect(bus.phases()).toEqual(['betting_open', 'resulting', 'confirmed', 'settled'])
  const slips = bus.told.flatMap((each) => (each.type === 'slip' ? [[each.slip.state, each.balance]] : []))
  expect(slips).toEqual([
    ['accepted', '99350'],
    ['settled', '103450'],
  ])
})

test('time alone tells the last bets and closes the round, though nobody reports', async () => {
  await using bus = await listen()
  const roundId = await openRound(3000)
  await until(() => bus.phases().includes('no_more_bets'))
  expect(bus.phases()).toEqual(['betting_open', 'last_bets', 'no_more_bets'])
  const { slip } = await client().place(slipFor(await newPlayer(), roundId))
  expect(slip).toMatchObject({ state: 'rejected', code: 'ROUND_NOT_OPEN' })
  await send(voided(roundId))
})

test('events are recorded once, in order; late and impossible ones are ignored with a reason', async () => {
  const roundId = await openRound()
  const first = event({ type: 'no_more_bets', roundId })
  const second = event(confirmed(roundId, 5))
  await expect(client().deliver({ tableId, events: [second] })).rejects.toEqual(refused('EVENT_OUT_OF_ORDER'))
  await Promise.all(Array.from({ length: 5 }, () => client().deliver({ tableId, events: [first, second] })))
  const again = event({ ...confirmed(roundId, 6) })
  const late = await client().deliver({ tableId, events: [again] })
  expect(late).toEqual({ acknowledged: sequence, ignored: [{ id: again.id, why: 'the round is decided' }] })
  expect(await client().deliver({ tableId, events: [first, second, again] })).toEqual(late)
  expect((await client().table({ tableId })).round).toMatchObject({ roundId, pocket: 5 })
  const impostor = { ...second, id: randomUUID() as TableEvent['id'] }
  await expect(client().deliver({ tableId, events: [impostor] })).rejects.toEqual(refused('EVENT_OUT_OF_ORDER'))
})

test('the same slip gets the same answer and is held once; another under its id is refused', async () => {
  const roundId = await openRound()
  const playerId = await newPlayer()
  const slip = slipFor(playerId, roundId)
  const answers = await Promise.all(Array.from({ length: 6 }, () => client().place(slip)))
  for (const answer of answers) expect(answer).toEqual(answers[0])
  expect(answers[0]).toMatchObject({ slip: { state: 'accepted' }, balance: '99000' })
  await expect(client().place({ ...slip, bets: red(2000n) })).rejects.toEqual(refused('SLIP_CONFLICT'))
  await expect(client().place({ ...slip, playerId: await newPlayer() })).rejects.toEqual(refused('SLIP_CONFLICT'))
  await send(voided(roundId))
  await until(isSettled(roundId))
  expect(await slipsOf(playerId)).toMatchObject([{ state: 'refunded', returned: '1000' }])
  expect(await balanceOf(playerId)).toBe('100000')
})

test('what a table does not take is rejected with a code, and what it does not know is refused', async () => {
  const roundId = await openRound()
  const playerId = await newPlayer()
  const place = async (bets: Bet[]) => (await client().place(slipFor(playerId, roundId, bets))).slip
  expect(await place(red(99n))).toMatchObject({ state: 'rejected', code: 'BELOW_MINIMUM' })
  expect(await place(red(50_001n))).toMatchObject({ state: 'rejected', code: 'ABOVE_MAXIMUM' })
  expect((await place(['red', 'odd'].map((spot) => ({ spot, stake: toAmount(50_000n) })))).state).toBe('accepted')
  expect(await place(red(100n))).toMatchObject({ state: 'rejected', code: 'NOT_ENOUGH_MONEY' })
  const unknown = { spot: 'straight-37', stake: toAmount(100n) }
  await expect(client().place(slipFor(playerId, roundId, [unknown]))).rejects.toEqual(refused('BAD_REQUEST'))
  await expect(client().place(slipFor(playerId, randomUUID() as RoundId))).rejects.toEqual(refused('ROUND_UNKNOWN'))
  const elsewhere = { ...slipFor(playerId, roundId), tableId: 'roulette-2' as TableId }
  await expect(client().place(elsewhere)).rejects.toEqual(refused('TABLE_UNKNOWN'))
  await send({ type: 'table_suspended', roundId, reason: 'The witnesses disagree about the result.' })
  expect(await place(red())).toMatchObject({ state: 'rejected', code: 'TABLE_SUSPENDED' })
  await send({ type: 'table_resumed' }, voided(roundId))
})

test('a slip that waits for its hold while the table is suspended is released', async () => {
  const roundId = await openRound()
  const playerId = await newPlayer()
  const stop = gate.stopAt('/holds', 'after')
  const placing = client().place(slipFor(playerId, roundId))
  await stop.reached
  await send({ type: 'table_suspended', roundId, reason: 'The witnesses disagree about the result.' })
  stop.release()
  expect((await placing).slip).toMatchObject({ state: 'rejected', code: 'TABLE_SUSPENDED' })
  await until(async () => (await balanceOf(playerId)) === '100000')
  await send({ type: 'table_resumed' }, voided(roundId))
})

test('a slip that waits for its hold while the bets close is accepted; while the result comes, released', async () => {
  const roundId = await openRound()
  const [inTime, tooLate] = [await newPlayer(), await newPlayer()]
  const closing = gate.stopAt('/holds', 'before')
  const first = client().place(slipFor(inTime, roundId))
  await closing.reached
  await send({ type: 'no_more_bets', roundId })
  closing.release()
  expect((await first).slip.state).toBe('accepted')
  await send(voided(roundId))

  const next = await openRound()
  const deciding = gate.stopAt('/holds', 'after')
  const second = client().place(slipFor(tooLate, next))
  await deciding.reached
  await send(confirmed(next, 1))
  deciding.release()
  expect((await second).slip).toMatchObject({ state: 'rejected', code: 'ROUND_NOT_OPEN' })
  await until(async () => (await balanceOf(tooLate)) === '100000')
  expect(await wallet().round({ roundId: next })).toMatchObject({ held: '1000', released: '1000', captured: '0' })
})

test('a slip whose hold is never answered is rejected, and its stake goes back once the wallet answers', async () => {
  const roundId = await openRound()
  const playerId = await newPlayer()
  const slip = slipFor(playerId, roundId)
  gate.cut('/holds', 'after')
  gate.cut('/resolutions', 'before')
  expect(await client().place(slip)).toMatchObject({
    slip: { state: 'rejected', code: 'UNAVAILABLE' },
    balance: '99000',
  })
  expect(await balanceOf(playerId)).toBe('99000')
  gate.open()
  await until(async () => (await balanceOf(playerId)) === '100000')
  expect(await client().place(slip)).toMatchObject({
    slip: { state: 'rejected', code: 'UNAVAILABLE' },
    balance: '100000',
  })
  await send(voided(roundId))
})

test.each([
  ['before the wallet heard of it', 'before', '100000'],
  ['after the wallet held it', 'after', '100000'],
] as const)('game killed while it places a slip, %s: the stake is with the player', async (_name, when, balance) => {
  const roundId = await openRound()
  const playerId = await newPlayer()
  const slip = slipFor(playerId, roundId)
  const stop = gate.stopAt('/holds', when)
  const placing = client()
    .place(slip)
    .catch((error: { code: string }) => error.code)
  await stop.reached
  await game.kill()
  stop.release()
  expect(await placing).toBe('UNAVAILABLE')
  game = await startGame()
  await until(async () => (await slipsOf(playerId))[0]?.state === 'rejected')
  await until(async () => (await wallet().audit()).held === '0')
  expect(await balanceOf(playerId)).toBe(balance)
  expect(await client().place(slip)).toMatchObject({ slip: { state: 'rejected', code: 'UNAVAILABLE' } })
  await send(voided(roundId))
  await until(async () => ['voided', 'settled'].includes(await phase()))
})

test.each([
  ['before the wallet heard of it', 'before'],
  ['after the wallet paid', 'after'],
] as const)('game killed while it settles, %s: every slip is paid once', async (_name, when) => {
  const roundId = await openRound()
  const [winner, loser] = [await newPlayer(), await newPlayer()]
  await client().place(slipFor(winner, roundId, red()))
  await client().place(slipFor(loser, roundId, [{ spot: 'black', stake: toAmount(1000n) }]))
  const stop = gate.stopAt('/resolutions', when)
  await send(confirmed(roundId, 1))
  await stop.reached
  await game.kill()
  stop.release()
  game = await startGame()
  await until(async () => (await phase()) === 'settled')
  expect([await balanceOf(winner), await balanceOf(loser)]).toEqual(['101000', '99000'])
  expect(await wallet().round({ roundId })).toEqual({ held: '2000', captured: '2000', released: '0', paid: '2000' })
})

test('game killed at any moment of a busy round: what players are told, what they have and the ledger agree', async () => {
  const seed = Number(process.env.SEED ?? Math.floor(Math.random() * 2 ** 31))
  const random = seededRandom(seed)
  for (let round = 0; round < 3; round++) {
    const roundId = await openRound()
    const players = await Promise.all(Array.from({ length: 6 }, newPlayer))
    const pocket = Math.floor(random() * 37)
    let countdown = Math.floor(random() * 60)
    let killed: Promise<void> | undefined
    gate.onRequest(() => {
      countdown -= 1
      if (countdown === 0) killed = game.kill()
    })
    const slips = players.flatMap((playerId) =>
      Array.from({ length: 5 }, () => slipFor(playerId, roundId, red(BigInt(100 + Math.floor(random() * 5000))))),
    )
    await Promise.all(
      slips.map((slip) =>
        client()
          .place(slip)
          .catch(() => {}),
      ),
    )
    if (killed) {
      await killed
      game = await startGame()
    }
    gate.onRequest(() => {})
    const decision = event(random() < 0.2 ? voided(roundId) : confirmed(roundId, pocket))
    await until(async () => (await client().deliver({ tableId, events: [decision] })).acknowledged === sequence)
    await until(isSettled(roundId))
    for (const playerId of players) {
      const own = await slipsOf(playerId)
      const won = own.reduce((sum, { state, staked, returned }) => {
        if (state === 'rejected') return sum
        return sum - BigInt(staked) + BigInt(returned ?? 0)
      }, 100_000n)
      await until(async () => (await balanceOf(playerId)) === `${won}`)
    }
    const { staked, returned } = await client().tally({ roundId })
    const moved = await wallet().round({ roundId })
    expect(BigInt(moved.captured) + BigInt(moved.released), `seed ${seed}`).toBe(BigInt(moved.held))
    if (decision.body.type === 'result_confirmed') {
      expect([moved.captured, moved.paid], `seed ${seed}`).toEqual([staked, returned])
    } else expect(moved.captured, `seed ${seed}`).toBe('0')
  }
})

test('a wallet that is away keeps a round confirmed; it is settled once the wallet is back', async () => {
  const roundId = await openRound()
  const playerId = await newPlayer()
  await client().place(slipFor(playerId, roundId))
  gate.cut('/resolutions', 'before')
  await send(confirmed(roundId, 2))
  expect(await phase()).toBe('confirmed')
  await until(async () => {
    const metrics = await (await fetch(`http://127.0.0.1:${gamePort}/metrics`)).text()
    return /^game_rounds_unsettled\{.*\} 1$/m.test(metrics)
  })
  const next = await openRound()
  gate.open()
  await until(isSettled(roundId))
  expect(await balanceOf(playerId)).toBe('99000')
  expect(await phase()).toBe('betting_open')
  await send(voided(next))
})
