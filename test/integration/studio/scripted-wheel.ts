import { createServer, type Socket } from 'node:net'
import { encodeStatus, encodeWinningNumber, type SlingShotStatus } from '../../../native/sensors/index.ts'
import { listening } from './listening.ts'

/** As often as a real one. */
const statusEveryMs = 500

/** A wheel at the other end of a TCP line, that does what a test says, and says again and again where it is. */
export class ScriptedWheel {
  readonly #again = setInterval(() => this.#tell(), statusEveryMs)
  #status: SlingShotStatus = {
    state: 'before_game',
    spin: 1,
    number: null,
    warnings: [],
    rotorRpm: 16,
    direction: 'clockwise',
  }
  readonly #server = createServer((socket) => {
    socket.on('error', () => {})
    this.#line = socket
  })
  #line: Socket | undefined
  port = 0

  async open(): Promise<void> {
    this.port = await listening(this.#server)
  }

  state(state: SlingShotStatus['state'], number: number | null = null): void {
    this.#status = { ...this.#status, state, number }
    this.#tell()
  }

  /** From idle until the ball falls. */
  spin(): void {
    for (const state of ['before_game', 'place_bets', 'ball_in_rim', 'no_more_bets'] as const) this.state(state)
  }

  number(pocket: number): void {
    this.#line?.write(encodeWinningNumber(pocket))
    this.state('winning_number', pocket)
  }

  get connected(): boolean {
    return this.#line?.readyState === 'open'
  }

  close(): void {
    clearInterval(this.#again)
    this.#line?.destroy()
    this.#server.close()
  }

  #tell(): void {
    this.#line?.write(encodeStatus(this.#status))
  }
}
