import type { WebSocket } from 'ws'
import type { ServerMessage } from '../contract/index.ts'

/** Why the gateway hangs up: WebSocket close codes (4000–4999 are an application's own, RFC 6455 §7.4.2). */
export const hangUps = {
  leaving: [1001, 'The gateway stops. Come back.'],
  unavailable: [1013, 'Not everything is there just now. Come back.'],
  noHello: [4000, 'No hello came.'],
  offences: [4001, 'Too many messages that were not understood, or too many at once.'],
  slow: [4002, 'Too much waits to be read. Come back and resume.'],
  silent: [4003, 'No answer to a ping.'],
  notSignedIn: [4004, 'The session is not known.'],
  replaced: [4005, 'Newer connections of the same player took its place.'],
} as const

/** How long the other side may take to agree to a close. */
const closeMsMax = 2_000

export type HangUp = keyof typeof hangUps

/** The sending side of one WebSocket: bounded in what waits, and closed with a reason. */
export class PlayerSocket {
  readonly #socket: WebSocket
  readonly #outgoingBytesMax: number
  readonly #onHangUp: (why: HangUp) => void
  #answered = true

  constructor(socket: WebSocket, outgoingBytesMax: number, onHangUp: (why: HangUp) => void) {
    this.#socket = socket
    this.#outgoingBytesMax = outgoingBytesMax
    this.#onHangUp = onHangUp
    socket.on('pong', () => {
      this.#answered = true
    })
  }

  get open(): boolean {
    return this.#socket.readyState === this.#socket.OPEN
  }

  send(message: ServerMessage): void {
    this.sendText(JSON.stringify(message))
  }

  /** A message that was written down already, for many. */
  sendText(text: string): void {
    if (!this.open) return
    if (this.#socket.bufferedAmount > this.#outgoingBytesMax) this.hangUp('slow')
    else this.#socket.send(text)
  }

  /** A ping; whoever has not answered the last one is gone. */
  beat(): void {
    if (!this.#answered) this.hangUp('silent')
    this.#answered = false
    if (this.open) this.#socket.ping()
  }

  /** The other side has a moment to agree; then the socket is destroyed. */
  hangUp(why: HangUp): void {
    if (!this.open) return
    this.#onHangUp(why)
    const [code, reason] = hangUps[why]
    this.#socket.close(code, reason)
    const impatience = setTimeout(() => this.#socket.terminate(), closeMsMax)
    this.#socket.once('close', () => clearTimeout(impatience))
  }
}
