import { createSocket, type Socket as UdpSocket } from 'node:dgram'
import { once } from 'node:events'
import type { MediaTarget } from '../../native/media/index.ts'

/** Of the rungs, the largest first, and of the sound. */
const ssrcs = [0x0a0b0c0d, 0x0a0b0c0e, 0x0a0b0c0f] as const
const soundSsrc = 0x0a0b0c10
const headerBytes = 32

interface RtpPacket {
  readonly bytes: Buffer
  /** 0 the largest; null: sound. */
  readonly rung: number | null
  readonly sequence: number
  readonly timestamp: number
  readonly marker: boolean
  /** Of the NAL unit, or of the one that this is a part of; 0 for sound. */
  readonly unitType: number
  /** From abs-capture-time, UTC ms. */
  readonly capturedAt: number
}

/** Where the SFU would be, without encryption: takes packets, and speaks back to where they came from. */
export class SfuEar implements AsyncDisposable {
  readonly rtp: RtpPacket[] = []
  readonly rtcp: Buffer[] = []
  /** Told of each RTP packet when it comes. */
  onPacket: (packet: RtpPacket) => void = () => {}
  readonly #socket: UdpSocket
  readonly #rungs: number
  #peer: { address: string; port: number } | null = null

  static async open(rungs = 1): Promise<SfuEar> {
    const socket = createSocket('udp4')
    socket.bind(0, '127.0.0.1')
    await once(socket, 'listening')
    return new SfuEar(socket, rungs)
  }

  private constructor(socket: UdpSocket, rungs: number) {
    this.#socket = socket
    this.#rungs = rungs
    socket.on('message', (bytes, peer) => {
      this.#peer = peer
      const type = bytes.readUInt8(1)
      if (type >= 192 && type <= 223) this.rtcp.push(bytes)
      else {
        const packet = parseRtp(bytes)
        this.rtp.push(packet)
        this.onPacket(packet)
      }
    })
  }

  target(instance: string): MediaTarget {
    return {
      ip: '127.0.0.1',
      port: this.#socket.address().port,
      cname: 'table',
      instance,
      video: { payloadType: 101, ssrcs: ssrcs.slice(0, this.#rungs) },
      audio: { payloadType: 102, ssrc: soundSsrc },
      srtp: null,
    }
  }

  /** Asks for a key frame of a rung (PLI, RFC 4585). */
  askKeyFrame(rung: number): void {
    const packet = Buffer.from('81ce00020000000100000000', 'hex')
    packet.writeUInt32BE(ssrcs[rung] ?? 0, 8)
    this.#socket.send(packet, this.#peer?.port, this.#peer?.address)
  }

  /** Capture times of a rung's key frames so far. */
  keyFrames(rung = 0): number[] {
    const keys = this.rtp.filter((packet) => packet.rung === rung && packet.unitType === 5)
    return [...new Set(keys.map(({ capturedAt }) => capturedAt))]
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await new Promise<void>((resolve) => this.#socket.close(resolve))
  }
}

function parseRtp(bytes: Buffer): RtpPacket {
  const ssrc = bytes.readUInt32BE(8)
  const rung = ssrcs.indexOf(ssrc as (typeof ssrcs)[number])
  const indicator = rung < 0 ? 0 : bytes.readUInt8(headerBytes) & 0x1f
  return {
    bytes,
    rung: rung < 0 ? null : rung,
    sequence: bytes.readUInt16BE(2),
    timestamp: bytes.readUInt32BE(4),
    marker: bytes.readUInt8(1) >> 7 === 1,
    unitType: indicator === 28 ? bytes.readUInt8(headerBytes + 1) & 0x1f : indicator,
    capturedAt: (bytes.readUInt32BE(17) - 2_208_988_800) * 1000 + (bytes.readUInt32BE(21) / 2 ** 32) * 1000,
  }
}
