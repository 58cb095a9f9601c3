import pg from 'pg'
import { type BusEvent, BusSubscription } from './bus-subscription.ts'
import type { Database } from './database.ts'
import type { DatabaseClient } from './migrations.ts'

/** Events kept for those who come back; older ones are deleted. At five events a second: about eleven hours. */
const eventsMax = 200_000

/** Events between services, kept in PostgreSQL: published with the change they tell of, or not at all. */
export class Bus {
  /** The folder to give to `Database.prepare`, under the name `bus`. */
  static readonly migrations = new URL('./bus-migrations/', import.meta.url)
  readonly #database: Database

  constructor(database: Database) {
    this.#database = database
  }

  /** Publishes inside the caller's transaction, in commit order. Call it last: other publishers wait until the commit. */
  async publish(client: DatabaseClient, events: readonly { topic: string; body: object }[]): Promise<void> {
    if (events.length === 0) return
    const bodies = events.map(({ body }) => JSON.stringify(body))
    await client.query('SELECT bus.publish($1::text[], $2::jsonb[])', [events.map(({ topic }) => topic), bodies])
  }

  /** Calls back once for each event behind `after` whose topic begins with `prefix`, in order, until it is disposed. */
  subscribe(
    { after, prefix }: { after: number; prefix: string },
    onEvent: (event: BusEvent) => void,
    onError: (error: unknown) => void,
  ): BusSubscription {
    const connect = () => new pg.Client({ connectionString: this.#database.url, application_name: 'tablecast bus' })
    return new BusSubscription(connect, { after, prefix }, onEvent, onError)
  }

  /** The newest event, and the newest that was deleted: who has seen less than `forgotten` has lost some. Zero without any. */
  async range(): Promise<{ forgotten: number; newest: number }> {
    const [row] = await this.#database.query<{ forgotten: bigint; newest: bigint }>(
      'SELECT coalesce(min(seq) - 1, 0) AS forgotten, coalesce(max(seq), 0) AS newest FROM bus.events',
    )
    return { forgotten: Number(row?.forgotten ?? 0n), newest: Number(row?.newest ?? 0n) }
  }

  /** Deletes what is older than the newest `keep` events. */
  async trim(keep = eventsMax): Promise<void> {
    await this.#database.query('DELETE FROM bus.events WHERE seq <= (SELECT max(seq) FROM bus.events) - $1', [keep])
  }
}
