import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import type pg from 'pg'

/** A connection inside a transaction. */
export type DatabaseClient = Pick<pg.ClientBase, 'query'>

/**
 * Applies the files `001-….sql`, `002-….sql` … of a folder that were not applied yet, in this transaction. Several
 * processes may try at once. What is made belongs to the schema's owner, whoever makes it.
 * @throws when an applied file was changed since: write a new one instead.
 */
export async function migrate(client: DatabaseClient, schema: string, folder: URL): Promise<void> {
  await client.query(`SELECT pg_advisory_xact_lock(hashtext('migrations of ' || $1))`, [schema])
  const ownerOf = 'SELECT pg_get_userbyid(nspowner) AS owner FROM pg_namespace WHERE nspname = $1'
  if ((await client.query(ownerOf, [schema])).rowCount === 0) await client.query(`CREATE SCHEMA ${schema}`)
  const { rows: owners } = await client.query<{ owner: string }>(ownerOf, [schema])
  await client.query(`SET LOCAL ROLE "${owners[0]?.owner}"`)
  await client.query(`SET LOCAL search_path = ${schema}`)
  await client.query(
    'CREATE TABLE IF NOT EXISTS migrations (name text PRIMARY KEY, sha256 text NOT NULL, at timestamptz NOT NULL DEFAULT now())',
  )
  const { rows } = await client.query<{ name: string; sha256: string }>('SELECT name, sha256 FROM migrations')
  const applied = new Map(rows.map(({ name, sha256 }) => [name, sha256]))
  const names = (await readdir(folder)).filter((name) => /^\d{3}-.+\.sql$/.test(name)).sort()
  for (const name of names) {
    const text = await readFile(new URL(name, folder), 'utf8')
    const sha256 = createHash('sha256').update(text).digest('hex')
    const before = applied.get(name)
    if (before === sha256) continue
    if (before !== undefined) throw new Error(`${schema}/${name} was changed after it was applied`)
    await client.query(text)
    await client.query('INSERT INTO migrations (name, sha256) VALUES ($1, $2)', [name, sha256])
  }
}
