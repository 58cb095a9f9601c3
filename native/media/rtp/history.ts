/** Packets kept for resending: about 4 s at 2.5 Mbit/s. A power of two that divides 2^16, so that sequences wrap cleanly. */
const packetsMax = 1024
/** The same packet is not sent again sooner than this, however often it is asked for. */
const resendMsMin = 10

interface Kept {
  readonly sequence: number
  readonly packet: Buffer
  resentAt: number
}

/** The last packets sent, as they were sent (encrypted), by sequence: what a NACK is answered from. */
export class PacketHistory {
  readonly #kept: (Kept | undefined)[] = new Array(packetsMax)

  keep(sequence: number, packet: Buffer): void {
    this.#kept[sequence % packetsMax] = { sequence, packet, resentAt: Number.NEGATIVE_INFINITY }
  }

  /** The packet to send again, or null when it is too old, unknown, or was resent a moment ago. @param now ms */
  resend(sequence: number, now: number): Buffer | null {
    const kept = this.#kept[sequence % packetsMax]
    if (kept?.sequence !== sequence || now - kept.resentAt < resendMsMin) return null
    kept.resentAt = now
    return kept.packet
  }
}
