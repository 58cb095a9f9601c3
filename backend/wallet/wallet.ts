import { implement } from '@orpc/server'
import { z } from 'zod'
import { toAmount, toSignedAmount, walletContract } from '../contract/index.ts'
import {
  createLog,
  Database,
  databaseUrlSetting,
  portSetting,
  type RunningService,
  refusal,
  secretSetting,
  startService,
} from '../platform/index.ts'
import { Ledger } from './ledger.ts'

export const walletSettings = z.object({
  WALLET_PORT: portSetting,
  DATABASE_URL: databaseUrlSetting,
  SERVICE_SECRET: secretSetting,
})

export async function startWallet(settings: z.output<typeof walletSettings>): Promise<RunningService> {
  const log = createLog('wallet')
  const database = new Database(settings.DATABASE_URL, 'wallet', log)
  const prepared = database.prepare({ wallet: Ledger.migrations })
  prepared.catch((error) => log.error({ err: error }, 'the schema cannot be brought up to date'))
  const service = await startService({
    name: 'wallet',
    port: settings.WALLET_PORT,
    secret: settings.SERVICE_SECRET,
    log,
    router: walletRouter(new Ledger(database)),
    readiness: async () => ((await database.isReady()) ? [] : ['the database']),
  })
  return {
    url: service.url,
    async [Symbol.asyncDispose]() {
      await service[Symbol.asyncDispose]()
      await database[Symbol.asyncDispose]()
    },
  }
}

function walletRouter(ledger: Ledger) {
  const from = implement(walletContract)
  return from.router({
    open: from.open.handler(async ({ input }) => ({ balance: toAmount(await ledger.open(input.playerId)) })),
    balance: from.balance.handler(async ({ input }) => ({ balance: toAmount(await ledger.balance(input.playerId)) })),
    hold: from.hold.handler(async ({ input: { holdId, playerId, roundId, amount } }) => {
      if (amount === '0') throw refusal('BAD_REQUEST')
      return { balance: toAmount(await ledger.hold(holdId, playerId, roundId, BigInt(amount))) }
    }),
    resolve: from.resolve.handler(async ({ input }) => {
      const balances = await ledger.resolve(input.resolutions)
      return { balances: balances.map(({ player, balance }) => ({ playerId: player, balance: toAmount(balance) })) }
    }),
    round: from.round.handler(async ({ input }) => {
      const { held, captured, released, paid } = await ledger.round(input.roundId)
      return { held: toAmount(held), captured: toAmount(captured), released: toAmount(released), paid: toAmount(paid) }
    }),
    audit: from.audit.handler(async () => {
      const { sum, held, entries, transfers, unbalanced, house } = await ledger.audit()
      return {
        sum: toSignedAmount(sum),
        held: toAmount(held),
        entries: Number(entries),
        transfers: Number(transfers),
        unbalancedAccounts: Number(unbalanced),
        house: toSignedAmount(house),
      }
    }),
  })
}
