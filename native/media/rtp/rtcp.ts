import { ntpTime } from './header.ts'

const packetType = {
  senderReport: 200,
  receiverReport: 201,
  sourceDescription: 202,
  transportFeedback: 205,
  payloadFeedback: 206,
  extendedReport: 207,
} as const
const feedback = { nack: 1, pictureLoss: 1, fullIntraRequest: 4 } as const
const reportBlock = { receiverReferenceTime: 4, delaySinceReferenceTime: 5 } as const
const reportBlockBytes = 24

/** What a receiver says of one of our streams, of all that RTCP can say. */
export type StreamMessage =
  | {
      readonly type: 'report'
      readonly ssrc: number
      /** 0–1, since its last report */
      readonly lost: number
      /** Middle 32 bits of the NTP time of the last sender report; 0 before the first. */
      readonly lastReport: number
      /** Since that report arrived, in 1/65536 s. */
      readonly delay: number
    }
  | { readonly type: 'key_frame_request'; readonly ssrc: number }
  | { readonly type: 'nack'; readonly ssrc: number; readonly sequences: readonly number[] }

/** XR RRTR (RFC 3611): asks every stream for the DLRR answer that tells the receiver the way's delay. */
export interface ReferenceTime {
  readonly type: 'reference_time'
  readonly from: number
  readonly time: number
}

/** The middle 32 bits of the NTP time: 1/65536 s, wrapping each 18 hours. */
export const shortNtpTime = (utcMs: number) => Number((ntpTime(utcMs) >> 16n) & 0xffffffffn)

/** Sender report and CNAME in one compound packet (RFC 3550, 6.4.1 and 6.5). */
export function senderReport(report: {
  readonly ssrc: number
  readonly cname: string
  /** UTC, ms */
  readonly now: number
  /** The stream's timestamp at `now`. */
  readonly timestamp: number
  readonly packets: number
  /** Payload bytes sent. */
  readonly bytes: number
}): Buffer {
  const cname = Buffer.from(report.cname, 'utf8')
  const chunkBytes = 4 + Math.ceil((2 + cname.length + 1) / 4) * 4
  const compound = Buffer.alloc(28 + 4 + chunkBytes)
  header(compound, 0, 0, packetType.senderReport, 28)
  compound.writeUInt32BE(report.ssrc, 4)
  compound.writeBigUInt64BE(ntpTime(report.now), 8)
  compound.writeUInt32BE(report.timestamp, 16)
  compound.writeUInt32BE(report.packets >>> 0, 20)
  compound.writeUInt32BE(report.bytes >>> 0, 24)
  header(compound, 28, 1, packetType.sourceDescription, 4 + chunkBytes)
  compound.writeUInt32BE(report.ssrc, 32)
  compound.writeUInt8(1, 36) // CNAME
  compound.writeUInt8(cname.length, 37)
  cname.copy(compound, 38)
  return compound
}

/** In 1/65536 s: no time at all, but mediasoup takes 0 for "no reference time yet" and would not know the way's delay. */
const answerDelay = 1

/** XR with a DLRR block (RFC 3611, 4.5): a stream's answer to a receiver's reference time, sent at once. */
export function referenceTimeAnswer(ssrc: number, receiver: number, time: number): Buffer {
  const packet = Buffer.alloc(24)
  header(packet, 0, 0, packetType.extendedReport, 24)
  packet.writeUInt32BE(ssrc, 4)
  packet.writeUInt8(reportBlock.delaySinceReferenceTime, 8)
  packet.writeUInt16BE(3, 10)
  packet.writeUInt32BE(receiver, 12)
  packet.writeUInt32BE(time, 16)
  packet.writeUInt32BE(answerDelay, 20)
  return packet
}

function header(packet: Buffer, at: number, count: number, type: number, bytes: number): void {
  packet.writeUInt8(0x80 | count, at)
  packet.writeUInt8(type, at + 1)
  packet.writeUInt16BE(bytes / 4 - 1, at + 2)
}

/**
 * The messages in a datagram of one or more RTCP packets. What it does not know or what is cut short is passed over: a
 * receiver may speak more than we understand.
 */
export function parseRtcp(datagram: Buffer): (StreamMessage | ReferenceTime)[] {
  const messages: (StreamMessage | ReferenceTime)[] = []
  let at = 0
  while (at + 8 <= datagram.length) {
    const first = datagram.readUInt8(at)
    const bytes = (datagram.readUInt16BE(at + 2) + 1) * 4
    if (first >> 6 !== 2 || at + bytes > datagram.length) break
    const packet = datagram.subarray(at, at + bytes)
    if (bytes >= 8) messages.push(...parsePacket(packet, first & 0x1f, packet.readUInt8(1)))
    at += bytes
  }
  return messages
}

function parsePacket(packet: Buffer, count: number, type: number): (StreamMessage | ReferenceTime)[] {
  switch (type) {
    case packetType.senderReport:
      return parseReports(packet, 28, count)
    case packetType.receiverReport:
      return parseReports(packet, 8, count)
    case packetType.transportFeedback:
      return count === feedback.nack && packet.length >= 12 ? [parseNack(packet)] : []
    case packetType.payloadFeedback:
      if (count === feedback.fullIntraRequest) return parseIntraRequests(packet)
      if (count !== feedback.pictureLoss || packet.length < 12) return []
      return [{ type: 'key_frame_request', ssrc: packet.readUInt32BE(8) }]
    case packetType.extendedReport:
      return parseExtendedReport(packet)
    default:
      return []
  }
}

function parseReports(packet: Buffer, from: number, count: number): StreamMessage[] {
  const messages: StreamMessage[] = []
  for (let at = from; at + reportBlockBytes <= packet.length && messages.length < count; at += reportBlockBytes) {
    messages.push({
      type: 'report',
      ssrc: packet.readUInt32BE(at),
      lost: packet.readUInt8(at + 4) / 256,
      lastReport: packet.readUInt32BE(at + 16),
      delay: packet.readUInt32BE(at + 20),
    })
  }
  return messages
}

/** Pairs of a lost packet's sequence and a mask of the 16 after it (RFC 4585, 6.2.1). */
function parseNack(packet: Buffer): StreamMessage {
  const sequences: number[] = []
  for (let at = 12; at + 4 <= packet.length; at += 4) {
    const first = packet.readUInt16BE(at)
    const mask = packet.readUInt16BE(at + 2)
    sequences.push(first)
    for (let bit = 0; bit < 16; bit++) if (mask & (1 << bit)) sequences.push((first + bit + 1) & 0xffff)
  }
  return { type: 'nack', ssrc: packet.readUInt32BE(8), sequences }
}

/** A FIR names its streams in entries of 8 bytes and leaves the media source 0 (RFC 5104, 4.3.1). */
function parseIntraRequests(packet: Buffer): StreamMessage[] {
  const messages: StreamMessage[] = []
  for (let at = 12; at + 8 <= packet.length; at += 8) {
    messages.push({ type: 'key_frame_request', ssrc: packet.readUInt32BE(at) })
  }
  return messages
}

function parseExtendedReport(packet: Buffer): ReferenceTime[] {
  const messages: ReferenceTime[] = []
  const from = packet.readUInt32BE(4)
  for (let at = 8; at + 4 <= packet.length; at += (packet.readUInt16BE(at + 2) + 1) * 4) {
    const referenceTime = packet.readUInt8(at) === reportBlock.receiverReferenceTime && at + 12 <= packet.length
    if (!referenceTime) continue
    const time = Number((packet.readBigUInt64BE(at + 4) >> 16n) & 0xffffffffn)
    messages.push({ type: 'reference_time', from, time })
  }
  return messages
}
