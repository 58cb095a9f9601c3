/**
 * The ids of the header extensions on every packet (RFC 8285, one-byte form). The SFU declares the same ids:
 * 1 `http://www.webrtc.org/experiments/rtp-hdrext/abs-capture-time`, 2 `http://www.webrtc.org/experiments/rtp-hdrext/playout-delay`.
 */
const headerExtensionIds = { absCaptureTime: 1, playoutDelay: 2 } as const

/** The largest RTP packet in bytes: leaves room for IP, UDP and SRTP in an Ethernet frame of any tunnel seen so far. */
export const packetBytesMax = 1200

/** Seconds from 1900 (NTP) to 1970 (UTC). */
const ntpEpochSeconds = 2_208_988_800
/** 12 fixed, 4 of the extension's profile and length, 1 + 8 capture time, 1 + 3 playout delay, 3 padding. */
export const headerBytes = 32
const payloadBytesMax = packetBytesMax - headerBytes
const fragmentHeaderBytes = 2
const fragmentationUnitA = 28

export interface RtpStream {
  readonly ssrc: number
  readonly payloadType: number
}

/** UTC in ms as a 64-bit NTP time (32.32 fixed point). */
export function ntpTime(utcMs: number): bigint {
  const seconds = Math.floor(utcMs / 1000)
  const fraction = Math.floor(((utcMs - seconds * 1000) / 1000) * 2 ** 32)
  return (BigInt(seconds + ntpEpochSeconds) << 32n) | BigInt(fraction)
}

/** The NAL units of an access unit in Annex B, without start codes; views of the same memory. */
export function nalUnits(accessUnit: Buffer): Buffer[] {
  const units: Buffer[] = []
  let start = -1
  for (let mark = startCode(accessUnit, 0); mark !== -1; mark = startCode(accessUnit, mark + 3)) {
    if (start !== -1) units.push(withoutTrailingZeros(accessUnit.subarray(start, mark)))
    start = mark + 3
  }
  if (start !== -1) units.push(withoutTrailingZeros(accessUnit.subarray(start)))
  return units.filter((unit) => unit.length > 0)
}

const startCodeBytes = Buffer.from([0, 0, 1])
const startCode = (bytes: Buffer, from: number) => bytes.indexOf(startCodeBytes, from)

/** The fourth byte of a long start code belongs to the unit before it, and no NAL unit ends in zero (H.264, 7.4.1). */
function withoutTrailingZeros(unit: Buffer): Buffer {
  let end = unit.length
  while (end > 0 && unit[end - 1] === 0) end--
  return unit.subarray(0, end)
}

/**
 * One access unit as RTP packets (RFC 6184, packetization-mode 1: single NAL units and FU-A), the marker on the last.
 *
 * @param sequence of the first packet; the others follow, modulo 2^16
 * @param timestamp 90 kHz, unsigned 32 bits
 * @param capturedAt UTC ms, for abs-capture-time
 */
export function packetize(
  accessUnit: Buffer,
  stream: RtpStream,
  sequence: number,
  timestamp: number,
  capturedAt: number,
): Buffer[] {
  const packets: Buffer[] = []
  const packet = (payloadBytes: number) => {
    const bytes = Buffer.allocUnsafe(headerBytes + payloadBytes)
    writeHeader(bytes, stream, (sequence + packets.length) & 0xffff, timestamp, capturedAt)
    packets.push(bytes)
    return bytes
  }
  for (const unit of nalUnits(accessUnit)) {
    if (unit.length <= payloadBytesMax) unit.copy(packet(unit.length), headerBytes)
    else fragment(unit, packet)
  }
  const last = packets.at(-1)
  if (last) last.writeUInt8(last.readUInt8(1) | 0x80, 1)
  return packets
}

function fragment(unit: Buffer, packet: (payloadBytes: number) => Buffer): void {
  const unitHeader = unit.readUInt8(0)
  const bodyBytesMax = payloadBytesMax - fragmentHeaderBytes
  for (let from = 1; from < unit.length; from += bodyBytesMax) {
    const to = Math.min(from + bodyBytesMax, unit.length)
    const bytes = packet(fragmentHeaderBytes + to - from)
    const at = headerBytes
    const start = from === 1 ? 0x80 : 0
    const end = to === unit.length ? 0x40 : 0
    bytes.writeUInt8((unitHeader & 0xe0) | fragmentationUnitA, at)
    bytes.writeUInt8(start | end | (unitHeader & 0x1f), at + 1)
    unit.copy(bytes, at + fragmentHeaderBytes, from, to)
  }
}

function writeHeader(bytes: Buffer, stream: RtpStream, sequence: number, timestamp: number, capturedAt: number): void {
  bytes.writeUInt8(0x90, 0) // version 2, with an extension
  bytes.writeUInt8(stream.payloadType, 1)
  bytes.writeUInt16BE(sequence, 2)
  bytes.writeUInt32BE(timestamp, 4)
  bytes.writeUInt32BE(stream.ssrc, 8)
  bytes.writeUInt16BE(0xbede, 12)
  bytes.writeUInt16BE((headerBytes - 16) / 4, 14)
  bytes.writeUInt8((headerExtensionIds.absCaptureTime << 4) | 7, 16)
  bytes.writeBigUInt64BE(ntpTime(capturedAt), 17)
  bytes.writeUInt8((headerExtensionIds.playoutDelay << 4) | 2, 25)
  bytes.fill(0, 26, 32) // playout delay: at least 0, at most 0; then padding
}
