/**
 * The store of one table: what the studio knows, in one SQLite file. In flows a step's whole outcome, written in one
 * transaction before anyone hears of it; out flows what a restarted process goes on with. It must never lose, change or
 * reorder what it has accepted.
 */
export { type OutboxPosition, pictureUrl, type StoredEvent } from './rows.ts'
export { type Sighting, Store, StoreInUseError } from './store.ts'
