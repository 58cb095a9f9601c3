/**
 * A real PostgreSQL for an integration test: `const database = await testDatabase()` starts the embedded server
 * once for the test file (a free port, a temporary folder) and makes a fresh database in it, with the services' roles and
 * schemas. `database.url('wallet')` is what the wallet would get as DATABASE_URL. `await stopTestServer()` in `afterAll`.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createServiceRoles, serviceDatabaseUrl, superuser } from '../../backend/platform/index.ts'
import { type EmbeddedServer, serverAccount, startServer } from '../../backend/postgres/index.ts'

const password = 'a password of the test'
let running: Promise<{ port: number; folder: string; server: EmbeddedServer }> | undefined
let made = 0

type Service = Parameters<typeof serviceDatabaseUrl>[0]

export interface TestDatabase {
  /** The address under which one service, or the superuser, reaches this database. */
  url(service: Service | 'superuser'): string
}

export async function testDatabase(): Promise<TestDatabase> {
  running ??= start()
  const { port } = await running
  made += 1
  const name = `test_${made}`
  await createServiceRoles(port, password, name)
  const admin = `postgres://${superuser}:${encodeURIComponent(password)}@127.0.0.1:${port}/${name}`
  return { url: (service) => (service === 'superuser' ? admin : serviceDatabaseUrl(service, password, port, name)) }
}

export async function stopTestServer(): Promise<void> {
  const stopping = await running
  running = undefined
  await stopping?.server[Symbol.asyncDispose]()
  if (stopping) await rm(stopping.folder, { recursive: true, force: true })
}

async function start() {
  const folder = await mkdtemp(join(tmpdir(), 'tablecast-postgres-'))
  const port = await freePort()
  const server = await startServer({ folder: join(folder, 'data'), port, password, account: serverAccount() })
  return { port, folder, server }
}

/** A TCP port that is free now. */
export async function freePort(): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>()
  const probe = createServer().once('error', reject)
  probe.listen(0, '127.0.0.1', () => {
    const address = probe.address()
    probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
  })
  return promise
}
