import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { type WebSocket, WebSocketServer } from 'ws'
import { type PlayerId, playerMessageBytesMax } from '../contract/index.ts'
import { Conversation } from './conversation.ts'
import type { GatewayParts } from './gateway-parts.ts'
import { isTrustedOrigin } from './origin.ts'
import { PlayerSocket } from './player-socket.ts'

/** All sockets: who may open one, whose it is, who is told what, and who is gone. */
export class Crowd implements Disposable {
  readonly #parts: GatewayParts
  readonly #origins: ReadonlySet<string>
  readonly #server = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    maxPayload: playerMessageBytesMax,
    // Messages are small, and a compressor for each socket is not.
    perMessageDeflate: false,
  })
  readonly #conversations = new Set<Conversation>()
  readonly #players = new Map<PlayerId, Set<Conversation>>()
  readonly #heartbeat: NodeJS.Timeout

  /** @param origins trusted beside the host's own */
  constructor(parts: GatewayParts, origins: ReadonlySet<string>) {
    this.#parts = parts
    this.#origins = origins
    this.#heartbeat = setInterval(() => {
      for (const { socket } of this.#conversations) socket.beat()
    }, parts.bounds.heartbeatMs)
  }

  get size(): number {
    return this.#conversations.size
  }

  /** A request to become a WebSocket. */
  upgrade(request: IncomingMessage, stream: Duplex, head: Buffer): void {
    // Until the WebSocket takes over, a lost connection would be an unheard error.
    stream.on('error', () => stream.destroy())
    const { origin, host } = request.headers
    if (request.url?.split('?')[0] !== '/ws') turnAway(stream, '404 Not Found')
    else if (!isTrustedOrigin(origin, host, this.#origins)) turnAway(stream, '403 Forbidden')
    else if (this.size >= this.#parts.bounds.socketsMax) turnAway(stream, '503 Service Unavailable')
    else this.#server.handleUpgrade(request, stream, head, (socket) => this.#open(socket))
  }

  /** Tells everyone whom it concerns. */
  readonly deliver: Conversation['deliver'] = (event) => {
    const concerned = event.playerId === null ? this.#conversations : (this.#players.get(event.playerId) ?? [])
    for (const conversation of concerned) conversation.deliver(event)
  }

  readonly tellPicture: Conversation['tellPicture'] = (instance) => {
    for (const conversation of this.#conversations) conversation.tellPicture(instance)
  };

  /** Everyone is told to come back, later. */
  [Symbol.dispose](): void {
    clearInterval(this.#heartbeat)
    for (const { socket } of this.#conversations) socket.hangUp('leaving')
  }

  #open(socket: WebSocket): void {
    const { bounds, metrics, log } = this.#parts
    const line = new PlayerSocket(socket, bounds.outgoingBytesMax, (why) => metrics.hangUps.inc({ why }))
    const conversation: Conversation = new Conversation(this.#parts, line, (playerId) =>
      this.#signedIn(playerId, conversation),
    )
    this.#conversations.add(conversation)
    metrics.sockets.set(this.size)
    // The error is followed by the close; a message that is too long ends here, with code 1009.
    socket.on('error', (cause) => log.debug({ err: cause }, 'a socket failed'))
    socket.on('message', (data) => void conversation.take(String(data)))
    socket.on('close', () => this.#close(conversation))
  }

  #signedIn(playerId: PlayerId, conversation: Conversation): void {
    const own = this.#players.get(playerId) ?? new Set()
    this.#players.set(playerId, own.add(conversation))
    const [oldest] = own
    if (own.size > this.#parts.bounds.socketsPerPlayerMax) oldest?.socket.hangUp('replaced')
  }

  #close(conversation: Conversation): void {
    this.#conversations.delete(conversation)
    this.#parts.metrics.sockets.set(this.size)
    if (conversation.playerId !== null) {
      const own = this.#players.get(conversation.playerId)
      own?.delete(conversation)
      if (own?.size === 0) this.#players.delete(conversation.playerId)
    }
    conversation.end()
  }
}

function turnAway(stream: Duplex, status: string): void {
  stream.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
}
