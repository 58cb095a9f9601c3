import { once } from 'node:events'
import { type ClientOptions, WebSocket } from 'ws'
import {
  type ClientMessage,
  type ServerMessage,
  type Session,
  serverMessageSchema,
  sessionSchema,
} from '../../backend/contract/index.ts'

export type Kind = ServerMessage['type']
type Of<Type extends Kind> = Extract<ServerMessage, { type: Type }>

/** A socket of a player's client that keeps everything it hears, and never comes back by itself. */
export class GatewaySocket implements AsyncDisposable {
  readonly heard: ServerMessage[] = []
  /** The code and the reason of the close, once there is one. */
  readonly closed: Promise<{ code: number; reason: string }>
  readonly raw: WebSocket
  readonly #over = new AbortController()

  private constructor(raw: WebSocket) {
    this.raw = raw
    raw.on('message', (data) => {
      this.heard.push(serverMessageSchema.parse(JSON.parse(String(data))))
      raw.emit('heard')
    })
    raw.on('error', () => {})
    this.closed = new Promise((resolve) => {
      raw.once('close', (code, reason) => {
        this.#over.abort(new Error(`The socket was closed: ${code} ${reason}`))
        resolve({ code, reason: String(reason) })
      })
    })
  }

  /** @throws when the socket is not let in. */
  static async open(url: string, options: ClientOptions = {}): Promise<GatewaySocket> {
    const raw = new WebSocket(new URL('/ws', url.replace('http', 'ws')), options)
    const socket = new GatewaySocket(raw)
    await once(raw, 'open')
    return socket
  }

  /** Opened, and past the welcome. */
  static async welcomed(url: string, session: Session, lastSeq?: number, options: ClientOptions = {}) {
    const socket = await GatewaySocket.open(url, options)
    socket.send({ type: 'hello', token: session.token, ...(lastSeq === undefined ? {} : { lastSeq }) })
    return { socket, welcome: await socket.first('welcome') }
  }

  send(message: ClientMessage): void {
    this.raw.send(JSON.stringify(message))
  }

  /** The first message of a kind for which `wanted` holds, heard already or yet to come. */
  async first<Type extends Kind>(type: Type, wanted: (message: Of<Type>) => boolean = () => true): Promise<Of<Type>> {
    const signal = AbortSignal.any([this.#over.signal, AbortSignal.timeout(20_000)])
    for (;;) {
      const found = this.heard.find((one): one is Of<Type> => one.type === type && wanted(one as Of<Type>))
      if (found) return found
      const what = `Awaited ${type}, heard ${JSON.stringify(this.heard).slice(0, 2_000)}`
      await once(this.raw, 'heard', { signal }).catch((cause) => Promise.reject(new Error(what, { cause })))
    }
  }

  /** The numbers of the events, as they came. */
  get events(): number[] {
    return this.heard.flatMap((message) => (message.type === 'event' ? [message.seq] : []))
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.raw.terminate()
    await this.closed
  }
}

/** `POST /api/session`, as a page asks it. */
export function askSession(url: string, body: object = {}): Promise<Response> {
  const headers = { 'content-type': 'application/json' }
  return fetch(new URL('/api/session', url), { method: 'POST', headers, body: JSON.stringify(body) })
}

export async function newSession(url: string, body: object = {}): Promise<Session> {
  return sessionSchema.parse(await (await askSession(url, body)).json())
}
