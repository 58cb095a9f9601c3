import { randomInt } from 'node:crypto'
import type { Logger } from 'pino'
import { type EncodedPicture, utcNow } from '../frame/index.ts'
import { type MediaTarget, rungsMax, type VideoCodec } from '../messages/index.ts'
import { Delays } from './delays.ts'
import { headerBytesMax, type PlayoutDelay } from './header.ts'
import { OutgoingStream, type StreamStatistics } from './outgoing-stream.ts'
import { payloadsOf } from './payloads.ts'
import { parseRtcp } from './rtcp.ts'
import { srtpOverheadBytes } from './srtp.ts'
import { PictureTimeline, SoundTimeline } from './timeline.ts'
import { Wire } from './wire.ts'

const senderReportEveryMs = 1_000
/** The largest RTP packet in bytes: leaves room for IP and UDP in an Ethernet frame of any tunnel seen so far. */
const packetBytesMax = 1200
const payloadBytesMax = packetBytesMax - headerBytesMax - srtpOverheadBytes
/**
 * Each rung is this much later than the next smaller one, ms: pictures of one instant with one timestamp would make
 * mediasoup put 33 ms before the first of the other rung when a viewer's rung changes, and they would stay.
 */
const rungStepMs = 0.2

export interface RtpStatistics extends StreamStatistics {
  /** The largest first; a rung that was never sent has zeros. */
  readonly rungs: readonly StreamStatistics[]
  readonly sound: StreamStatistics
  /** Datagrams that were not the receiver's, or came twice. */
  readonly refused: number
  /** From capture to a picture's last packet on the wire, 95th percentile of the last second, ms; null when nothing was sent. */
  readonly delayMs: number | null
}

/**
 * Sends the program's rungs and its sound over one UDP socket and answers their receiver. Sequences and timestamps go on
 * across targets, sizes and encoders, so that viewers see one stream. Sends nothing while there is no target. Pictures
 * are sent as they come: those of one instant should come the smallest first.
 */
export class RtpSession implements AsyncDisposable {
  /** Written on every picture from the next one on. Receivers know it in steps of 10 ms. */
  playoutDelay: PlayoutDelay = { minMs: 0, maxMs: 0 }
  readonly #log: Logger
  readonly #onKeyFrameRequest: (rung: number) => void
  readonly #rungs: readonly { readonly stream: OutgoingStream; readonly timeline: PictureTimeline }[]
  readonly #sound: { readonly stream: OutgoingStream; readonly timeline: SoundTimeline }
  readonly #delays = new Delays()
  readonly #reportTimer: NodeJS.Timeout
  #target: MediaTarget | null = null
  #wire: Wire | null = null
  #refusedBefore = 0

  /** @param onKeyFrameRequest a PLI or FIR for this rung arrived, or a new target needs one; 0 is the largest */
  constructor(log: Logger, onKeyFrameRequest: (rung: number) => void) {
    this.#log = log
    this.#onKeyFrameRequest = onKeyFrameRequest
    const base = randomInt(2 ** 32)
    this.#rungs = Array.from({ length: rungsMax }, (_, rung) => {
      const timeline = new PictureTimeline(base)
      return { timeline, stream: new OutgoingStream(timeline, () => onKeyFrameRequest(rung)) }
    })
    const timeline = new SoundTimeline()
    this.#sound = { timeline, stream: new OutgoingStream(timeline, () => {}) }
    this.#reportTimer = setInterval(() => this.#report(), senderReportEveryMs)
  }

  get statistics(): RtpStatistics {
    const rungs = this.#rungs.map(({ stream }) => stream.statistics)
    const sound = this.#sound.stream.statistics
    const all = [...rungs, sound]
    const sum = (count: (one: StreamStatistics) => number) => all.reduce((total, one) => total + count(one), 0)
    return {
      packets: sum(({ packets }) => packets),
      bytes: sum(({ bytes }) => bytes),
      dropped: sum(({ dropped }) => dropped),
      nacks: sum(({ nacks }) => nacks),
      resent: sum(({ resent }) => resent),
      keyFrameRequests: sum(({ keyFrameRequests }) => keyFrameRequests),
      lost: worst(all.map(({ lost }) => lost)),
      roundTripMs: worst(all.map(({ roundTripMs }) => roundTripMs)),
      rungs,
      sound,
      refused: this.#refusedBefore + (this.#wire?.refused ?? 0),
      delayMs: this.#delays.p95(performance.now()),
    }
  }

  /** A target with the same content changes nothing. With SRTP, another target must come with another `sendKey`. */
  setTarget(target: MediaTarget | null): void {
    if (JSON.stringify(target) === JSON.stringify(this.#target)) return
    this.#closeWire()
    this.#target = target
    if (target) {
      const wanted = () => target.video.ssrcs.forEach((_, rung) => void this.#onKeyFrameRequest(rung))
      this.#wire = new Wire(target, this.#log, wanted, (compound) => this.#receive(compound, target))
      this.#log.info({ ip: target.ip, port: target.port, instance: target.instance }, 'program has a new target')
    }
    this.#rungs.forEach(({ stream }, rung) => void stream.follow(this.#route(target?.video, target?.video.ssrcs[rung])))
    this.#sound.stream.follow(this.#route(target?.audio, target?.audio?.ssrc))
  }

  /** One encoded picture of a rung, 0 the largest. */
  sendPicture(rung: number, { data, key, capturedAt }: EncodedPicture, codec: VideoCodec): void {
    const way = this.#rungs[rung]
    if (!way?.stream.takes(key)) return
    const smaller = (this.#target?.video.ssrcs.length ?? 1) - 1 - rung
    const at = capturedAt + smaller * rungStepMs
    const timestamp = way.timeline.next(at)
    const payloads = payloadsOf(data, codec, payloadBytesMax)
    const now = utcNow()
    const { playoutDelay } = this
    way.stream.send({ payloads, timestamp, capturedAt: at, playoutDelay, key, described: codec === 'av1' }, now)
    this.#delays.add(utcNow() - capturedAt, performance.now())
  }

  /** One Opus packet. @param packet.capturedAt when its first sample was heard, UTC, ms */
  sendSound({ data, capturedAt }: { readonly data: Buffer; readonly capturedAt: number }): void {
    const timestamp = this.#sound.timeline.next(data, capturedAt)
    const burst = { payloads: [[data]], timestamp, capturedAt, playoutDelay: null, key: true, described: false }
    this.#sound.stream.send(burst, utcNow())
  }

  async [Symbol.asyncDispose](): Promise<void> {
    clearInterval(this.#reportTimer)
    this.setTarget(null)
  }

  #route(media: { readonly payloadType: number } | null | undefined, ssrc: number | undefined) {
    if (!this.#wire || !this.#target || !media || ssrc === undefined) return null
    return { wire: this.#wire, ssrc, payloadType: media.payloadType, cname: this.#target.cname }
  }

  #report(): void {
    const now = utcNow()
    for (const { stream } of this.#streams) stream.report(now)
  }

  get #streams() {
    return [...this.#rungs, this.#sound]
  }

  #receive(compound: Buffer, target: MediaTarget): void {
    if (target !== this.#target) return
    const now = utcNow()
    for (const message of parseRtcp(compound)) {
      for (const { stream } of this.#streams) {
        if (message.type === 'reference_time') stream.answerReferenceTime(message)
        else stream.answer(message, now)
      }
    }
  }

  #closeWire(): void {
    this.#refusedBefore += this.#wire?.refused ?? 0
    this.#wire?.[Symbol.dispose]()
    this.#wire = null
  }
}

function worst(figures: readonly (number | null)[]): number | null {
  const known = figures.filter((figure) => figure !== null)
  return known.length === 0 ? null : Math.max(...known)
}
