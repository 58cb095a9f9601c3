import type { SourcePacket } from '../frame/index.ts'

/** Some seconds of one camera. */
const pieceBytes = 1024 * 1024

/**
 * Memory for packets that are kept: one after the other in large pieces. Thousands of small ones, kept for half a minute
 * among others that live for a moment, would tear the process' heap to pieces. A piece goes with the last of its packets.
 */
export class PacketMemory {
  #piece = Buffer.alloc(0)

  /** The packet with its own copy of the data. */
  own(packet: SourcePacket): SourcePacket {
    const { length } = packet.data
    if (this.#piece.length < length) this.#piece = Buffer.allocUnsafeSlow(Math.max(pieceBytes, length))
    const data = this.#piece.subarray(0, length)
    this.#piece = this.#piece.subarray(length)
    packet.data.copy(data)
    return { ...packet, data }
  }
}
