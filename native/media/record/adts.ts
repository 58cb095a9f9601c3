/** AAC as MPEG-TS carries it: every packet begins with a header (ADTS, ISO/IEC 13818-7, 6.2) that MP4 does without. */
const syncword = 0xfff
const headerBytes = 7
const checksumBytes = 2

/** Bytes of the header before the packet's content; 0 when there is none. */
export function adtsHeaderBytes(packet: Buffer): number {
  if (packet.length < headerBytes || packet.readUInt16BE(0) >> 4 !== syncword) return 0
  const hasChecksum = (packet.readUInt8(1) & 1) === 0
  return headerBytes + (hasChecksum ? checksumBytes : 0)
}

/** The AudioSpecificConfig (ISO/IEC 14496-3, 1.6.2.1) that says the same once for all packets; null without a header. */
export function audioSpecificConfig(packet: Buffer): Buffer | null {
  if (adtsHeaderBytes(packet) === 0) return null
  const bits = packet.readUInt16BE(2)
  const objectType = (bits >> 14) + 1
  const frequency = (bits >> 10) & 0xf
  const channels = (bits >> 6) & 0x7
  const config = Buffer.alloc(2)
  config.writeUInt16BE((objectType << 11) | (frequency << 7) | (channels << 3))
  return config
}
