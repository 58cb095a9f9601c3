/**
 * What stays of the pictures: encoded packets come in as the sources sent them; the last 30 s of each are kept in memory,
 * from which clips are cut for evidence, and chosen feeds are recorded for hours. Nothing is encoded again. It must never
 * make a packet wait for a disk, nor fill the disk, nor remove a file that is not its own.
 */
export { writeClip } from './clip.ts'
export { EncodedStream, encodedSoundStream, soundPacket } from './encoded-stream.ts'
export { isKept } from './kept-stream.ts'
export { firstPictureAt } from './mp4-output.ts'
export { PacketRing } from './packet-ring.ts'
export { RawSourceEncoder } from './raw-source-encoder.ts'
export { Recorder } from './recorder.ts'
