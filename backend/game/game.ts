import { implement } from '@orpc/server'
import { z } from 'zod'
import { gameContract, type TableId, tableIdSchema, toAmount, walletContract } from '../contract/index.ts'
import {
  Bus,
  createLog,
  Database,
  databaseUrlSetting,
  portSetting,
  type RunningService,
  refusal,
  secretSetting,
  serviceClient,
  startService,
} from '../platform/index.ts'
import { Announcer } from './announcer.ts'
import { Delivery } from './delivery.ts'
import { gameMetrics } from './metrics.ts'
import { Placing } from './placing.ts'
import type { Limits } from './rules.ts'
import { Settlement } from './settlement.ts'
import { type SlipRow, slipOf } from './slip-record.ts'
import { readTable } from './table-record.ts'

/** How long a hold may take before the slip is rejected; players wait for it. */
const holdMsMax = 3000
/** How long a whole chunk of a settlement may take. */
const resolveMsMax = 15_000
const busTrimMs = 60_000

const amountSetting = (minor: bigint) =>
  z
    .string()
    .regex(/^\d{1,12}$/, 'needs to be minor units')
    .transform(BigInt)
    .default(minor)

export const gameSettings = z.object({
  GAME_PORT: portSetting,
  DATABASE_URL: databaseUrlSetting,
  WALLET_URL: z.url(),
  SERVICE_SECRET: secretSetting,
  /** The tables that there are, separated by commas. */
  GAME_TABLES: z
    .string()
    .default('roulette-1')
    .transform((text) => text.split(','))
    .pipe(z.array(tableIdSchema)),
  /** Limits in minor units: a bet on one spot, and a whole slip. */
  GAME_SPOT_MIN: amountSetting(1_00n),
  GAME_SPOT_MAX: amountSetting(500_00n),
  GAME_SLIP_MAX: amountSetting(2_000_00n),
})

export async function startGame(settings: z.output<typeof gameSettings>): Promise<RunningService> {
  const log = createLog('game')
  const limits: Limits = {
    spotMin: settings.GAME_SPOT_MIN,
    spotMax: settings.GAME_SPOT_MAX,
    slipMax: settings.GAME_SLIP_MAX,
  }
  const database = new Database(settings.DATABASE_URL, 'game', log)
  const bus = new Bus(database)
  const announcer = new Announcer(database, bus, limits, log)
  const walletFor = (timeoutMs: number) =>
    serviceClient(walletContract, settings.WALLET_URL, settings.SERVICE_SECRET, { timeoutMs })
  const settlement = new Settlement(database, walletFor(resolveMsMax), announcer, log)
  const wake = () => settlement.wake()
  const wallet = walletFor(holdMsMax)
  const placing = new Placing({ database, wallet, announcer, limits, log, onReleaseOwed: wake })
  const delivery = new Delivery(database, announcer, wake)
  const prepared = database.prepare({ bus: Bus.migrations, game: new URL('./migrations/', import.meta.url) })
  prepared.then(
    () => {
      settlement.start()
      for (const tableId of settings.GAME_TABLES) announcer.resume(tableId)
    },
    (error) => log.error({ err: error }, 'the schema cannot be brought up to date'),
  )
  const trimming = setInterval(
    () => bus.trim().catch((error) => log.warn({ err: error }, 'the bus was not trimmed')),
    busTrimMs,
  )

  const service = await startService({
    name: 'game',
    port: settings.GAME_PORT,
    secret: settings.SERVICE_SECRET,
    log,
    metrics: gameMetrics(database),
    router: gameRouter(new Set(settings.GAME_TABLES), { database, delivery, placing, announcer }),
    readiness: async () => {
      const [stored, held] = await Promise.all([database.isReady(), isReady(settings.WALLET_URL)])
      return [...(stored ? [] : ['the database']), ...(held ? [] : ['the wallet'])]
    },
  })
  return {
    url: service.url,
    async [Symbol.asyncDispose]() {
      clearInterval(trimming)
      announcer.close()
      await service[Symbol.asyncDispose]()
      await settlement[Symbol.asyncDispose]()
      await database[Symbol.asyncDispose]()
    },
  }
}

const isReady = (url: string) =>
  fetch(new URL('/readyz', url), { signal: AbortSignal.timeout(1000) }).then(
    ({ ok }) => ok,
    () => false,
  )

interface GameParts {
  readonly database: Database
  readonly delivery: Delivery
  readonly placing: Placing
  readonly announcer: Announcer
}

function gameRouter(tables: ReadonlySet<TableId>, { database, delivery, placing, announcer }: GameParts) {
  const from = implement(gameContract)
  const known = (tableId: TableId) => {
    if (!tables.has(tableId)) throw refusal('TABLE_UNKNOWN')
    return tableId
  }
  return from.router({
    deliver: from.deliver.handler(({ input }) => delivery.deliver(known(input.tableId), input.events)),
    clock: from.clock.handler(() => ({ at: Date.now() })),
    table: from.table.handler(({ input }) =>
      database.transaction(async (client) => {
        const tableId = known(input.tableId)
        return announcer.view(client, tableId, await readTable(client, tableId, ''), Date.now())
      }),
    ),
    place: from.place.handler(({ input }) => {
      const arrivedAt = Date.now()
      known(input.tableId)
      return placing.place(input, arrivedAt)
    }),
    slips: from.slips.handler(async ({ input: { playerId, limit } }) => {
      const rows = await database.query<SlipRow>(
        'SELECT * FROM slips WHERE player_id = $1 ORDER BY placed_at DESC, slip_id LIMIT $2',
        [playerId, limit],
      )
      return rows.map(slipOf)
    }),
    tally: from.tally.handler(({ input }) => tally(database, input.roundId)),
  })
}

async function tally(database: Database, roundId: string | undefined) {
  const rows = await database.query<{ state: SlipRow['state']; slips: bigint; staked: bigint; returned: bigint }>(
    `SELECT state, count(*) AS slips, sum(staked)::bigint AS staked, coalesce(sum(returned), 0)::bigint AS returned
     FROM slips WHERE $1::uuid IS NULL OR round_id = $1 GROUP BY state`,
    [roundId ?? null],
  )
  const count = (state: SlipRow['state']) => Number(rows.find((row) => row.state === state)?.slips ?? 0n)
  const taken = rows.filter(({ state }) => state === 'accepted' || state === 'settled' || state === 'refunded')
  return {
    placing: count('placing'),
    accepted: count('accepted'),
    rejected: count('rejected'),
    settled: count('settled'),
    refunded: count('refunded'),
    staked: toAmount(taken.reduce((sum, { staked }) => sum + staked, 0n)),
    returned: toAmount(taken.reduce((sum, { returned }) => sum + returned, 0n)),
  }
}
