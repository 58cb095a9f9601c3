import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  type PlayerId,
  type Resolution,
  type RoundId,
  type SlipId,
  toAmount,
  walletContract,
} from '../../backend/contract/index.ts'
import { type RunningService, type ServiceClient, serviceClient } from '../../backend/platform/index.ts'
import { startWallet } from '../../backend/wallet/index.ts'
import { seededRandom } from '../house/random.ts'
import { stopTestServer, type TestDatabase, testDatabase } from './postgres.ts'
import { until } from './until.ts'

const secret = 'a secret of the test'
let at: TestDatabase
let service: RunningService
let wallet: ServiceClient<typeof walletContract>

beforeAll(async () => {
  at = await testDatabase()
  service = await startWallet({ WALLET_PORT: 0, DATABASE_URL: at.url('wallet'), SERVICE_SECRET: secret })
  wallet = serviceClient(walletContract, service.url, secret)
  await until(async () => (await fetch(`${service.url}/readyz`)).ok)
})

afterAll(async () => {
  await service[Symbol.asyncDispose]()
  await stopTestServer()
})

const newRound = () => randomUUID() as RoundId
const newHold = () => randomUUID() as SlipId
const refused = (code: string) => expect.objectContaining({ code, defined: true })
const release = (holdId: SlipId): Resolution => ({ action: 'release', holdId })
const capture = (holdId: SlipId, payout: bigint): Resolution => ({
  action: 'capture',
  holdId,
  payout: toAmount(payout),
})

async function newPlayer(): Promise<PlayerId> {
  const playerId = randomUUID() as PlayerId
  await wallet.open({ playerId })
  return playerId
}

const balanceOf = async (playerId: PlayerId) => BigInt((await wallet.balance({ playerId })).balance)
const hold = (playerId: PlayerId, amount: bigint, holdId = newHold(), roundId = newRound()) =>
  wallet.hold({ holdId, playerId, roundId, amount: toAmount(amount) })

async function expectSoundLedger() {
  expect(await wallet.audit()).toMatchObject({ sum: '0', unbalancedAccounts: 0 })
}

test('a player is opened once with the demo grant, also by many at the same time', async () => {
  const playerId = randomUUID() as PlayerId
  const opened = await Promise.all(Array.from({ length: 8 }, () => wallet.open({ playerId })))
  expect(new Set(opened.map(({ balance }) => balance))).toEqual(new Set(['100000']))
  await expectSoundLedger()
})

test('nobody holds for a player who was never opened, and nobody holds nothing', async () => {
  await expect(hold(randomUUID() as PlayerId, 1n)).rejects.toEqual(refused('PLAYER_UNKNOWN'))
  await expect(wallet.balance({ playerId: randomUUID() as PlayerId })).rejects.toEqual(refused('PLAYER_UNKNOWN'))
  await expect(hold(await newPlayer(), 0n)).rejects.toEqual(refused('BAD_REQUEST'))
})

test('parallel holds never take more than there is', async () => {
  const playerId = await newPlayer()
  const answers = await Promise.allSettled(Array.from({ length: 30 }, () => hold(playerId, 70_00n)))
  const taken = answers.filter(({ status }) => status === 'fulfilled')
  expect(taken).toHaveLength(14) // 14 × €70.00 of €1,000.00
  for (const answer of answers)
    if (answer.status === 'rejected') expect(answer.reason).toEqual(refused('NOT_ENOUGH_MONEY'))
  expect(await balanceOf(playerId)).toBe(20_00n)
  await expectSoundLedger()
})

test('a repeated hold is held once; another one under its id, or one after its end, is refused', async () => {
  const playerId = await newPlayer()
  const other = await newPlayer()
  const holdId = newHold()
  const roundId = newRound()
  const answers = await Promise.all(Array.from({ length: 6 }, () => hold(playerId, 100n, holdId, roundId)))
  for (const { balance } of answers) expect(balance).toBe('99900')
  await expect(hold(playerId, 101n, holdId, roundId)).rejects.toEqual(refused('HOLD_CONFLICT'))
  await expect(hold(playerId, 100n, holdId)).rejects.toEqual(refused('HOLD_CONFLICT'))
  await expect(hold(other, 100n, holdId, roundId)).rejects.toEqual(refused('HOLD_CONFLICT'))
  await wallet.resolve({ resolutions: [release(holdId)] })
  await expect(hold(playerId, 100n, holdId, roundId)).rejects.toEqual(refused('HOLD_CONFLICT'))
  expect(await balanceOf(playerId)).toBe(1000_00n)
})

test('a capture pays once, however often it is asked; another end of the same hold is refused', async () => {
  const playerId = await newPlayer()
  const holdId = newHold()
  await hold(playerId, 100n, holdId)
  const ask = () => wallet.resolve({ resolutions: [capture(holdId, 3600n)] })
  const answers = await Promise.all(Array.from({ length: 6 }, ask))
  for (const { balances } of answers) expect(balances).toEqual([{ playerId, balance: '103500' }])
  await expect(wallet.resolve({ resolutions: [capture(holdId, 3601n)] })).rejects.toEqual(refused('HOLD_CONFLICT'))
  await expect(wallet.resolve({ resolutions: [capture(holdId, 0n)] })).rejects.toEqual(refused('HOLD_CONFLICT'))
  await expect(wallet.resolve({ resolutions: [release(holdId)] })).rejects.toEqual(refused('HOLD_CONFLICT'))
  expect(await balanceOf(playerId)).toBe(1035_00n)
})

test('a release before the hold keeps the hold from ever being made', async () => {
  const playerId = await newPlayer()
  const holdId = newHold()
  expect(await wallet.resolve({ resolutions: [release(holdId)] })).toEqual({ balances: [] })
  await wallet.resolve({ resolutions: [release(holdId)] })
  await expect(hold(playerId, 100n, holdId)).rejects.toEqual(refused('HOLD_CONFLICT'))
  await expect(wallet.resolve({ resolutions: [capture(holdId, 0n)] })).rejects.toEqual(refused('HOLD_UNKNOWN'))
  expect(await balanceOf(playerId)).toBe(1000_00n)
})

test('a hold and its release that race end with the stake where it was', async () => {
  const playerId = await newPlayer()
  await Promise.all(
    Array.from({ length: 40 }, async () => {
      const holdId = newHold()
      await Promise.allSettled([hold(playerId, 100n, holdId), wallet.resolve({ resolutions: [release(holdId)] })])
    }),
  )
  expect(await balanceOf(playerId)).toBe(1000_00n)
  await expectSoundLedger()
})

test('resolutions are made all or none', async () => {
  const playerId = await newPlayer()
  const [first, second] = [newHold(), newHold()]
  await hold(playerId, 100n, first)
  const resolutions = [capture(first, 200n), capture(second, 200n), release(newHold())]
  await expect(wallet.resolve({ resolutions })).rejects.toEqual(refused('HOLD_UNKNOWN'))
  expect(await balanceOf(playerId)).toBe(999_00n)
})

test('a round tells what it moved', async () => {
  const roundId = newRound()
  const playerId = await newPlayer()
  const [lost, won, back] = [newHold(), newHold(), newHold()]
  await hold(playerId, 100n, lost, roundId)
  await hold(playerId, 200n, won, roundId)
  await hold(playerId, 400n, back, roundId)
  await wallet.resolve({ resolutions: [capture(lost, 0n), capture(won, 7200n), release(back)] })
  expect(await wallet.round({ roundId })).toEqual({ held: '700', captured: '300', released: '400', paid: '7200' })
  expect(await wallet.round({ roundId: newRound() })).toEqual({ held: '0', captured: '0', released: '0', paid: '0' })
})

test('the ledger refuses every edit, even by its owner, and every transfer that does not sum to zero', async () => {
  const owner = new pg.Client({ connectionString: at.url('wallet'), options: '-c search_path=wallet' })
  await owner.connect()
  try {
    for (const table of ['transfers', 'entries']) {
      await expect(owner.query(`UPDATE ${table} SET amount = amount`)).rejects.toThrow(/append-only/)
      await expect(owner.query(`DELETE FROM ${table}`)).rejects.toThrow(/append-only/)
      await expect(owner.query(`TRUNCATE ${table} CASCADE`)).rejects.toThrow(/append-only/)
    }
    const oneSided = `SELECT post((SELECT max(id) FROM transfers), account_of(NULL, 'house'), 1)`
    await expect(owner.query(oneSided)).rejects.toThrow(/do not sum to zero/)
    const overdrawn = `UPDATE accounts SET balance = -1 WHERE kind = 'escrow'`
    await expect(owner.query(overdrawn)).rejects.toThrow(/no_player_owes/)
  } finally {
    await owner.end()
  }
})

test('the audit notices an account that was tampered with', async () => {
  const owner = new pg.Client({ connectionString: at.url('wallet'), options: '-c search_path=wallet' })
  await owner.connect()
  try {
    const playerId = await newPlayer()
    await owner.query(`UPDATE accounts SET balance = balance + 5 WHERE player_id = $1 AND kind = 'player'`, [playerId])
    expect(await wallet.audit()).toMatchObject({ sum: '0', unbalancedAccounts: 1 })
    await owner.query(`UPDATE accounts SET balance = balance - 5 WHERE player_id = $1 AND kind = 'player'`, [playerId])
  } finally {
    await owner.end()
  }
  await expectSoundLedger()
})

test('a random life of many holds matches a plain model of it, and the ledger stays sound', async () => {
  const seed = Number(process.env.SEED ?? Math.floor(Math.random() * 2 ** 31))
  const random = seededRandom(seed)
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T
  const players = await Promise.all(Array.from({ length: 5 }, newPlayer))
  const balances = new Map(players.map((player) => [player, 1000_00n]))
  const heldBefore = BigInt((await wallet.audit()).held)
  const open = new Map<SlipId, { player: PlayerId; stake: bigint }>()
  const ended = new Map<SlipId, Resolution>()
  for (let step = 0; step < 300; step++) {
    const what = random()
    if (what < 0.45) {
      const player = pick(players)
      const stake = BigInt(1 + Math.floor(random() * 400_00))
      const holdId = newHold()
      const before = balances.get(player) ?? 0n
      const answer = await hold(player, stake, holdId).catch((error: { code: string }) => error.code)
      if (stake > before) expect(answer, `seed ${seed}, step ${step}`).toBe('NOT_ENOUGH_MONEY')
      else {
        balances.set(player, before - stake)
        open.set(holdId, { player, stake })
        expect(answer, `seed ${seed}, step ${step}`).toEqual({ balance: `${before - stake}` })
      }
    } else if (what < 0.85 && open.size > 0) {
      const resolutions: Resolution[] = []
      for (const [holdId, { player, stake }] of [...open].slice(0, 1 + Math.floor(random() * 4))) {
        const factor = random() < 0.5 ? 0n : pick([2n, 3n, 36n])
        const resolution = random() < 0.3 ? release(holdId) : capture(holdId, stake * factor)
        balances.set(player, (balances.get(player) ?? 0n) + (resolution.action === 'release' ? stake : stake * factor))
        open.delete(holdId)
        ended.set(holdId, resolution)
        resolutions.push(resolution)
      }
      await wallet.resolve({ resolutions })
    } else if (ended.size > 0) {
      await wallet.resolve({ resolutions: [pick([...ended.values()])] })
    }
    if (step % 10 !== 0) continue
    const held = [...open.values()].reduce((sum, { stake }) => sum + stake, 0n)
    expect(await Promise.all(players.map(balanceOf)), `seed ${seed}, step ${step}`).toEqual([...balances.values()])
    expect(await wallet.audit(), `seed ${seed}, step ${step}`).toMatchObject({ sum: '0', unbalancedAccounts: 0 })
    expect(BigInt((await wallet.audit()).held) - heldBefore, `seed ${seed}, step ${step}`).toBe(held)
  }
})
