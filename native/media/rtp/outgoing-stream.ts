import { randomInt } from 'node:crypto'
import type { MediaTarget } from '../messages/index.ts'
import { dependencyDescriptor } from './dependency-descriptor.ts'
import { type PlayoutDelay, rtpHeader } from './header.ts'
import { PacketHistory } from './history.ts'
import type { Payload } from './payloads.ts'
import { type ReferenceTime, referenceTimeAnswer, type StreamMessage, senderReport, shortNtpTime } from './rtcp.ts'
import type { Timeline } from './timeline.ts'
import type { Wire } from './wire.ts'

/** mediasoup maps timestamps to its own clock only after some reports: three at once, so that layers work from the start. */
const senderReportBurst = 3

export interface StreamStatistics {
  readonly packets: number
  readonly bytes: number
  readonly dropped: number
  readonly nacks: number
  readonly resent: number
  readonly keyFrameRequests: number
  /** 0–1, in the receiver's last report; null before the first. */
  readonly lost: number | null
  readonly roundTripMs: number | null
}

/** Where a stream goes: who it is there, and by which wire. */
export interface Route {
  readonly wire: Wire
  readonly ssrc: number
  readonly payloadType: number
  readonly cname: MediaTarget['cname']
}

interface Burst {
  readonly payloads: readonly Payload[]
  readonly timestamp: number
  /** UTC, ms */
  readonly capturedAt: number
  /** Null for sound. */
  readonly playoutDelay: PlayoutDelay | null
  /** What a receiver can begin with. */
  readonly key: boolean
  /** A receiver cannot see in the payload what it can begin with (AV1). */
  readonly described: boolean
}

/** One stream of packets (one SSRC). Its sequence and its counts go on from target to target. */
export class OutgoingStream {
  readonly #timeline: Timeline
  readonly #onKeyFrameRequest: () => void
  #route: Route | null = null
  #begun = false
  #history = new PacketHistory()
  #sequence = randomInt(2 ** 15)
  /** Pictures, or packets of sound. */
  #bursts = 0
  #payloadBytes = 0
  #packets = 0
  #bytes = 0
  #dropped = 0
  #nacks = 0
  #resent = 0
  #keyFrameRequests = 0
  #lost: number | null = null
  #roundTripMs: number | null = null

  constructor(timeline: Timeline, onKeyFrameRequest: () => void) {
    this.#timeline = timeline
    this.#onKeyFrameRequest = onKeyFrameRequest
  }

  get statistics(): StreamStatistics {
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

  /** The stream begins with a key frame, and three sender reports, on each route. */
  follow(route: Route | null): void {
    this.#route = route
    this.#begun = false
    this.#history = new PacketHistory()
    this.#lost = null
    this.#roundTripMs = null
    // A new receiver takes the first packet that it sees for one of SRTP's round 0: no wrap may be near.
    this.#sequence %= 2 ** 15
  }

  /** Whether a burst would be sent. */
  takes(key: boolean): boolean {
    return (this.#begun || key) && this.#route?.wire.open === true
  }

  send(burst: Burst, now: number): void {
    const route = this.#route
    if (!route || !this.takes(burst.key)) return
    const picture = this.#bursts++
    burst.payloads.forEach((payload, i) => {
      const [first, last] = [i === 0, i === burst.payloads.length - 1]
      const { timestamp, capturedAt, playoutDelay, key, described } = burst
      const sequence = this.#sequence
      this.#sequence = (sequence + 1) & 0xffff
      const header = rtpHeader({
        payloadType: route.payloadType,
        marker: playoutDelay !== null && last,
        sequence,
        timestamp,
        ssrc: route.ssrc,
        capturedAt,
        playoutDelay,
        dependencyDescriptor: described ? dependencyDescriptor({ first, last, key, picture }) : null,
      })
      const plain = Buffer.concat([header, ...payload])
      const packet = route.wire.sealed(plain, header.length)
      this.#history.keep(sequence, packet)
      this.#packets++
      this.#payloadBytes += plain.length - header.length
      this.#transmit(route.wire, packet)
    })
    if (this.#begun) return
    this.#begun = true
    // After the first packets: the SFU learns our address and the stream from them, and would ignore an earlier report.
    for (let i = 0; i < senderReportBurst; i++) this.report(now)
  }

  /** @param now UTC, ms */
  report(now: number): void {
    if (!this.#route || !this.#begun) return
    const { wire, ssrc, cname } = this.#route
    const timestamp = this.#timeline.at(now)
    const counts = { packets: this.#packets, bytes: this.#payloadBytes }
    wire.control(senderReport({ ssrc, cname, now, timestamp, ...counts }))
  }

  answerReferenceTime({ from, time }: ReferenceTime): void {
    if (this.#route && this.#begun) this.#route.wire.control(referenceTimeAnswer(this.#route.ssrc, from, time))
  }

  /** What the receiver says, if it is of this stream. @param now UTC, ms */
  answer(message: StreamMessage, now: number): void {
    const route = this.#route
    if (route?.ssrc !== message.ssrc) return
    switch (message.type) {
      case 'key_frame_request':
        this.#keyFrameRequests++
        this.#onKeyFrameRequest()
        break
      case 'nack':
        this.#nacks++
        for (const sequence of message.sequences) this.#resend(route.wire, sequence)
        break
      case 'report': {
        this.#lost = message.lost
        if (message.lastReport === 0) break
        const elapsed = (shortNtpTime(now) - message.lastReport - message.delay) | 0
        if (elapsed >= 0) this.#roundTripMs = (elapsed / 65_536) * 1000
        break
      }
    }
  }

  #resend(wire: Wire, sequence: number): void {
    const packet = this.#history.resend(sequence, performance.now())
    if (!packet) return
    this.#resent++
    this.#transmit(wire, packet)
  }

  #transmit(wire: Wire, packet: Buffer): void {
    this.#bytes += packet.length
    wire.transmit(packet, () => this.#dropped++)
  }
}
