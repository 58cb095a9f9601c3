/** OBU types that RTP leaves out (RTP payload format for AV1, 5): the packets' own marks take their place. */
const [temporalDelimiter, tileList, padding] = [2, 8, 15]
const sequenceHeader = 1
const hasSizeField = 0x02
const hasExtension = 0x04
/** Of the aggregation header: a first element that goes on from the packet before, a last one that goes on in the next, one element (W), a new coded video sequence. */
const aggregation = { continues: 0x80, goesOn: 0x40, oneElement: 0x10, newSequence: 0x08 } as const

/**
 * A temporal unit as payloads: each OBU without its size in packets of its own, cut where it is too large. Small OBUs are
 * few (a sequence header before a key frame), so none share a packet.
 */
export function av1Payloads(temporalUnit: Buffer, bytesMax: number): Buffer[][] {
  const units = obus(temporalUnit)
  const newSequence = units.some((parts) => typeOf(parts) === sequenceHeader) ? aggregation.newSequence : 0
  return units
    .flatMap((parts) => fragments(parts, bytesMax - 1))
    .map(([header, ...parts], i) => [Buffer.of(header | (i === 0 ? newSequence : 0)), ...parts])
}

type Fragment = [header: number, ...parts: Buffer[]]

/** @param parts header and payload of one OBU */
function fragments(parts: readonly [Buffer, Buffer], bytesMax: number): Fragment[] {
  const [header, body] = parts
  const cut: Fragment[] = []
  let from = 0
  do {
    const start = from === 0 ? [header] : []
    const room = bytesMax - (from === 0 ? header.length : 0)
    const to = Math.min(from + room, body.length)
    const marks = (from === 0 ? 0 : aggregation.continues) | (to === body.length ? 0 : aggregation.goesOn)
    cut.push([aggregation.oneElement | marks, ...start, body.subarray(from, to)])
    from = to
  } while (from < body.length)
  return cut
}

const typeOf = ([header]: readonly [Buffer, Buffer]) => (header.readUInt8(0) >> 3) & 0x0f

/** The OBUs that travel, each as its header without the size field, and its payload (AV1, 5.3). What is cut short ends it. */
function obus(temporalUnit: Buffer): [Buffer, Buffer][] {
  const units: [Buffer, Buffer][] = []
  let at = 0
  while (at < temporalUnit.length) {
    const first = temporalUnit.readUInt8(at)
    const headerBytes = first & hasExtension ? 2 : 1
    const header = Buffer.from(temporalUnit.subarray(at, at + headerBytes))
    header.writeUInt8(first & ~hasSizeField)
    at += headerBytes
    const size = first & hasSizeField ? leb128(temporalUnit, at) : { value: temporalUnit.length - at, bytes: 0 }
    if (!size || at + size.bytes + size.value > temporalUnit.length) break
    at += size.bytes
    const body = temporalUnit.subarray(at, at + size.value)
    at += size.value
    if (![temporalDelimiter, tileList, padding].includes((first >> 3) & 0x0f)) units.push([header, body])
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
