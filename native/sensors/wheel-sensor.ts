import { setTimeout as delay } from 'node:timers/promises'
import type { Connection } from './connection.ts'
import { openSerialPort } from './serial-port.ts'
import { slingShot } from './slingshot/index.ts'
import { openTcpPort } from './tcp-port.ts'
import type { SensorPort, WheelEvent } from './wheel-event.ts'
import type { WheelCommand, WheelProtocol, WheelWitness } from './wheel-protocol.ts'

const reconnectMsMin = 250
const reconnectMsMax = 5_000
/** An open line that has said nothing for so long may be dead without knowing it: it is opened anew. */
const deadLineMsMax = 15_000

export interface WheelSensorOptions {
  readonly port: SensorPort
  /** No whole frame for longer than this is told as silence, in ms; the protocol's own bound otherwise. */
  readonly silenceMsMax?: number
  /** Cammegh SlingShot otherwise. */
  readonly protocol?: WheelProtocol
}

/**
 * A wheel's sensor: keeps its line open for ever and tells what the wheel says. Opening never waits for the hardware, and
 * nothing that the hardware does ends it; only disposing does, after which no event comes.
 */
export class WheelSensor {
  readonly #options: WheelSensorOptions
  readonly #protocol: WheelProtocol
  readonly #onEvent: (event: WheelEvent) => void
  readonly #closing = new AbortController()
  readonly #silenceTimer: NodeJS.Timeout | undefined
  readonly #ended: Promise<void>
  #connection: Connection | undefined
  #lastFrameAt: number | null = null
  #silent = false
  #attempt = 0

  static open(options: WheelSensorOptions, onEvent: (event: WheelEvent) => void): WheelSensor {
    return new WheelSensor(options, onEvent)
  }

  private constructor(options: WheelSensorOptions, onEvent: (event: WheelEvent) => void) {
    this.#options = options
    this.#protocol = options.protocol ?? slingShot
    this.#onEvent = onEvent
    const silenceMsMax = options.silenceMsMax ?? this.#protocol.facts.silenceMsMax.value
    if (silenceMsMax !== null) this.#silenceTimer = setTimeout(() => this.#tellSilence(true), silenceMsMax)
    this.#ended = this.#stayConnected()
  }

  /** @returns false when no open line takes it or this wheel knows no such command; its answer is not waited for */
  command(command: WheelCommand): boolean {
    const text = this.#protocol.encode(command)
    return text !== undefined && (this.#connection?.write(text) ?? false)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closing.abort()
    clearTimeout(this.#silenceTimer)
    await this.#connection?.close()
    await this.#ended
  }

  async #stayConnected(): Promise<void> {
    const { signal } = this.#closing
    // The first event comes after `open` has returned, so that its listener can use the sensor.
    await Promise.resolve()
    while (!signal.aborted) {
      this.#attempt += 1
      this.#tell({ type: 'port', at: Date.now(), state: 'connecting', attempt: this.#attempt })
      const reason = await this.#connect()
      this.#tell({ type: 'port', at: Date.now(), state: 'lost', attempt: this.#attempt, reason })
      const waitMs = Math.min(reconnectMsMin * 2 ** Math.max(0, this.#attempt - 1), reconnectMsMax)
      await delay(waitMs, undefined, { signal }).catch(() => {})
    }
  }

  /** One connection, from its beginning to its end; never throws. @returns why there is none any more */
  async #connect(): Promise<string> {
    const witness = this.#protocol.witness()
    let deadLine: string | undefined
    const deadLineTimer = setTimeout(() => {
      deadLine = `nothing was heard for ${deadLineMsMax} ms`
      void this.#connection?.close()
    }, deadLineMsMax)
    try {
      const heard = (bytes: Uint8Array) => {
        deadLineTimer.refresh()
        this.#receive(witness, bytes)
      }
      const { port } = this.#options
      const { signal } = this.#closing
      this.#connection =
        port.kind === 'tcp'
          ? await openTcpPort(port, heard, signal)
          : await openSerialPort(port, this.#protocol.facts.line.value, heard)
      if (signal.aborted) await this.#connection.close()
      this.#tell({ type: 'port', at: Date.now(), state: 'open', attempt: this.#attempt })
      const why = await this.#connection.ended
      return deadLine ?? why
    } catch (cause) {
      return cause instanceof Error ? cause.message : String(cause)
    } finally {
      clearTimeout(deadLineTimer)
      this.#connection = undefined
      for (const event of witness.lost(Date.now())) this.#tell(event)
    }
  }

  #receive(witness: WheelWitness, bytes: Uint8Array): void {
    const at = Date.now()
    for (const event of witness.receive(bytes, at)) {
      if (event.type === 'status') this.#heardFrame(at)
      this.#tell(event)
    }
  }

  #heardFrame(at: number): void {
    this.#attempt = 0
    this.#lastFrameAt = at
    this.#silenceTimer?.refresh()
    if (this.#silent) this.#tellSilence(false)
  }

  #tellSilence(silent: boolean): void {
    this.#silent = silent
    this.#tell({ type: 'silence', at: Date.now(), silent, lastFrameAt: this.#lastFrameAt })
  }

  #tell(event: WheelEvent): void {
    if (!this.#closing.signal.aborted) this.#onEvent(event)
  }
}
