import { AV_NOPTS_VALUE, type Frame, Packet, Rational } from 'node-av'
import type { CapturedFrame, CapturedSound, SourcePacket, SourceStream } from '../frame/index.ts'
import { utcNow } from '../frame/index.ts'
import type { Opening } from './address.ts'
import { Input } from './input.ts'
import { isKeyPicture } from './key-picture.ts'
import { PictureDecoder } from './picture-decoder.ts'
import { Playout } from './playout.ts'
import { SoundDecoder } from './sound-decoder.ts'
import { SoundPackets } from './sound-packets.ts'
import { LiveClock, PlayClock } from './source-clock.ts'
import { Track } from './track.ts'
import { SourceError } from './words.ts'

/** In what the pictures' times are given on. */
const pictureClock = new Rational(1, 90_000)
const ticksPerMs = 90

/** What a connection brings. */
export interface ConnectionEvents {
  /** The frame is only lent: freed when this returns. Always AV_PIX_FMT_YUV420P; `pts` is `capturedAt` in 1/90000 s. */
  frame(captured: CapturedFrame): void
  /** Only with `settings.sound`. */
  sound(sound: CapturedSound): void
  /** What is kept of it: at each connection, and anew when more becomes known or the picture changes its size. */
  streams(streams: readonly SourceStream[]): void
  /** Each compressed packet as it came, once its streams are told; none of a source with raw pictures. */
  packet(packet: SourcePacket): void
}

/** One connection to a source, from opening to its failure. */
export class Connection implements AsyncDisposable {
  readonly #opening: Opening
  readonly #fps: number
  readonly #wantsSound: boolean
  readonly #events: ConnectionEvents
  readonly #input: Input
  readonly #packet = new Packet()
  readonly #live = new LiveClock()
  readonly #play = new PlayClock()
  readonly #playout: Playout
  #picture: { readonly track: Track; readonly decoder: PictureDecoder } | null = null
  #sound: { readonly track: Track; readonly decoder: SoundDecoder } | null = null
  #soundPackets: SoundPackets | null = null
  #frames = 0
  /** What a loop of a file spans, ms of its own clock. */
  #span = { start: Number.POSITIVE_INFINITY, end: Number.NEGATIVE_INFINITY }

  constructor(
    opening: Opening,
    { fps, sound }: { readonly fps: number; readonly sound: boolean },
    events: ConnectionEvents,
    signal: AbortSignal,
  ) {
    this.#opening = opening
    this.#fps = fps
    this.#wantsSound = sound
    this.#events = events
    this.#input = new Input(opening, signal)
    this.#playout = new Playout(signal)
    this.#packet.alloc()
  }

  get frames(): number {
    return this.#frames
  }
  get damaged(): number {
    return this.#picture?.decoder.damaged ?? 0
  }

  /** @throws SourceError */
  async open(): Promise<void> {
    await this.#input.open()
    const picture = this.#input.track('video')
    if (!picture) throw new SourceError('no_picture', `There is no picture in what ${this.#opening.place} sends`)
    const sound = this.#wantsSound ? this.#input.track('audio') : null
    this.#input.discardAllBut(sound ? [picture, sound] : [picture])
    const track = new Track(picture, 1000 / this.#fps)
    this.#picture = { track, decoder: await PictureDecoder.open(picture) }
    if (!sound) return
    this.#sound = { track: new Track(sound, 0), decoder: await SoundDecoder.open(sound) }
    if (this.#opening.declaresStreams) this.#soundPackets = new SoundPackets(sound)
  }

  /** Reads one packet and hands over what is in it. @throws SourceError */
  async read(): Promise<void> {
    const packet = this.#packet
    if (!(await this.#input.read(packet))) return this.#end()
    try {
      if (packet.streamIndex === this.#picture?.track.index) await this.#readPicture(this.#picture, packet)
      else if (packet.streamIndex === this.#sound?.track.index) {
        for (const part of this.#soundPackets?.of(packet) ?? [packet]) await this.#readSound(this.#sound, part)
      }
    } finally {
      packet.unref()
    }
  }

  async #readPicture({ track, decoder }: { track: Track; decoder: PictureDecoder }, packet: Packet): Promise<void> {
    const arrivedAt = utcNow()
    const times = track.times(packet)
    const capturedAt = this.#noteArrival(times?.shownMs, track, arrivedAt)
    await decoder.decode(packet, (frame) => this.#deliverPicture(frame, track, arrivedAt))
    const { width, height } = decoder
    if (width > 0 && track.describe({ width, height, sampleRate: 0, channels: 0 })) this.#tellStreams()
    this.#keep(track, packet, times, capturedAt)
  }

  async #readSound({ track, decoder }: { track: Track; decoder: SoundDecoder }, packet: Packet): Promise<void> {
    const arrivedAt = utcNow()
    const times = track.times(packet)
    const capturedAt = this.#noteArrival(times?.shownMs, track, arrivedAt)
    await decoder.decode(packet, (samples, ptsMs) => this.#deliverSound(samples, ptsMs, arrivedAt))
    track.durationMs = decoder.packetMs
    const { sampleRate, channels } = decoder
    if (sampleRate > 0 && track.describe({ width: 0, height: 0, sampleRate, channels })) this.#tellStreams()
    this.#keep(track, packet, times, capturedAt)
  }

  /** @returns when the packet's content was captured, as far as is known now */
  #noteArrival(shownMs: number | undefined, track: Track, arrivedAt: number): number {
    if (shownMs === undefined) return arrivedAt
    if (this.#opening.manner !== 'plays') return this.#live.arrived(shownMs, arrivedAt)
    this.#span.start = Math.min(this.#span.start, shownMs)
    this.#span.end = Math.max(this.#span.end, shownMs + track.durationMs)
    return this.#play.dueAt(shownMs, arrivedAt)
  }

  async #deliverPicture(frame: Frame, track: Track, arrivedAt: number): Promise<void> {
    const ptsMs = frame.pts === AV_NOPTS_VALUE ? null : Number(frame.pts) * track.msPerTick
    if (this.#opening.manner !== 'plays') {
      return this.#emitPicture(frame, ptsMs === null ? arrivedAt : this.#live.utcOf(ptsMs, arrivedAt))
    }
    const held = frame.clone()
    if (!held || ptsMs === null) return held?.free()
    const dueAt = this.#play.dueAt(ptsMs, utcNow())
    await this.#playout.put({ dueAt, play: () => this.#emitPicture(held, dueAt), free: () => held.free() })
  }

  #emitPicture(frame: Frame, capturedAt: number): void {
    this.#input.pictureCame(this.#frames === 0)
    this.#frames++
    frame.timeBase = pictureClock
    frame.pts = BigInt(Math.round(capturedAt * ticksPerMs))
    this.#events.frame({ frame, capturedAt })
  }

  async #deliverSound(samples: Float32Array, ptsMs: number, arrivedAt: number): Promise<void> {
    if (this.#opening.manner !== 'plays') {
      return this.#events.sound({ samples, capturedAt: this.#live.utcOf(ptsMs, arrivedAt) })
    }
    const dueAt = this.#play.dueAt(ptsMs, utcNow())
    await this.#playout.put({ dueAt, play: () => this.#events.sound({ samples, capturedAt: dueAt }), free: () => {} })
  }

  #keep(track: Track, packet: Packet, times: ReturnType<Track['times']>, capturedAt: number): void {
    const { stream, durationMs } = track
    // Nobody keeps sound without its picture, nor raw pictures.
    const data = this.#picture?.track.stream && stream ? packet.data : null
    if (!stream || !data) return
    // What was not looked through is not marked either.
    const looked = this.#opening.declaresStreams ? isKeyPicture(stream.codecId, data) : null
    const key = stream.kind === 'audio' || (looked ?? packet.isKeyframe)
    const decodeAt = times ? capturedAt + times.decodeMs - times.shownMs : capturedAt
    this.#events.packet({ stream, data, key, capturedAt, decodeAt, durationMs })
  }

  #tellStreams(): void {
    const picture = this.#picture?.track.stream
    const sound = this.#sound?.track.stream
    if (picture) this.#events.streams(sound ? [picture, sound] : [picture])
  }

  /** The end of what is played. */
  async #end(): Promise<void> {
    const { start, end } = this.#span
    const picture = this.#picture
    if (!this.#opening.loops || !picture || !(end > start)) {
      throw new SourceError('ended', `${this.#opening.place} has come to its end`)
    }
    await picture.decoder.decode(null, (frame) => this.#deliverPicture(frame, picture.track, utcNow()))
    await this.#sound?.decoder.decode(null, async () => {})
    await this.#input.rewind()
    this.#play.loop(start, end)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#playout[Symbol.dispose]()
    await this.#input[Symbol.asyncDispose]()
    this.#picture?.decoder[Symbol.dispose]()
    this.#sound?.decoder[Symbol.dispose]()
    this.#soundPackets?.[Symbol.dispose]()
    this.#packet.free()
  }
}
