/**
 * Encoding: pictures go in, encoded pictures come out, one for one and without delay; and what this machine's encoders can
 * do. It chooses and replaces encoders by itself and says so; it must never hold pictures back, nor wait for a driver
 * without a bound.
 */
export { EncoderError } from './encoder-error.ts'
export { Feed } from './feed.ts'
export { Ladder, type LadderOptions } from './ladder.ts'
export type { RungStatistics } from './ladder-rung.ts'
export { probeEncoders } from './probe.ts'
export { type EncodedUnit, type EncoderSettings, openEncoder, type VideoEncoder } from './video-encoder.ts'
