import { seededRandom } from '../../house/random.ts'

const packetBytes = 188

/** A clip with damage of every kind; a seed repeats it. */
export function mutated(clip: Buffer, seed: number): Buffer {
  const random = seededRandom(seed)
  const below = (count: number) => Math.floor(random() * count)
  const bytes = Buffer.from(clip)
  const from = below(bytes.length)
  const length = 1 + below(Math.min(4 * packetBytes, bytes.length - from))
  switch (below(6)) {
    case 0:
      for (let flips = 1 + below(200); flips > 0; flips--) flipBit(bytes, below(bytes.length * 8))
      return bytes
    case 1:
      // In the headers of a packet, its adaptation field and what begins in it.
      for (let flips = 1 + below(8); flips > 0; flips--) {
        flipBit(bytes, (below(bytes.length / packetBytes) * packetBytes + below(40)) * 8 + below(8))
      }
      return bytes
    case 2:
      return bytes.subarray(0, from)
    case 3:
      return Buffer.concat([bytes.subarray(0, from), bytes.subarray(from + length)])
    case 4:
      bytes.copy(bytes, from, below(bytes.length), bytes.length)
      return bytes
    default:
      return bytes.fill(below(256), from, from + length)
  }
}

function flipBit(bytes: Buffer, bit: number): void {
  const at = bit >> 3
  bytes[at] = (bytes[at] ?? 0) ^ (1 << (bit & 7))
}
