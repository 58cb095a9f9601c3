/**
 * The way to the gateway: session, socket, clock, picture. Validated messages, frames and connection states flow in,
 * bets and asks flow out, and both come back by themselves after any break. It must never decide what a message means
 * for a bet, nor call a picture live that does not move.
 */
export { Connection, type ConnectionState } from './connection.ts'
export { type PendingSlip, recallPending, rememberPending } from './pending.ts'
export { Picture, type PictureQuality, type PictureSound, type PictureState, type PictureWish } from './picture.ts'
export { Refused } from './refused.ts'
export type { Memory } from './session.ts'
