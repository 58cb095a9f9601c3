import type { RingBounds } from './event-ring.ts'
import type { RateBoundOptions } from './rate-bound.ts'

/** Everything that could grow or wait, and how far it may. */
export interface GatewayBounds {
  readonly socketsMax: number
  /** A player's oldest socket makes room for a newer one: it is most likely a lost one. */
  readonly socketsPerPlayerMax: number
  /** From the opening of a socket to its hello. */
  readonly helloMsMax: number
  /** A socket that has not answered a ping by the next one is gone. */
  readonly heartbeatMs: number
  /** What waits for a slow client, in bytes; beyond it the client is hung up on, and resumes. */
  readonly outgoingBytesMax: number
  /** Requests of one socket that wait for their answer. */
  readonly requestsInFlightMax: number
  /** Messages in a row that were refused unread: not understood, or too many. */
  readonly offencesMax: number
  readonly messagesPerPlayer: RateBoundOptions
  readonly sessionsPerAddress: RateBoundOptions
  readonly ring: RingBounds
  /** How long game, wallet and SFU may take to answer. */
  readonly answerMsMax: number
  /** How often the SFU is asked whether there is a picture. */
  readonly pictureLookMs: number
}

export const gatewayBounds: GatewayBounds = {
  socketsMax: 5_000,
  socketsPerPlayerMax: 5,
  helloMsMax: 5_000,
  heartbeatMs: 10_000,
  outgoingBytesMax: 1024 * 1024,
  requestsInFlightMax: 16,
  offencesMax: 20,
  messagesPerPlayer: { burst: 40, perSecond: 10, keysMax: 10_000 },
  sessionsPerAddress: { burst: 60, perSecond: 2, keysMax: 10_000 },
  ring: { eventsMax: 5_000, charactersMax: 32 * 1024 * 1024 },
  answerMsMax: 3_000,
  pictureLookMs: 1_000,
}
