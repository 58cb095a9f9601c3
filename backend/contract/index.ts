/**
 * Everything that crosses a process border on the players' side: identities, money, table events from the studio, the
 * services' contracts, the players' protocol, and every refusal. Schemas flow out to whoever speaks or listens at such a
 * border; nothing flows in. It must never hold behaviour that needs a database, a socket or a clock.
 */
export * from './clock.ts'
export * from './errors.ts'
export * from './game.ts'
export * from './identity.ts'
export * from './money.ts'
export * from './player-events.ts'
export * from './player-protocol.ts'
export * from './roulette.ts'
export * from './sfu.ts'
export * from './table-events.ts'
export * from './table-view.ts'
export * from './wallet.ts'
