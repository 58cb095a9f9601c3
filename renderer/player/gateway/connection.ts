import {
  type ClientMessage,
  type ClockEstimate,
  estimateClock,
  type PictureAsk,
  type ServerMessage,
  type Session,
  type Slip,
  serverMessageSchema,
} from '../../../backend/contract/index.ts'
import { Refused, Unanswered } from './refused.ts'
import { type Memory, openSession, tokenKey } from './session.ts'
import { SocketReader } from './socket-reader.ts'

/** How the page stands with the gateway. */
export type ConnectionState =
  | { readonly state: 'connecting'; readonly attempt: number }
  | { readonly state: 'online' }
  | { readonly state: 'waiting'; readonly attempt: number; readonly retryAtMs: number; readonly why: string }

/** The wait after the first failure; it doubles from there. */
const reconnectMsMin = 500
const reconnectMsMax = 8000
const pingEveryMs = 5000
/** A gateway that says nothing for so long, pings unanswered, is gone. */
const silenceMsMax = 12_000
/** From opening the socket to the welcome. */
const welcomeMsMax = 8000
/** How long an answer is waited for. */
const answerMsMax = 8000
/** Questions without an answer yet. */
const waitingMax = 100

interface ConnectionListener {
  connection(state: ConnectionState): void
  message(message: ServerMessage): void
  clock(sample: ClockEstimate): void
  /** The newest event that the page has applied; undefined before the first welcome. */
  lastSeq(): number | undefined
}

type Request = Extract<ClientMessage, { request: number }>
type Question = Request extends infer Each ? (Each extends Request ? Omit<Each, 'request'> : never) : never
type Answer = Extract<ServerMessage, { type: 'slip' | 'picture' | 'pong' }>

/** The one socket to the gateway. It comes back by itself, for ever, and resumes behind the last event. */
export class Connection implements AsyncDisposable {
  readonly #page: URL
  readonly #memory: Memory
  readonly #listener: ConnectionListener
  readonly #closing = new AbortController()
  readonly #waiting = new Map<number, (answer: Answer | Error) => void>()
  #socket: WebSocket | undefined
  #requests = 0
  #ignored = 0
  readonly #running: Promise<void>

  /** @param page the page's own address; the gateway is where it came from. */
  constructor(page: URL, memory: Memory, listener: ConnectionListener) {
    this.#page = page
    this.#memory = memory
    this.#listener = listener
    this.#running = this.#run()
  }

  /** Messages that were not understood, since the start. */
  get ignored(): number {
    return this.#ignored
  }

  /** @throws {Refused} @throws {Unanswered} */
  async place(
    slip: Pick<Extract<ClientMessage, { type: 'place_bets' }>, 'slipId' | 'roundId' | 'bets'>,
  ): Promise<Slip> {
    const answer = await this.#ask({ type: 'place_bets', ...slip })
    if (answer.type !== 'slip') throw new Unanswered(`a bet was answered with ${answer.type}`)
    return answer.slip
  }

  /** @throws {Refused} @throws {Unanswered} */
  async picture(ask: PictureAsk): Promise<unknown> {
    const answer = await this.#ask({ type: 'picture', ask })
    if (answer.type !== 'picture') throw new Unanswered(`a picture ask was answered with ${answer.type}`)
    return answer.answer
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closing.abort()
    await this.#running
  }

  async #run(): Promise<void> {
    let attempt = 0
    while (!this.#closing.signal.aborted) {
      attempt += 1
      this.#listener.connection({ state: 'connecting', attempt })
      const end = await this.#once()
      if (this.#closing.signal.aborted) return
      if (end.welcomed) attempt = 0
      const waitMs = Math.min(reconnectMsMin * 2 ** Math.max(0, attempt - 1), reconnectMsMax)
      this.#listener.connection({ state: 'waiting', attempt, retryAtMs: Date.now() + waitMs, why: end.why })
      await pause(waitMs, this.#closing.signal)
    }
  }

  /** One connection, from the session to its end. */
  async #once(): Promise<{ welcomed: boolean; why: string }> {
    let session: Session
    try {
      session = await openSession(this.#page, this.#memory)
    } catch {
      return { welcomed: false, why: 'The casino cannot be reached.' }
    }
    if (this.#closing.signal.aborted) return { welcomed: false, why: 'Closed.' }
    const address = new URL('ws', this.#page)
    address.protocol = address.protocol === 'https:' ? 'wss:' : 'ws:'
    using socket = new SocketReader(address, this.#closing.signal)
    this.#socket = socket.socket
    try {
      return await this.#talk(socket, session)
    } finally {
      this.#socket = undefined
      for (const answered of this.#waiting.values()) answered(new Unanswered('the connection ended'))
      this.#waiting.clear()
    }
  }

  async #talk(socket: SocketReader, session: Session): Promise<{ welcomed: boolean; why: string }> {
    let welcomed = false
    let helloAtMs = 0
    let patienceMs = welcomeMsMax
    let pinging: ReturnType<typeof setInterval> | undefined
    try {
      for (;;) {
        const received = await socket.next(patienceMs)
        if (received.type === 'open') {
          helloAtMs = Date.now()
          const lastSeq = this.#listener.lastSeq()
          this.#send({ type: 'hello', token: session.token, ...(lastSeq === undefined ? {} : { lastSeq }) })
        } else if (received.type === 'text') {
          const message = this.#understand(received.text)
          if (message === undefined) continue
          if (message.type === 'welcome') {
            welcomed = true
            patienceMs = silenceMsMax
            this.#listener.clock(estimateClock(helloAtMs, Date.now(), message.serverAt))
          }
          if (message.type === 'refused' && message.code === 'NOT_SIGNED_IN' && !welcomed) {
            this.#memory.removeItem(tokenKey)
            return { welcomed, why: message.message }
          }
          this.#listener.message(message)
          this.#settle(message)
          if (message.type === 'welcome') {
            this.#listener.connection({ state: 'online' })
            pinging ??= setInterval(() => void this.#ping(), pingEveryMs)
            void this.#ping()
          }
        } else {
          return { welcomed, why: received.why }
        }
      }
    } finally {
      clearInterval(pinging)
    }
  }

  #understand(text: string): ServerMessage | undefined {
    const parsed = serverMessageSchema.safeParse(parseJson(text))
    if (parsed.success) return parsed.data
    this.#ignored += 1
    if (this.#ignored === 1)
      console.warn('A message of the gateway was not understood and is ignored; so are later ones.')
    return undefined
  }

  #settle(message: ServerMessage): void {
    if (!('request' in message) || message.request === undefined) return
    const answered = this.#waiting.get(message.request)
    if (answered === undefined) return
    this.#waiting.delete(message.request)
    answered(message.type === 'refused' ? new Refused(message.code, message.message) : message)
  }

  async #ping(): Promise<void> {
    const sentAtMs = Date.now()
    try {
      const answer = await this.#ask({ type: 'ping' })
      if (answer.type === 'pong') this.#listener.clock(estimateClock(sentAtMs, Date.now(), answer.serverAt))
    } catch {
      // An unanswered ping needs nothing of its own: the silence ends the connection.
    }
  }

  #ask(question: Question): Promise<Answer> {
    if (this.#socket?.readyState !== WebSocket.OPEN) return Promise.reject(new Unanswered('not connected'))
    if (this.#waiting.size >= waitingMax) return Promise.reject(new Unanswered('too many questions without an answer'))
    this.#requests += 1
    const request = this.#requests
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => {
        this.#waiting.delete(request)
        reject(new Unanswered(`no answer within ${answerMsMax} ms`))
      }, answerMsMax)
      this.#waiting.set(request, (answer) => {
        clearTimeout(late)
        if (answer instanceof Error) reject(answer)
        else resolve(answer)
      })
      this.#send({ ...question, request })
    })
  }

  #send(message: ClientMessage): void {
    this.#socket?.send(JSON.stringify(message))
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Waits; shorter when the network comes back or the page closes. */
async function pause(waitMs: number, closing: AbortSignal): Promise<void> {
  await new Promise<void>((resolve) => {
    const done = () => {
      clearTimeout(timer)
      closing.removeEventListener('abort', done)
      globalThis.removeEventListener?.('online', done)
      resolve()
    }
    const timer = setTimeout(done, waitMs)
    closing.addEventListener('abort', done)
    globalThis.addEventListener?.('online', done)
  })
}
