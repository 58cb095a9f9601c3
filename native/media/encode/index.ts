/**
 * Encoding: pictures go in, encoded pictures come out, one for one and without delay; and what this machine's encoders can
 * do. It chooses and replaces encoders by itself and says so; it must never hold pictures back, nor wait for a driver
 * without a bound.
 */
export { EncoderError } from './encoder-error.ts'
export { Feed } from './feed.ts'
export { Ladder } from './ladder.ts'
export { probeEncoders } from './probe.ts'
export { openEncoder } from './video-encoder.ts'
