/**
 * The ids of the header extensions (RFC 8285, one-byte form). The SFU declares the same ids:
 * 1 `http://www.webrtc.org/experiments/rtp-hdrext/abs-capture-time`, 2 `http://www.webrtc.org/experiments/rtp-hdrext/playout-delay`.
 */
const extensionIds = { absCaptureTime: 1, playoutDelay: 2 } as const

/** 12 fixed, 4 of the extension's profile and length, 1 + 8 capture time, 3 padding. */
export const soundHeaderBytes = 28
/** And 1 + 3 playout delay in the place of one byte of padding. */
export const pictureHeaderBytes = 32

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
}

/** A packet of this header and the payload's parts (RFC 3550, 5.1). */
export function rtpPacket(header: PacketHeader, payload: readonly Buffer[]): Buffer {
  const { playoutDelay } = header
  const headerBytes = playoutDelay ? pictureHeaderBytes : soundHeaderBytes
  const packet = Buffer.allocUnsafe(payload.reduce((sum, part) => sum + part.length, headerBytes))
  packet.writeUInt8(0x90, 0) // version 2, with an extension
  packet.writeUInt8((header.marker ? 0x80 : 0) | header.payloadType, 1)
  packet.writeUInt16BE(header.sequence, 2)
  packet.writeUInt32BE(header.timestamp, 4)
  packet.writeUInt32BE(header.ssrc, 8)
  packet.writeUInt16BE(0xbede, 12)
  packet.writeUInt16BE((headerBytes - 16) / 4, 14)
  packet.writeUInt8((extensionIds.absCaptureTime << 4) | 7, 16)
  packet.writeBigUInt64BE(ntpTime(header.capturedAt), 17)
  packet.fill(0, 25, headerBytes)
  if (playoutDelay) {
    packet.writeUInt8((extensionIds.playoutDelay << 4) | 2, 25)
    packet.writeUIntBE(playoutDelayUnits(playoutDelay.minMs) * 4096 + playoutDelayUnits(playoutDelay.maxMs), 26, 3)
  }
  let at = headerBytes
  for (const part of payload) at += part.copy(packet, at)
  return packet
}

const playoutDelayUnits = (ms: number) => Math.min(Math.round(ms / playoutDelayUnitMs), playoutDelayUnitsMax)
