import { join } from 'node:path'
import { z } from 'zod'
import { closeWithParent, createLog, portSetting, readSettings, secretSetting } from '../platform/index.ts'
import { serverAccount } from './account.ts'
import { startServer } from './server.ts'

const id = z.coerce.number().int().positive().optional()
const settings = readSettings(
  z.object({
    TABLECAST_HOME: z.string(),
    POSTGRES_PORT: portSetting,
    POSTGRES_PASSWORD: secretSetting,
    POSTGRES_BIN_DIR: z.string().optional(),
    POSTGRES_UID: id,
    POSTGRES_GID: id,
  }),
)

const log = createLog('postgres')
let closing = false
closeWithParent(async () => {
  closing = true
  await starting.then((server) => server[Symbol.asyncDispose]())
})

const starting = startServer({
  folder: join(settings.TABLECAST_HOME, 'postgres'),
  port: settings.POSTGRES_PORT,
  password: settings.POSTGRES_PASSWORD,
  account: serverAccount(settings.POSTGRES_UID, settings.POSTGRES_GID),
  programs: settings.POSTGRES_BIN_DIR,
})
const server = await starting
log.info({ port: settings.POSTGRES_PORT }, 'ready')
process.send?.({ type: 'ready', port: settings.POSTGRES_PORT })

await server.ended
// The supervisor starts this program again, and PostgreSQL recovers from its log.
if (!closing) {
  log.warn('PostgreSQL has ended')
  process.exit(1)
}
