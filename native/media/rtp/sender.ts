import { randomInt } from 'node:crypto'
import { createSocket, type Socket } from 'node:dgram'
import type { Logger } from 'pino'
import { utcNow } from '../clock.ts'
import type { MediaTarget } from '../messages/index.ts'
import { PacketHistory } from './history.ts'
import { headerBytes, packetize } from './packetizer.ts'
import { parseRtcp, type RtcpMessage, referenceTimeAnswer, senderReport, shortNtpTime } from './rtcp.ts'

const clockRate = 90
const senderReportEveryMs = 1_000
/** mediasoup maps timestamps to its own clock only after some reports: three at once, so that layers work from the start. */
const senderReportBurst = 3
/** What may wait in the socket; beyond it packets are lost here, as they would be on the way. */
const sendQueueBytesMax = 1_000_000
const receiveBufferBytes = 256 * 1024

export interface RtpStatistics {
  readonly packets: number
  readonly bytes: number
  readonly dropped: number
  readonly nacks: number
  readonly resent: number
  readonly keyFrameRequests: number
  readonly lost: number | null
  readonly roundTripMs: number | null
}

/**
 * Sends one H.264 stream over one UDP socket and answers its receiver. Sequence and timestamps go on across targets, so
 * that a restarted SFU, and the viewers behind it, see one stream. Sends nothing while there is no target.
 */
export class RtpSender implements AsyncDisposable {
  readonly #onKeyFrameRequest: () => void
  readonly #log: Logger
  readonly #timestampBase = randomInt(2 ** 32)
  #timestampShift = 0
  #sequence = randomInt(2 ** 16)
  #lastCapturedAt = Number.NEGATIVE_INFINITY
  #history = new PacketHistory()
  #target: MediaTarget | null = null
  #socket: Socket | null = null
  #connected = false
  /** The stream must begin with a key frame at each new target. */
  #begun = false
  readonly #reportTimer: NodeJS.Timeout
  #packets = 0
  #bytes = 0
  #payloadBytes = 0
  #dropped = 0
  #nacks = 0
  #resent = 0
  #keyFrameRequests = 0
  #lost: number | null = null
  #roundTripMs: number | null = null

  /** @param onKeyFrameRequest a PLI or FIR arrived, or a new target needs one */
  constructor(log: Logger, onKeyFrameRequest: () => void) {
    this.#log = log
    this.#onKeyFrameRequest = onKeyFrameRequest
    this.#reportTimer = setInterval(() => this.#report(1), senderReportEveryMs)
  }

  get hasTarget(): boolean {
    return this.#target !== null
  }

  get statistics(): RtpStatistics {
    return {
      packets: this.#packets,
      bytes: this.#bytes,
      dropped: this.#dropped,
      nacks: this.#nacks,
      resent: this.#resent,
      keyFrameRequests: this.#keyFrameRequests,
      lost: this.#lost,
      roundTripMs: this.#roundTripMs,
    }
  }

  setTarget(target: MediaTarget | null): void {
    if (same(target, this.#target)) return
    this.#closeSocket()
    this.#target = target
    this.#lost = null
    this.#roundTripMs = null
    if (!target) return
    const socket = createSocket({ type: target.ip.includes(':') ? 'udp6' : 'udp4', recvBufferSize: receiveBufferBytes })
    this.#socket = socket
    socket.on('message', (datagram) => this.#receive(datagram, target))
    // The receiver is not there (yet): the studio learns it from the SFU, and the next target opens a new socket.
    socket.on('error', (error) => this.#log.debug({ error: error.message }, 'RTP socket'))
    // Connected, so that the kernel takes datagrams from this receiver only.
    socket.connect(target.port, target.ip, (error?: Error) => {
      if (error || socket !== this.#socket) return
      this.#connected = true
      this.#onKeyFrameRequest()
    })
    this.#log.info({ ip: target.ip, port: target.port, instance: target.instance }, 'program has a new target')
  }

  /** Sends one access unit (Annex B). @param capturedAt UTC ms */
  send(accessUnit: Buffer, capturedAt: number, key: boolean): void {
    const target = this.#target
    if (!target || !this.#connected || (!this.#begun && !key)) return
    const timestamp = this.#nextTimestamp(capturedAt)
    const packets = packetize(accessUnit, target, this.#sequence, timestamp, capturedAt)
    this.#sequence = (this.#sequence + packets.length) & 0xffff
    for (const packet of packets) {
      this.#history.keep(packet)
      this.#transmit(packet)
      this.#packets++
      this.#payloadBytes += packet.length - headerBytes
    }
    if (this.#begun) return
    this.#begun = true
    // After the first packets: the SFU learns our address and the stream from them, and would ignore an earlier report.
    this.#report(senderReportBurst)
  }

  /** Timestamps only rise: when the clock was set back, the mapping shifts and the next sender report tells it. */
  #nextTimestamp(capturedAt: number): number {
    if (capturedAt + this.#timestampShift <= this.#lastCapturedAt) {
      this.#timestampShift = this.#lastCapturedAt + 1 - capturedAt
    }
    this.#lastCapturedAt = capturedAt + this.#timestampShift
    return this.#timestamp(capturedAt)
  }

  #timestamp(utcMs: number): number {
    return (this.#timestampBase + Math.round((utcMs + this.#timestampShift) * clockRate)) % 2 ** 32
  }

  #report(times: number): void {
    if (!this.#target || !this.#begun) return
    const { ssrc, cname } = this.#target
    for (let i = 0; i < times; i++) {
      const now = utcNow()
      const timestamp = this.#timestamp(now)
      this.#transmit(senderReport({ ssrc, cname, now, timestamp, packets: this.#packets, bytes: this.#payloadBytes }))
    }
  }

  #transmit(packet: Buffer): void {
    if (!this.#socket || !this.#connected) return
    if (this.#socket.getSendQueueSize() > sendQueueBytesMax) {
      this.#dropped++
      return
    }
    this.#bytes += packet.length
    this.#socket.send(packet, (error) => {
      if (error) this.#dropped++
    })
  }

  #receive(datagram: Buffer, target: MediaTarget): void {
    if (target === this.#target) for (const message of parseRtcp(datagram, target.ssrc)) this.#answer(message, target)
  }

  #answer(message: RtcpMessage, target: MediaTarget): void {
    switch (message.type) {
      case 'key_frame_request':
        this.#keyFrameRequests++
        this.#onKeyFrameRequest()
        break
      case 'nack':
        this.#nacks++
        for (const sequence of message.sequences) this.#resend(sequence)
        break
      case 'reference_time':
        this.#transmit(referenceTimeAnswer(target.ssrc, message.from, message.time))
        break
      case 'report': {
        this.#lost = message.lost
        if (message.lastReport === 0) break
        const elapsed = (shortNtpTime(utcNow()) - message.lastReport - message.delay) | 0
        if (elapsed >= 0) this.#roundTripMs = (elapsed / 65_536) * 1000
        break
      }
    }
  }

  #resend(sequence: number): void {
    const packet = this.#history.resend(sequence, performance.now())
    if (!packet) return
    this.#resent++
    this.#transmit(packet)
  }

  #closeSocket(): void {
    this.#socket?.removeAllListeners('message')
    this.#socket?.close()
    this.#socket = null
    this.#connected = false
    this.#begun = false
    this.#history = new PacketHistory()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    clearInterval(this.#reportTimer)
    this.#closeSocket()
    this.#target = null
  }
}

function same(a: MediaTarget | null, b: MediaTarget | null): boolean {
  if (!a || !b) return a === b
  return (
    a.instance === b.instance &&
    a.ip === b.ip &&
    a.port === b.port &&
    a.ssrc === b.ssrc &&
    a.payloadType === b.payloadType &&
    a.cname === b.cname
  )
}
