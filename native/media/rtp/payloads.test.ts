import { describe, expect, it } from 'vitest'
import { nalUnits } from './nal-units.ts'
import { payloadsOf } from './payloads.ts'

const bytesMax = 1_000
const annexB = (...units: Buffer[]) => Buffer.concat(units.flatMap((unit) => [Buffer.from([0, 0, 0, 1]), unit]))
/** A unit of `bytes` behind its header, whose content tells its place. */
const unit = (header: number[], bytes: number) =>
  Buffer.from([...header, ...Array.from({ length: bytes - header.length }, (_, i) => (i % 251) + 1)])
const flat = (payloads: (readonly Buffer[])[]) => payloads.map((parts) => Buffer.concat(parts))
const sizes = [3, bytesMax - 1, bytesMax, bytesMax + 1, 2 * bytesMax, 5_000]

/** A receiver's half: `header` gives back the unit's header from a fragment's. */
function reassembled(
  payloads: Buffer[],
  fragment: (payload: Buffer) => { header: Buffer; marks: number; at: number } | null,
) {
  const units: Buffer[] = []
  let parts: Buffer[] = []
  for (const payload of payloads) {
    const piece = fragment(payload)
    if (!piece) {
      units.push(payload)
      continue
    }
    if (piece.marks & 0x80) parts = [piece.header]
    parts.push(payload.subarray(piece.at))
    if (piece.marks & 0x40) units.push(Buffer.concat(parts))
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

describe('payloads of H.264', () => {
  it('are small units whole and pieces of large ones, that come together again', () => {
    const units = [Buffer.from([0x67, 1, 2, 3]), Buffer.from([0x68, 4]), ...sizes.map((bytes) => unit([0x65], bytes))]
    const payloads = flat(payloadsOf(annexB(...units), 'h264', bytesMax))
    expect(Math.max(...payloads.map(({ length }) => length))).toBe(bytesMax)
    const fragment = (payload: Buffer) => {
      const [indicator = 0, marks = 0] = payload
      const header = Buffer.of((indicator & 0xe0) | (marks & 0x1f))
      return (indicator & 0x1f) === 28 ? { header, marks, at: 2 } : null
    }
    expect(reassembled(payloads, fragment)).toEqual(units)
  })
})

describe('payloads of H.265', () => {
  it('are small units whole and pieces of large ones, that come together again', () => {
    const units = [Buffer.from([0x40, 1, 2, 3]), ...sizes.map((bytes) => unit([0x26, 0x01], bytes))]
    const payloads = flat(payloadsOf(annexB(...units), 'h265', bytesMax))
    expect(Math.max(...payloads.map(({ length }) => length))).toBe(bytesMax)
    const fragment = (payload: Buffer) => {
      const [high = 0, layer = 0, marks = 0] = payload
      const header = Buffer.of((high & 0x81) | ((marks & 0x3f) << 1), layer)
      return ((high >> 1) & 0x3f) === 49 ? { header, marks, at: 3 } : null
    }
    expect(reassembled(payloads, fragment)).toEqual(units)
  })
})

describe('payloads of AV1', () => {
  const leb128 = (value: number) => (value < 0x80 ? [value] : [(value & 0x7f) | 0x80, value >> 7])
  /** An OBU as it stands in a temporal unit, with its size, and as it travels, without. */
  const obu = (type: number, bytes: number) => {
    const body = unit([], bytes)
    return {
      stored: Buffer.from([(type << 3) | 2, ...leb128(bytes), ...body]),
      sent: Buffer.from([type << 3, ...body]),
    }
  }
  const delimiter = obu(2, 0)
  const sequence = obu(1, 11)

  /** A packet's marks and its elements. */
  const read = (payload: Buffer) => {
    const elements: Buffer[] = []
    for (let at = 1; at < payload.length; ) {
      const low = payload.readUInt8(at++)
      const bytes = low < 0x80 ? low : (low & 0x7f) | (payload.readUInt8(at++) << 7)
      elements.push(payload.subarray(at, at + bytes))
      at += bytes
    }
    return { marks: payload.readUInt8(0), elements }
  }

  it('are its OBUs without their sizes and without the temporal delimiter, that come together again', () => {
    for (const bytes of sizes) {
      const frame = obu(6, bytes)
      const payloads = flat(
        payloadsOf(Buffer.concat([delimiter.stored, sequence.stored, frame.stored]), 'av1', bytesMax),
      )
      expect(Math.max(...payloads.map(({ length }) => length))).toBeLessThanOrEqual(bytesMax)
      const units: Buffer[] = []
      for (const { marks, elements } of payloads.map(read)) {
        const before = marks & 0x80 ? units.pop() : undefined
        const [first = Buffer.alloc(0), ...others] = elements
        units.push(Buffer.concat([...(before ? [before] : []), first]), ...others)
      }
      expect(units).toEqual([sequence.sent, frame.sent])
    }
  })

  it('begin with a whole OBU in the first packet alone', () => {
    const marks = (picture: Buffer) => flat(payloadsOf(picture, 'av1', bytesMax)).map((payload) => read(payload).marks)
    expect(marks(Buffer.concat([sequence.stored, obu(6, 2_500).stored]))).toEqual([0x48, 0xc0, 0x80])
    expect(marks(obu(6, 1_500).stored)).toEqual([0x40, 0x80])
    expect(marks(obu(6, 100).stored)).toEqual([0])
  })

  it('end where a temporal unit is cut short', () => {
    const whole = Buffer.concat([sequence.stored, obu(6, 100).stored])
    for (let length = 0; length < whole.length; length++) {
      const payloads = flat(payloadsOf(whole.subarray(0, length), 'av1', bytesMax))
      expect(payloads.length).toBe(length < sequence.stored.length ? 0 : 1)
    }
  })
})
