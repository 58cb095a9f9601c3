/** OBU types that RTP leaves out (RTP payload format for AV1, 5): the packets' own marks take their place. */
const [temporalDelimiter, tileList, padding] = [2, 8, 15]
const sequenceHeader = 1
const hasSizeField = 0x02
const hasExtension = 0x04
/** Of the aggregation header: a first element that goes on from the packet before, a last one that goes on in the next, a new coded video sequence. */
const aggregation = { continues: 0x80, goesOn: 0x40, newSequence: 0x08 } as const
/** Up to two bytes of length stand before each element (the form W = 0): enough for any packet. */
const lengthBytesMax = 2

/**
 * A temporal unit as payloads: its OBUs without their sizes, one after the other through as many packets as they need. So
 * no packet but the first begins with a whole OBU: a browser that is told nothing else takes such a one for a new picture.
 */
export function av1Payloads(temporalUnit: Buffer, bytesMax: number): Buffer[][] {
  const units = obus(temporalUnit)
  const packets: Packet[] = []
  for (const unit of units) {
    for (let from = 0; from < unit.length; ) {
      let packet = packets.at(-1)
      if (!packet || packet.room <= lengthBytesMax) {
        if (packet && from > 0) packet.marks |= aggregation.goesOn
        packet = { marks: from > 0 ? aggregation.continues : 0, parts: [], room: bytesMax - 1 }
        packets.push(packet)
      }
      const piece = unit.subarray(from, from + packet.room - lengthBytesMax)
      packet.parts.push(length(piece.length), piece)
      packet.room -= lengthBytesMax + piece.length
      from += piece.length
    }
  }
  const newSequence = units.some((unit) => typeOf(unit) === sequenceHeader) ? aggregation.newSequence : 0
  return packets.map(({ marks, parts }, i) => [Buffer.of(marks | (i === 0 ? newSequence : 0)), ...parts])
}

interface Packet {
  marks: number
  readonly parts: Buffer[]
  /** Bytes that still fit in. */
  room: number
}

/** LEB128 of a number below 2^14. */
const length = (bytes: number) => (bytes < 0x80 ? Buffer.of(bytes) : Buffer.of((bytes & 0x7f) | 0x80, bytes >> 7))

const typeOf = (unit: Buffer) => (unit.readUInt8(0) >> 3) & 0x0f

/** The OBUs that travel, without their size fields (AV1, 5.3). What is cut short ends it. */
function obus(temporalUnit: Buffer): Buffer[] {
  const units: Buffer[] = []
  let at = 0
  while (at < temporalUnit.length) {
    const first = temporalUnit.readUInt8(at)
    const header = Buffer.from(temporalUnit.subarray(at, at + (first & hasExtension ? 2 : 1)))
    header.writeUInt8(first & ~hasSizeField)
    at += header.length
    const size = first & hasSizeField ? leb128(temporalUnit, at) : { value: temporalUnit.length - at, bytes: 0 }
    if (!size || at + size.bytes + size.value > temporalUnit.length) break
    at += size.bytes + size.value
    const body = temporalUnit.subarray(at - size.value, at)
    if (![temporalDelimiter, tileList, padding].includes(typeOf(header))) units.push(Buffer.concat([header, body]))
  }
  return units
}

/** AV1, 4.10.5; null when it is cut short. */
function leb128(bytes: Buffer, from: number): { value: number; bytes: number } | null {
  let value = 0
  for (let i = 0; i < 8; i++) {
    const byte = bytes[from + i]
    if (byte === undefined) return null
    value += (byte & 0x7f) * 2 ** (7 * i)
    if (byte < 0x80) return { value, bytes: i + 1 }
  }
  return null
}
