import { Gauge, Registry } from 'prom-client'
import type { Database } from '../platform/index.ts'

/** What is still to be ended, as the database says it when it is asked; each is zero again soon, or a person should look. */
const open = {
  game_slips_placing: {
    help: 'Slips that wait for their hold',
    select: `SELECT count(*) AS n FROM slips WHERE state = 'placing'`,
  },
  game_releases_owed: {
    help: 'Rejected slips whose stake the wallet has not confirmed to be released',
    select: 'SELECT count(*) AS n FROM slips WHERE release_owed',
  },
  game_rounds_unsettled: {
    help: 'Decided rounds with slips that are not paid or refunded yet',
    select: 'SELECT count(*) AS n FROM rounds WHERE outcome IS NOT NULL AND NOT settled',
  },
}

export function gameMetrics(database: Database): Registry {
  const registry = new Registry()
  for (const [name, { help, select }] of Object.entries(open)) {
    new Gauge({
      name,
      help,
      registers: [registry],
      async collect() {
        // A database that is away shows on /readyz; the last numbers stand until it is back.
        const [row] = await database.query<{ n: bigint }>(select).catch(() => [])
        if (row) this.set(Number(row.n))
      },
    })
  }
  return registry
}
