import { EventEmitter, once } from 'node:events'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Bus, type BusEvent, createLog, Database } from '../../backend/platform/index.ts'
import { stopTestServer, type TestDatabase, testDatabase } from './postgres.ts'

let at: TestDatabase
let game: Database
let gateway: Database
const log = createLog('test')

beforeAll(async () => {
  at = await testDatabase()
  game = new Database(at.url('game'), 'game', log)
  gateway = new Database(at.url('gateway'), 'gateway', log)
  // Both bring the bus up to date, at once.
  await Promise.all([game, gateway].map((each) => each.prepare({ bus: Bus.migrations })))
})

afterAll(async () => {
  await Promise.all([game, gateway].map((each) => each[Symbol.asyncDispose]()))
  await stopTestServer()
})

/** Collects what a subscription calls back until as many have come as are awaited. */
function collector() {
  const seen: BusEvent[] = []
  const arrivals = new EventEmitter()
  return {
    seen,
    onEvent: (event: BusEvent) => {
      seen.push(event)
      arrivals.emit('event')
    },
    async until(count: number): Promise<void> {
      while (seen.length < count) await once(arrivals, 'event')
    },
  }
}

const failed: unknown[] = []

test('concurrent publishers: every committed event arrives once, in the order of the commits', async () => {
  const bus = new Bus(game)
  const { newest: after } = await bus.range()
  const { seen, onEvent, until } = collector()
  await using _subscription = new Bus(gateway).subscribe({ after, prefix: 'order.' }, onEvent, (e) => failed.push(e))
  const publishers = 8
  const each = 40
  await game.query('CREATE TABLE game.counter (n int)')
  await game.query('INSERT INTO game.counter VALUES (0)')
  await Promise.all(
    Array.from({ length: publishers }, async (_, publisher) => {
      for (let n = 0; n < each; n++) {
        await game
          .transaction(async (client) => {
            // Every third transaction publishes and is rolled back: nobody may hear of it.
            if (n % 3 === 2) {
              await bus.publish(client, [{ topic: 'order.never', body: {} }])
              throw new Error('rolled back')
            }
            await client.query('SELECT pg_sleep(random() * 0.002)')
            await bus.publish(client, [{ topic: `order.${publisher}`, body: { n } }])
          })
          .catch((error: Error) => {
            if (error.message !== 'rolled back') throw error
          })
      }
    }),
  )
  const kept = publishers * Math.ceil((each * 2) / 3)
  await until(kept)
  await game.transaction((client) => bus.publish(client, [{ topic: 'order.end', body: {} }]))
  await until(kept + 1)
  expect(seen).toHaveLength(kept + 1)
  expect(seen.map(({ topic }) => topic)).not.toContain('order.never')
  const seqs = seen.map(({ seq }) => seq)
  expect(seqs).toEqual([...new Set(seqs)].sort((a, b) => a - b))
  for (let publisher = 0; publisher < publishers; publisher++) {
    const own = seen.filter(({ topic }) => topic === `order.${publisher}`).map(({ body }) => (body as { n: number }).n)
    expect(own).toEqual([...own].sort((a, b) => a - b))
  }
})

test('a subscriber whose connection is cut goes on where it was', async () => {
  const bus = new Bus(game)
  const { newest: after } = await bus.range()
  const { seen, onEvent, until } = collector()
  await using _subscription = new Bus(gateway).subscribe({ after, prefix: 'cut.' }, onEvent, (e) => failed.push(e))
  const publish = (n: number) => game.transaction((client) => bus.publish(client, [{ topic: 'cut.one', body: { n } }]))
  await publish(0)
  await until(1)
  const admin = new pg.Client({ connectionString: at.url('superuser') })
  await admin.connect()
  for (let n = 1; n <= 3; n++) {
    await admin.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'tablecast bus'`)
    await publish(n)
    await until(n + 1)
  }
  await admin.end()
  expect(seen.map(({ body }) => (body as { n: number }).n)).toEqual([0, 1, 2, 3])
})

test('old events are forgotten, and a reader can see that it lost some', async () => {
  const bus = new Bus(game)
  for (let n = 0; n < 5; n++) await game.transaction((client) => bus.publish(client, [{ topic: 'old', body: {} }]))
  const { newest } = await bus.range()
  await bus.trim(3)
  expect(await new Bus(gateway).range()).toEqual({ forgotten: newest - 3, newest })
})

test('a service reaches its own schema and the bus, and nothing else', async () => {
  const denied = expect.objectContaining({ code: '42501' })
  await expect(gateway.query('SELECT * FROM game.counter')).rejects.toEqual(denied)
  await expect(gateway.query('CREATE TABLE public.x ()')).rejects.toEqual(denied)
  await expect(gateway.query('CREATE SCHEMA x')).rejects.toEqual(denied)
})
