/** The file is a database, and what it holds makes no sense. */
export class UnreadableStoreError extends Error {
  override readonly name = 'UnreadableStoreError'
}

/** SQLite's primary result codes; https://www.sqlite.org/rescode.html */
const busyCode = 5
const corruptCode = 11
const notADatabaseCode = 26

function sqliteCode(cause: unknown): number | null {
  if (!(cause instanceof Error) || !('errcode' in cause) || typeof cause.errcode !== 'number') return null
  return cause.errcode & 0xff
}

/** Another process holds the file. */
export function isBusy(cause: unknown): boolean {
  return sqliteCode(cause) === busyCode
}

/** No further attempt will read this file. */
export function isUnreadable(cause: unknown): boolean {
  const code = sqliteCode(cause)
  return cause instanceof UnreadableStoreError || code === corruptCode || code === notADatabaseCode
}
