import { randomUUID } from 'node:crypto'
import { existsSync, mkdirSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { TableId } from '../../../backend/contract/index.ts'
import type { StudioRecord } from '../api/index.ts'
import { emptySession, type SessionState, type Step, sessionStateSchema } from '../table/session/index.ts'
import {
  type OutboxPosition,
  pictureUrl,
  positionSchema,
  recordsSchema,
  type StoredEvent,
  storedEventsSchema,
} from './rows.ts'
import { schema } from './schema.ts'
import { isBusy, isUnreadable, UnreadableStoreError } from './unreadable.ts'

/** How long a new process waits for one that is just ending, in ms. */
const lockMsMax = 2_000
/** Pictures of readings and of sightings are kept this long and this many of each; what they say stays. */
const cropAgeMsMax = 30 * 24 * 3_600_000
const cropsMax = 20_000

/** Another process has this table's store open. */
export class StoreInUseError extends Error {
  override readonly name = 'StoreInUseError'
}

/** What is written with a step, beside its effects. */
interface Attached {
  /** The camera's picture of the step's reading, as JPEG. */
  readonly crop?: Uint8Array | null
  readonly command?: { readonly id: string; readonly operator: string; readonly what: string }
}

/** What a camera showed for a record: what it told, with its numbers, and the picture as JPEG. */
export interface Sighting {
  /** UTC, ms. */
  readonly capturedAt: number
  readonly told: unknown
  readonly crop: Uint8Array
}

export class Store {
  /** Where an unreadable file was put aside; null when there was none. Then events may be lost that the backend has. */
  readonly putAside: string | null
  readonly session: SessionState
  readonly #db: DatabaseSync
  #position: OutboxPosition

  /**
   * Opens the table's file in `folder`, or makes a new one. A file that cannot be read is put aside as `.corrupt-<at>`.
   * @param at UTC, ms
   * @throws {StoreInUseError} when another process has it open
   */
  static open(folder: string, tableId: TableId, at: number): Store {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    const file = join(folder, `${tableId}.sqlite`)
    try {
      return new Store(file, null)
    } catch (cause) {
      if (isBusy(cause)) throw new StoreInUseError(`Another studio has ${file} open`, { cause })
      if (!isUnreadable(cause)) throw cause
      const aside = `${file}.corrupt-${at}`
      for (const suffix of ['', '-wal', '-shm']) {
        if (existsSync(file + suffix)) renameSync(file + suffix, aside + suffix)
      }
      return new Store(file, aside)
    }
  }

  private constructor(file: string, putAside: string | null) {
    this.putAside = putAside
    this.#db = new DatabaseSync(file)
    try {
      // EXCLUSIVE: two studios on one table would each be right alone. The system gives the lock back when a process dies.
      this.#db.exec(`PRAGMA busy_timeout = ${lockMsMax}; PRAGMA locking_mode = EXCLUSIVE;
        PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; BEGIN IMMEDIATE; ${schema} COMMIT;`)
      const check = this.#db.prepare('PRAGMA quick_check(1)').get()
      if (check?.quick_check !== 'ok') throw new UnreadableStoreError(String(check?.quick_check))
      this.session = this.#readSession()
      this.#position = this.#readPosition()
    } catch (cause) {
      this.#db.close()
      throw cause
    }
  }

  get position(): OutboxPosition {
    return this.#position
  }

  /**
   * Writes a step and everything that goes with it, or nothing of it.
   * @returns the records, with their ids
   * @throws when the disk refuses: then the step has not happened, and the process must not go on as if it had
   */
  commit(
    { state, effects }: Pick<Step, 'state' | 'effects'>,
    at: number,
    { crop, command }: Attached = {},
  ): StudioRecord[] {
    const records = this.#transaction(() => {
      const { round } = state
      this.#db.prepare('INSERT OR REPLACE INTO session VALUES (1, ?)').run(JSON.stringify(state))
      if (round) {
        const text = JSON.stringify(round)
        this.#db.prepare('INSERT OR REPLACE INTO rounds VALUES (?, ?, ?)').run(round.roundId, round.number, text)
      }
      if (command) {
        this.#db.prepare('INSERT INTO commands VALUES (?, ?, ?, ?)').run(command.id, at, command.operator, command.what)
      }
      return effects.flatMap((effect) => {
        if (effect.type === 'record') return [this.#insertRecord(effect, at)]
        if (effect.type === 'event') {
          this.#db
            .prepare('INSERT INTO outbox (id, at, body) VALUES (?, ?, ?)')
            .run(randomUUID(), at, JSON.stringify(effect.body))
        } else {
          const { id, round, reading } = effect
          this.#db
            .prepare('INSERT OR IGNORE INTO readings VALUES (?, ?, ?, ?, ?)')
            .run(id, round.roundId, reading.capturedAt, JSON.stringify(reading), crop ?? null)
        }
        return []
      })
    })
    this.#position = this.#readPosition()
    return records
  }

  /** Writes down what is no step of the session: devices, processes, faults. */
  record(record: Omit<StudioRecord, 'id' | 'at'>, at: number): StudioRecord {
    return this.#transaction(() => this.#insertRecord(record, at))
  }

  /** Writes down what a camera showed, with its picture. */
  recordSighting(
    record: Omit<StudioRecord, 'id' | 'at'>,
    { capturedAt, told, crop }: Sighting,
    at: number,
  ): StudioRecord {
    const id = randomUUID()
    return this.#transaction(() => {
      const written = this.#insertRecord(record, at)
      this.#db
        .prepare('INSERT INTO sightings VALUES (?, ?, ?, ?, ?)')
        .run(id, written.id, Math.round(capturedAt), JSON.stringify(told), crop)
      return { ...written, pictureUrl: pictureUrl(id) }
    })
  }

  /** The latest records, oldest first. */
  records(limit: number): StudioRecord[] {
    const rows = this.#db
      .prepare(
        `SELECT records.id, at, level, kind, round_number AS round, text, sightings.id AS picture
          FROM records LEFT JOIN sightings ON record_id = records.id ORDER BY records.id DESC LIMIT ?`,
      )
      .all(limit)
    return recordsSchema.parse(rows).reverse()
  }

  hasCommand(id: string): boolean {
    return this.#db.prepare('SELECT 1 FROM commands WHERE id = ?').get(id) !== undefined
  }

  /** The picture of a reading or a sighting as JPEG; null when there is none, or no longer. */
  crop(id: string): Uint8Array | null {
    const crop = this.#db
      .prepare('SELECT crop FROM readings WHERE id = :id UNION ALL SELECT crop FROM sightings WHERE id = :id')
      .get({ id })?.crop
    return crop instanceof Uint8Array ? crop : null
  }

  /** Lets go of the pictures that are past their bounds. @param at UTC, ms */
  expireCrops(at: number): void {
    for (const table of ['readings', 'sightings']) {
      this.#db
        .prepare(
          `UPDATE ${table} SET crop = NULL WHERE crop IS NOT NULL AND (captured_at < ? OR captured_at <=
            (SELECT captured_at FROM ${table} WHERE crop IS NOT NULL ORDER BY captured_at DESC LIMIT 1 OFFSET ?))`,
        )
        .run(at - cropAgeMsMax, cropsMax)
    }
  }

  /** The events behind `position`, in order. */
  eventsAfter(position: number, limit: number): StoredEvent[] {
    const rows = this.#db
      .prepare('SELECT position, id, at, body FROM outbox WHERE position > ? ORDER BY position LIMIT ?')
      .all(position, limit)
    return storedEventsSchema.parse(rows)
  }

  /** The backend has everything up to `acknowledged`; with it, where its sequence began for us. */
  acknowledge(base: number, acknowledged: number, at: number): void {
    this.#db.prepare('UPDATE delivery SET base = ?, acknowledged = ?, acknowledged_at = ?').run(base, acknowledged, at)
    this.#position = this.#readPosition()
  }

  [Symbol.dispose](): void {
    this.#db.close()
  }

  #insertRecord({ level, kind, roundNumber, text }: Omit<StudioRecord, 'id' | 'at'>, at: number): StudioRecord {
    const { lastInsertRowid } = this.#db
      .prepare('INSERT INTO records (at, level, kind, round_number, text) VALUES (?, ?, ?, ?, ?)')
      .run(at, level, kind, roundNumber ?? null, text)
    return { id: Number(lastInsertRowid), at, level, kind, text, ...(roundNumber !== undefined && { roundNumber }) }
  }

  #transaction<Result>(work: () => Result): Result {
    this.#db.exec('BEGIN IMMEDIATE')
    try {
      const result = work()
      this.#db.exec('COMMIT')
      return result
    } catch (cause) {
      if (this.#db.isTransaction) this.#db.exec('ROLLBACK')
      throw cause
    }
  }

  #readSession(): SessionState {
    const row = this.#db.prepare('SELECT state FROM session').get()
    if (!row) return emptySession
    try {
      return sessionStateSchema.parse(JSON.parse(String(row.state)))
    } catch (cause) {
      throw new UnreadableStoreError('its session cannot be understood', { cause })
    }
  }

  #readPosition(): OutboxPosition {
    const row = this.#db
      .prepare(
        `SELECT base, acknowledged, acknowledged_at AS acknowledgedAt,
          (SELECT coalesce(max(position), 0) FROM outbox) AS last FROM delivery`,
      )
      .get()
    return positionSchema.parse(row)
  }
}
