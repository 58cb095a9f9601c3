import type { VideoCodec } from '../messages/index.ts'

const sequenceParameterSet = { h264: 7, h265: 33 }
const sequenceHeaderObu = 1
const startCode = Buffer.of(0, 0, 1)

/** Whether a key frame carries what a decoder must know first: an SPS (H.264, H.265) or a sequence header (AV1). */
export function hasParameterSets(codec: VideoCodec, data: Buffer): boolean {
  if (codec === 'av1') return obuTypes(data).includes(sequenceHeaderObu)
  for (let at = data.indexOf(startCode); at >= 0; at = data.indexOf(startCode, at + 3)) {
    const header = data[at + 3] ?? 0
    if ((codec === 'h264' ? header & 0x1f : (header >> 1) & 0x3f) === sequenceParameterSet[codec]) return true
  }
  return false
}

/** The types of a temporal unit's parts (AV1 specification, 5.3). */
function obuTypes(data: Buffer): number[] {
  const types: number[] = []
  for (let at = 0; at < data.length; ) {
    const header = data[at++] ?? 0
    types.push((header >> 3) & 0x0f)
    if (header & 0x04) at++
    // Without a size it reaches to the end.
    if (!(header & 0x02)) break
    let size = 0
    for (let shift = 0; shift < 28; shift += 7) {
      const byte = data[at++] ?? 0
      size |= (byte & 0x7f) << shift
      if (!(byte & 0x80)) break
    }
    at += size
  }
  return types
}
