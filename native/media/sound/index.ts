/**
 * Sound: measures it as EBU R 128 does, and encodes the program's as Opus. In flow samples with the moment at which they
 * were heard, out flow levels, and packets on one line of time without holes. It must never delay a sound, and never let
 * the stream of packets end because a source is silent.
 */
export { type EncodedSound, SoundEncoder } from './sound-encoder.ts'
export { SoundMeter } from './sound-meter.ts'
