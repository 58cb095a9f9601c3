/**
 * The ids of the header extensions (RFC 8285, one-byte form). The SFU declares the same ids:
 * 1 `http://www.webrtc.org/experiments/rtp-hdrext/abs-capture-time`, 2 `http://www.webrtc.org/experiments/rtp-hdrext/playout-delay`,
 * 3 `https://aomediacodec.github.io/av1-rtp-spec/#dependency-descriptor-rtp-header-extension` on AV1.
 */
const extensionIds = { absCaptureTime: 1, playoutDelay: 2, dependencyDescriptor: 3 } as const

const fixedBytes = 12
/** Profile and length of the extensions. */
const extensionHeadBytes = 4
/** With all extensions: 1 + 8 capture time, 1 + 3 playout delay, 1 + 8 dependency descriptor, 2 padding. */
export const headerBytesMax = fixedBytes + extensionHeadBytes + 24

/** The playout delay counts in 10 ms, in 12 bits each. */
const playoutDelayUnitMs = 10
const playoutDelayUnitsMax = 0xfff

/** Seconds from 1900 (NTP) to 1970 (UTC). */
const ntpEpochSeconds = 2_208_988_800

/** UTC in ms as a 64-bit NTP time (32.32 fixed point). */
export function ntpTime(utcMs: number): bigint {
  const seconds = Math.floor(utcMs / 1000)
  const fraction = Math.floor(((utcMs - seconds * 1000) / 1000) * 2 ** 32)
  return (BigInt(seconds + ntpEpochSeconds) << 32n) | BigInt(fraction)
}

/** How long viewers may keep a picture before they show it, ms: 0/0 asks for it at once. */
export interface PlayoutDelay {
  readonly minMs: number
  readonly maxMs: number
}

export interface PacketHeader {
  readonly payloadType: number
  /** On the last packet of a picture. */
  readonly marker: boolean
  readonly sequence: number
  /** Unsigned, 32 bits. */
  readonly timestamp: number
  readonly ssrc: number
  /** UTC, ms */
  readonly capturedAt: number
  /** Null for sound. */
  readonly playoutDelay: PlayoutDelay | null
  /** Null for all but AV1. */
  readonly dependencyDescriptor: Buffer | null
}

/** A packet's header with its extensions (RFC 3550, 5.1; RFC 8285, 4.2). */
export function rtpHeader(header: PacketHeader): Buffer {
  const extensions = [extension(extensionIds.absCaptureTime, captureTime(header.capturedAt))]
  if (header.playoutDelay) extensions.push(extension(extensionIds.playoutDelay, playoutDelay(header.playoutDelay)))
  if (header.dependencyDescriptor)
    extensions.push(extension(extensionIds.dependencyDescriptor, header.dependencyDescriptor))
  const words = Math.ceil(extensions.reduce((sum, { length }) => sum + length, 0) / 4)
  const bytes = Buffer.alloc(fixedBytes + extensionHeadBytes + words * 4)
  bytes.writeUInt8(0x90, 0) // version 2, with an extension
  bytes.writeUInt8((header.marker ? 0x80 : 0) | header.payloadType, 1)
  bytes.writeUInt16BE(header.sequence, 2)
  bytes.writeUInt32BE(header.timestamp, 4)
  bytes.writeUInt32BE(header.ssrc, 8)
  bytes.writeUInt16BE(0xbede, 12)
  bytes.writeUInt16BE(words, 14)
  let at = fixedBytes + extensionHeadBytes
  for (const one of extensions) at += one.copy(bytes, at)
  return bytes
}

/** The one-byte form. @param data 1 to 16 bytes */
const extension = (id: number, data: Buffer) => Buffer.concat([Buffer.of((id << 4) | (data.length - 1)), data])

function captureTime(utcMs: number): Buffer {
  const data = Buffer.alloc(8)
  data.writeBigUInt64BE(ntpTime(utcMs))
  return data
}

function playoutDelay({ minMs, maxMs }: PlayoutDelay): Buffer {
  const data = Buffer.alloc(3)
  data.writeUIntBE(playoutDelayUnits(minMs) * 4096 + playoutDelayUnits(maxMs), 0, 3)
  return data
}

const playoutDelayUnits = (ms: number) => Math.min(Math.round(ms / playoutDelayUnitMs), playoutDelayUnitsMax)
