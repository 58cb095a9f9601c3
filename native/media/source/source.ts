import { setTimeout as wait } from 'node:timers/promises'
import type { CapturedFrame } from '../frame/index.ts'
import type { SourceSettings } from '../messages/index.ts'
import { openingOf } from './address.ts'
import { Connection, type ConnectionEvents } from './connection.ts'
import { openableDevice } from './devices.ts'
import { inWords } from './words.ts'

const reconnectMsMin = 100
/** Small, as the picture must be back soon after a camera that was gone for hours. */
const reconnectMsMax = 1_000
/** Longer than FFmpeg needs to notice an interruption; what takes longer closes itself later. */
const closeMsMax = 2_000

export interface SourceEvents extends ConnectionEvents {
  /** A connection failed or ended; `why` in words for the operator, without passwords. */
  trouble(why: string): void
}

/** Reads one source for ever: connects, decodes, and connects anew whenever it fails, ends or falls silent. */
export class Source implements AsyncDisposable {
  readonly #settings: SourceSettings
  readonly #events: SourceEvents
  readonly #connectionEvents: ConnectionEvents = {
    frame: (captured) => this.#deliver(captured),
    sound: (sound) => this.#events.sound(sound),
    streams: (streams) => this.#events.streams(streams),
    packet: (packet) => this.#events.packet(packet),
  }
  readonly #closing = new AbortController()
  readonly #running: Promise<void>
  #width = 0
  #height = 0
  #frames = 0
  #connections = 0
  #damagedBefore = 0
  #connection: Connection | null = null

  constructor(settings: SourceSettings, events: SourceEvents) {
    this.#settings = settings
    this.#events = events
    this.#running = this.#run()
  }

  /** Since it was made; `width` and `height` (px) of the newest picture, 0 before the first. `damaged`: pictures in which something was concealed, and packets that could not be decoded. */
  get statistics() {
    return {
      width: this.#width,
      height: this.#height,
      frames: this.#frames,
      connections: this.#connections,
      damaged: this.#damagedBefore + (this.#connection?.damaged ?? 0),
    }
  }

  async #run(): Promise<void> {
    const { signal } = this.#closing
    let reconnectMs = reconnectMsMin
    while (!signal.aborted) {
      const brought = await this.#connect(signal)
      if (signal.aborted) return
      if (brought) reconnectMs = reconnectMsMin
      await wait(reconnectMs, undefined, { signal }).catch(() => {})
      reconnectMs = Math.min(reconnectMs * 2, reconnectMsMax)
    }
  }

  /** One connection, to its end. @returns whether it brought a picture */
  async #connect(signal: AbortSignal): Promise<boolean> {
    const before = this.#frames
    try {
      const opening = await openableDevice(openingOf(this.#settings.address, process.platform))
      await using connection = new Connection(opening, this.#settings, this.#connectionEvents, signal)
      this.#connection = connection
      await connection.open()
      this.#connections++
      for (;;) await connection.read()
    } catch (cause) {
      if (!signal.aborted) this.#events.trouble(inWords(cause))
    } finally {
      this.#damagedBefore += this.#connection?.damaged ?? 0
      this.#connection = null
    }
    return this.#frames > before
  }

  #deliver(captured: CapturedFrame): void {
    this.#width = captured.frame.width
    this.#height = captured.frame.height
    this.#frames++
    this.#events.frame(captured)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closing.abort()
    await Promise.race([this.#running, wait(closeMsMax, undefined, { ref: false })])
  }
}
