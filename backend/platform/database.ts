import pg from 'pg'
import type { Log } from './log.ts'
import { type DatabaseClient, migrate } from './migrations.ts'
import { refusal } from './refusal.ts'

/** Bounds of one service's use of the database. */
const connectionsMax = 8
const connectMsMax = 3000
const statementMsMax = 10_000
const attemptsMax = 8
const reconnectMs = 500

/** A second try of the same transaction can succeed: serialization failure, deadlock. */
const retryable = new Set(['40001', '40P01'])
/** The server is away, starting, stopping or full. `08…` are connection failures. */
const away = /^(08...|57P0[123]|53300|ECONN(REFUSED|RESET)|EPIPE|ETIMEDOUT)$/

const int8 = 20
/** PostgreSQL's bigint is a BigInt here, never a float or a string. */
const types: pg.CustomTypesConfig = {
  getTypeParser: (oid, format) => (Number(oid) === int8 ? BigInt : pg.types.getTypeParser(oid, format)),
}

/** One service's own schema in PostgreSQL. A database that is away is a refusal `UNAVAILABLE`, and it comes back by itself. */
export class Database implements AsyncDisposable {
  readonly url: string
  readonly #pool: pg.Pool
  readonly #log: Log
  #prepared = false
  #closed = false

  constructor(url: string, schema: string, log: Log) {
    this.url = url
    this.#log = log
    this.#pool = new pg.Pool({
      connectionString: url,
      application_name: `tablecast ${schema}`,
      options: `-c search_path=${schema}`,
      max: connectionsMax,
      connectionTimeoutMillis: connectMsMax,
      statement_timeout: statementMsMax,
      idle_in_transaction_session_timeout: statementMsMax,
      keepAlive: true,
      types,
    })
    // A lost connection is reported where it is used; without a listener it would end the process.
    this.#pool.on('error', () => {})
    this.#pool.on('connect', (client) => client.on('error', () => {}))
  }

  /**
   * Brings each schema up to its numbered files, waiting for a database that is away.
   * @throws when a file is wrong: that is not cured by waiting.
   */
  async prepare(folders: Readonly<Record<string, URL>>): Promise<void> {
    while (!this.#closed) {
      try {
        for (const [schema, folder] of Object.entries(folders))
          await this.#inTransaction((c) => migrate(c, schema, folder))
        this.#prepared = true
        return
      } catch (error) {
        if (!isAway(error) && !isBeingMade(error)) throw error
        this.#log.debug({ err: error }, 'waiting for the database')
        await new Promise((resolve) => setTimeout(resolve, reconnectMs))
      }
    }
  }

  /** Whether the database answers and its schema is up to date. */
  async isReady(): Promise<boolean> {
    if (!this.#prepared) return false
    return this.query('SELECT 1').then(
      () => true,
      () => false,
    )
  }

  /** One statement, a transaction by itself; otherwise like `transaction`. */
  query<Row extends pg.QueryResultRow>(text: string, values: readonly unknown[] = []): Promise<Row[]> {
    return this.#retrying(async () => (await this.#pool.query<Row>(text, [...values])).rows)
  }

  /**
   * Runs `work` in one transaction. After `UNAVAILABLE` it is unknown whether it was committed: repeat it idempotently.
   * `work` runs again when the database asks for it (serialization, deadlock), so it must have no effect elsewhere.
   */
  transaction<T>(work: (client: DatabaseClient) => Promise<T>): Promise<T> {
    return this.#retrying(() => this.#inTransaction(work))
  }

  async #retrying<T>(work: () => Promise<T>): Promise<T> {
    if (!this.#prepared) throw refusal('UNAVAILABLE')
    for (let attempt = 1; ; attempt++) {
      try {
        return await work()
      } catch (error) {
        if (isAway(error)) throw refusal('UNAVAILABLE', error)
        if (attempt === attemptsMax || !retryable.has(codeOf(error))) throw error
        await new Promise((resolve) => setTimeout(resolve, Math.random() * 10 * attempt))
      }
    }
  }

  async #inTransaction<T>(work: (client: DatabaseClient) => Promise<T>): Promise<T> {
    const client = await this.#pool.connect()
    let failure: Error | undefined
    try {
      await client.query('BEGIN')
      const result = await work(client)
      await client.query('COMMIT')
      return result
    } catch (error) {
      await client.query('ROLLBACK').catch((rollbackError: Error) => {
        failure = rollbackError
      })
      throw error
    } finally {
      client.release(failure)
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#closed) return
    this.#closed = true
    await this.#pool.end()
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''
}

/** Whether an error says that the database cannot be reached now, whatever was asked of it. */
function isAway(error: unknown): boolean {
  if (error instanceof AggregateError) return error.errors.some(isAway)
  if (away.test(codeOf(error))) return true
  return error instanceof Error && /Connection terminated|timeout exceeded when trying to connect/.test(error.message)
}

/** At the very first start the server answers before its roles, its database and its schemas are made. */
function isBeingMade(error: unknown): boolean {
  return ['28P01', '28000', '3D000', '42501'].includes(codeOf(error))
}
