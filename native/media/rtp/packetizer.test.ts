import { describe, expect, it } from 'vitest'
import { headerBytes, nalUnits, ntpTime, packetBytesMax, packetize } from './packetizer.ts'

const stream = { ssrc: 0x01020304, payloadType: 101 }
const annexB = (...units: Buffer[]) => Buffer.concat(units.flatMap((unit) => [Buffer.from([0, 0, 0, 1]), unit]))
/** A unit of `bytes`, of type IDR, whose content tells its place. */
const idr = (bytes: number) => Buffer.from([0x65, ...Array.from({ length: bytes - 1 }, (_, i) => (i % 251) + 1)])

function reassembled(packets: Buffer[]): Buffer[] {
  const units: Buffer[] = []
  let parts: Buffer[] = []
  for (const payload of packets.map((packet) => packet.subarray(headerBytes))) {
    const [indicator = 0, header = 0] = payload
    if ((indicator & 0x1f) !== 28) {
      units.push(payload)
      continue
    }
    if (header & 0x80) parts = [Buffer.of((indicator & 0xe0) | (header & 0x1f))]
    parts.push(payload.subarray(2))
    if (header & 0x40) units.push(Buffer.concat(parts))
  }
  return units
}

describe('nalUnits', () => {
  it('finds units behind start codes of three and of four bytes', () => {
    const bytes = Buffer.from([0, 0, 0, 1, 0x67, 1, 2, 0, 0, 1, 0x68, 3, 0, 0, 0, 1, 0x65, 4, 5])
    expect(nalUnits(bytes).map((unit) => [...unit])).toEqual([
      [0x67, 1, 2],
      [0x68, 3],
      [0x65, 4, 5],
    ])
  })

  it('finds none where no start code is', () => {
    expect(nalUnits(Buffer.from([1, 2, 3]))).toEqual([])
    expect(nalUnits(Buffer.alloc(0))).toEqual([])
  })
})

describe('packetize', () => {
  it('writes header, capture time and playout delay as the receivers read them', () => {
    const capturedAt = Date.UTC(2026, 0, 1) + 500
    const [packet] = packetize(annexB(idr(5)), stream, 0xfffe, 0xdeadbeef, capturedAt)
    const seconds = (Date.UTC(2026, 0, 1) / 1000 + 2_208_988_800).toString(16)
    expect(packet?.toString('hex')).toBe(
      `90e5fffedeadbeef01020304${'bede0004'}17${seconds}80000000${'22000000'}000000${'6501020304'}`,
    )
  })

  it('sends small units whole and cuts large ones, so that they come together again', () => {
    const units = [Buffer.from([0x67, 1, 2, 3]), Buffer.from([0x68, 4]), idr(5_000)]
    const packets = packetize(annexB(...units), stream, 0, 0, 0)
    expect(packets.length).toBe(2 + 5)
    expect(Math.max(...packets.map((packet) => packet.length))).toBe(packetBytesMax)
    expect(reassembled(packets)).toEqual(units)
  })

  it('keeps a unit that just fits in one packet, and cuts the next larger one', () => {
    expect(packetize(annexB(idr(packetBytesMax - headerBytes)), stream, 0, 0, 0).length).toBe(1)
    const cut = packetize(annexB(idr(packetBytesMax - headerBytes + 1)), stream, 0, 0, 0)
    expect(cut.length).toBe(2)
    expect(reassembled(cut)).toEqual([idr(packetBytesMax - headerBytes + 1)])
  })

  it('marks the last packet only, counts on through the end of the sequence, and keeps one timestamp', () => {
    const packets = packetize(annexB(idr(3_000)), stream, 0xffff, 7, 0)
    expect(packets.map((packet) => packet.readUInt8(1) >> 7)).toEqual([0, 0, 1])
    expect(packets.map((packet) => packet.readUInt16BE(2))).toEqual([0xffff, 0, 1])
    expect(packets.map((packet) => packet.readUInt32BE(4))).toEqual([7, 7, 7])
  })
})

describe('ntpTime', () => {
  it('counts from 1900, in parts of 2^32', () => {
    expect(ntpTime(0)).toBe(2_208_988_800n << 32n)
    expect(ntpTime(1_250) - ntpTime(0)).toBe((1n << 32n) | (1n << 30n))
  })
})
