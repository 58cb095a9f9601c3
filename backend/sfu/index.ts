/**
 * The SFU: takes each table's program in as SRTP, in up to three rungs and with its sound, and hands it out over WebRTC,
 * through one mediasoup worker. In flow wishes (a lease for an ingest, a viewer that joins or prefers a rung), out flow
 * addresses, transport parameters and the picture itself.
 * It must never decode a picture, know a player or a round, or end because its worker did.
 */
export { SfuMetrics } from './metrics.ts'
export { sfuRouter } from './router.ts'
export { Sfu, type SfuOptions } from './sfu.ts'
