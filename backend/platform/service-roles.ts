import { createHmac } from 'node:crypto'
import pg from 'pg'

/** The services that have a schema, and the role that reaches it, under their own name. All of them reach the bus. */
const services = ['game', 'wallet', 'gateway'] as const
type DatabaseService = (typeof services)[number]

/** The superuser of the embedded server. */
export const superuser = 'tablecast'

const passwordOf = (service: DatabaseService, password: string) =>
  createHmac('sha256', password).update(service).digest('hex')

/** The address under which one service reaches its schema in the embedded server. */
export function serviceDatabaseUrl(
  service: DatabaseService,
  password: string,
  port: number,
  database = 'tablecast',
): string {
  return `postgres://${service}:${passwordOf(service, password)}@127.0.0.1:${port}/${database}`
}

/** Makes what is missing of the database, the services' roles and their schemas. May be repeated. */
export async function createServiceRoles(port: number, password: string, database = 'tablecast'): Promise<void> {
  const connection = { host: '127.0.0.1', port, user: superuser, password }
  await using server = await connect({ ...connection, database: 'postgres' })
  const known = await server.client.query('SELECT FROM pg_database WHERE datname = $1', [database])
  if (known.rowCount === 0) await server.client.query(`CREATE DATABASE ${database}`)
  await using own = await connect({ ...connection, database })
  await own.client.query(roles(password))
  await own.client.query(schemas(database))
}

async function connect(options: pg.ClientConfig): Promise<{ client: pg.Client } & AsyncDisposable> {
  const client = new pg.Client(options)
  await client.connect()
  return { client, [Symbol.asyncDispose]: () => client.end() }
}

/** Roles belong to the whole server; several databases of a test run may make them at once. */
function roles(password: string): string {
  const create = (role: string) =>
    `IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '${role}') THEN CREATE ROLE ${role}; END IF;`
  const login = (service: DatabaseService) =>
    `${create(service)} ALTER ROLE ${service} LOGIN PASSWORD '${passwordOf(service, password)}'; GRANT bus TO ${service};`
  return `BEGIN; SELECT pg_advisory_xact_lock(1);
    DO $$ BEGIN ${create('bus')} ${services.map(login).join(' ')} END $$; COMMIT`
}

function schemas(database: string): string {
  return `BEGIN; SELECT pg_advisory_xact_lock(1); REVOKE ALL ON DATABASE ${database} FROM PUBLIC;
    GRANT CONNECT ON DATABASE ${database} TO ${services.join(', ')}; REVOKE ALL ON SCHEMA public FROM PUBLIC;
    ${['bus', ...services].map((name) => `CREATE SCHEMA IF NOT EXISTS ${name} AUTHORIZATION ${name};`).join(' ')} COMMIT`
}
