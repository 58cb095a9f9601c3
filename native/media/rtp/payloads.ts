import type { VideoCodec } from '../messages/index.ts'
import { av1Payloads } from './av1-payloads.ts'
import { nalUnits } from './nal-units.ts'

/** What follows a packet's header, as parts in their order; views of the picture's memory where they can be. */
export type Payload = readonly Buffer[]

/** Fragmentation units: what stands before a piece of a NAL unit. */
const h264FragmentType = 28
const h265FragmentType = 49
const [first, last] = [0x80, 0x40]

/**
 * One encoded picture as the payloads of its packets.
 *
 * @param bytesMax of each payload
 */
export function payloadsOf(picture: Buffer, codec: VideoCodec, bytesMax: number): Payload[] {
  switch (codec) {
    case 'h264':
      return nalUnits(picture).flatMap((unit) => whole(unit, bytesMax) ?? h264Fragments(unit, bytesMax))
    case 'h265':
      return nalUnits(picture).flatMap((unit) => whole(unit, bytesMax) ?? h265Fragments(unit, bytesMax))
    case 'av1':
      return av1Payloads(picture, bytesMax)
  }
}

const whole = (unit: Buffer, bytesMax: number): Payload[] | null => (unit.length <= bytesMax ? [[unit]] : null)

/** RFC 6184, 5.8: packetization-mode 1, FU-A. */
function h264Fragments(unit: Buffer, bytesMax: number): Payload[] {
  const header = unit.readUInt8(0)
  return pieces(unit.subarray(1), bytesMax - 2).map(({ piece, ends }) => [
    Buffer.of((header & 0xe0) | h264FragmentType, ends | (header & 0x1f)),
    piece,
  ])
}

/** RFC 7798, 4.4.3: the type moves from the unit's header of two bytes into a third. */
function h265Fragments(unit: Buffer, bytesMax: number): Payload[] {
  const [high, layer] = [unit.readUInt8(0), unit.readUInt8(1)]
  return pieces(unit.subarray(2), bytesMax - 3).map(({ piece, ends }) => [
    Buffer.of((high & 0x81) | (h265FragmentType << 1), layer, ends | ((high >> 1) & 0x3f)),
    piece,
  ])
}

function pieces(body: Buffer, bytesMax: number): { piece: Buffer; ends: number }[] {
  const count = Math.ceil(body.length / bytesMax)
  return Array.from({ length: count }, (_, i) => ({
    piece: body.subarray(i * bytesMax, (i + 1) * bytesMax),
    ends: (i === 0 ? first : 0) | (i === count - 1 ? last : 0),
  }))
}
