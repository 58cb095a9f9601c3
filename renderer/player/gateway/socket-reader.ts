type Received =
  | { readonly type: 'open' }
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'ended'; readonly why: string }

/** Messages that wait to be read; a gateway that is further ahead than this is hung up on. */
const unreadMax = 1000

/** A WebSocket that is read like a queue, with patience that runs out. */
export class SocketReader implements Disposable {
  readonly socket: WebSocket
  readonly #received: Received[] = []
  readonly #closing: AbortSignal
  readonly #hangUp = () => this.#push({ type: 'ended', why: 'Closed.' })
  #wake: (() => void) | undefined

  constructor(address: URL, closing: AbortSignal) {
    this.socket = new WebSocket(address)
    this.socket.onopen = () => this.#push({ type: 'open' })
    this.socket.onmessage = (event) => this.#push({ type: 'text', text: String(event.data) })
    this.socket.onclose = () => this.#push({ type: 'ended', why: 'The connection to the casino was lost.' })
    this.#closing = closing
    closing.addEventListener('abort', this.#hangUp)
  }

  async next(patienceMs: number): Promise<Received> {
    if (this.#received.length === 0) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, patienceMs)
        this.#wake = () => {
          clearTimeout(timer)
          resolve()
        }
      })
      this.#wake = undefined
    }
    return this.#received.shift() ?? { type: 'ended', why: 'The casino has stopped answering.' }
  }

  [Symbol.dispose](): void {
    this.#closing.removeEventListener('abort', this.#hangUp)
    this.socket.onopen = this.socket.onmessage = this.socket.onclose = null
    this.socket.close()
  }

  #push(received: Received): void {
    this.#received.push(
      this.#received.length < unreadMax ? received : { type: 'ended', why: 'The casino sent too much.' },
    )
    this.#wake?.()
  }
}
