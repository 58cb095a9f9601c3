/** Nothing in the record is ever edited or deleted; SQLite itself refuses it. */
const immutable = (table: string) => `
  CREATE TRIGGER IF NOT EXISTS ${table}_stay BEFORE DELETE ON ${table} BEGIN SELECT RAISE(ABORT, 'the record stays'); END;
  CREATE TRIGGER IF NOT EXISTS ${table}_hold BEFORE UPDATE ON ${table} BEGIN SELECT RAISE(ABORT, 'the record holds'); END;`

export const schema = `
  CREATE TABLE IF NOT EXISTS session (only_one INTEGER PRIMARY KEY CHECK (only_one = 1), state TEXT NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS rounds (round_id TEXT PRIMARY KEY, number INTEGER NOT NULL, state TEXT NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS readings (
    id TEXT PRIMARY KEY, round_id TEXT NOT NULL, captured_at INTEGER NOT NULL, reading TEXT NOT NULL, crop BLOB) STRICT;
  CREATE INDEX IF NOT EXISTS readings_with_crop ON readings (captured_at) WHERE crop IS NOT NULL;
  CREATE TABLE IF NOT EXISTS records (
    id INTEGER PRIMARY KEY AUTOINCREMENT, at INTEGER NOT NULL, level TEXT NOT NULL, kind TEXT NOT NULL,
    round_number INTEGER, text TEXT NOT NULL) STRICT;
  -- What a camera told and showed for a record; the record's line says it in words.
  CREATE TABLE IF NOT EXISTS sightings (
    id TEXT PRIMARY KEY, record_id INTEGER NOT NULL UNIQUE, captured_at INTEGER NOT NULL, told TEXT NOT NULL,
    crop BLOB) STRICT;
  CREATE INDEX IF NOT EXISTS sightings_with_crop ON sightings (captured_at) WHERE crop IS NOT NULL;
  CREATE TABLE IF NOT EXISTS commands (
    id TEXT PRIMARY KEY, at INTEGER NOT NULL, operator TEXT NOT NULL, what TEXT NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS outbox (
    position INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, at INTEGER NOT NULL, body TEXT NOT NULL) STRICT;
  -- sequence of an event = base + its position. The base is null until the backend was asked where it stands.
  CREATE TABLE IF NOT EXISTS delivery (
    only_one INTEGER PRIMARY KEY CHECK (only_one = 1), base INTEGER, acknowledged INTEGER NOT NULL,
    acknowledged_at INTEGER) STRICT;
  INSERT OR IGNORE INTO delivery VALUES (1, NULL, 0, NULL);
  ${immutable('records')}
  ${immutable('commands')}
  ${immutable('outbox')}
`
