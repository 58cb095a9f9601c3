import { existsSync } from 'node:fs'
import type { IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import type { Duplex } from 'node:stream'
import fastifyStatic from '@fastify/static'
import { ORPCError, onError } from '@orpc/server'
import { RPCHandler } from '@orpc/server/ws'
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import type { Logger } from 'pino'
import type { Registry } from 'prom-client'
import { type WebSocket, WebSocketServer } from 'ws'
import { z } from 'zod'
import { Access } from './access.ts'
import { type ServedStudio, studioRouter } from './router.ts'

/** A command is a few hundred bytes. */
const messageBytesMax = 64 * 1024
const windowsMax = 20
/** A window that has so much unread is stuck: it is let go, and comes back for the whole state. */
const unreadBytesMax = 8 * 1024 * 1024
const pingEveryMs = 10_000

interface StudioServerOptions {
  /** 0 for a free one. */
  readonly port: number
  readonly secret: string
  /** Where the built control room lies. */
  readonly controlRoom: string
  readonly previewPort: number
  readonly studio: ServedStudio
  /** The JPEG of a reading; null when there is none. */
  readonly crop: (id: string) => Uint8Array | null
  /** A picture that someone looks at while setting up vision; null when there is none, or no longer. */
  readonly still: (id: string) => Uint8Array | null
  /** Where clips lie. */
  readonly clips: string
  readonly missing: () => string[]
  readonly metrics: Registry
  readonly log: Logger
}

/** Listens on 127.0.0.1 alone. */
export class StudioServer implements AsyncDisposable {
  /** Without the secret. */
  readonly url: string
  readonly #app: FastifyInstance
  readonly #sockets: WebSocketServer
  readonly #heartbeat: NodeJS.Timeout

  static async open(options: StudioServerOptions): Promise<StudioServer> {
    const app = fastify({ logger: false, forceCloseConnections: true, bodyLimit: messageBytesMax })
    let access: Access | undefined
    app.addHook('onRequest', async (request, reply) => {
      guardPage(reply, options.previewPort)
      if (!access?.isOwnHost(request.headers.host))
        await reply.code(403).type('text/plain').send('Ask by the address that was printed.')
    })
    await routes(app, options, (secret) => access?.knows(secret) === true)
    await app.listen({ port: options.port, host: '127.0.0.1' })
    const { port } = app.server.address() as AddressInfo
    access = new Access(options.secret, port)
    return new StudioServer(app, access, port, options)
  }

  private constructor(app: FastifyInstance, access: Access, port: number, { studio, log }: StudioServerOptions) {
    this.#app = app
    this.url = `http://127.0.0.1:${port}`
    const handler = new RPCHandler(studioRouter(studio), {
      interceptors: [onError((cause) => report(cause, log))],
    })
    this.#sockets = new WebSocketServer({
      noServer: true,
      maxPayload: messageBytesMax,
      handleProtocols: (offered) => access.protocolOf(offered) ?? false,
    })
    app.server.on('upgrade', (request, socket, head) => {
      const refusal = refusalOf(request, access, this.#sockets.clients.size)
      if (refusal === null)
        this.#sockets.handleUpgrade(request, socket, head, (window) => this.#welcome(window, handler))
      else refuse(socket, refusal)
    })
    this.#heartbeat = setInterval(() => this.#pingAll(), pingEveryMs)
  }

  get windows(): number {
    return this.#sockets.clients.size
  }

  async [Symbol.asyncDispose](): Promise<void> {
    clearInterval(this.#heartbeat)
    for (const window of this.#sockets.clients) window.terminate()
    this.#sockets.close()
    await this.#app.close()
  }

  readonly #unanswered = new WeakSet<WebSocket>()

  #welcome(window: WebSocket, handler: RPCHandler<Record<never, never>>): void {
    window.on('pong', () => this.#unanswered.delete(window))
    window.on('error', () => window.terminate())
    void handler.upgrade(window)
  }

  #pingAll(): void {
    for (const window of this.#sockets.clients) {
      if (this.#unanswered.has(window) || window.bufferedAmount > unreadBytesMax) {
        window.terminate()
        continue
      }
      this.#unanswered.add(window)
      window.ping()
    }
  }
}

async function routes(
  app: FastifyInstance,
  options: StudioServerOptions,
  knows: (secret: string | undefined) => boolean,
): Promise<void> {
  const { controlRoom, clips, missing, metrics } = options
  await app.register(fastifyStatic, { root: clips, serve: false, cacheControl: false })
  app.get('/healthz', () => ({ status: 'alive' }))
  app.get('/readyz', (_request, reply) => {
    const lacks = missing()
    return reply.code(lacks.length === 0 ? 200 : 503).send({ missing: lacks })
  })
  app.get('/metrics', async (_request, reply) => reply.type(metrics.contentType).send(await metrics.metrics()))
  const pictures = { evidence: options.crop, stills: options.still }
  for (const [path, find] of Object.entries(pictures)) {
    app.get(`/${path}/:file`, (request, reply) => {
      if (!knows(secretOf(request))) return unknown(reply)
      const id = jpegSchema.safeParse(request.params)
      const jpeg = id.success ? find(id.data.file) : null
      if (jpeg === null) return reply.code(404).type('text/plain').send('There is no such picture, or no longer.')
      return reply.type('image/jpeg').header('cache-control', immutable).send(Buffer.from(jpeg))
    })
  }
  app.get('/clips/:file', (request, reply) => {
    if (!knows(secretOf(request))) return unknown(reply)
    const clip = clipSchema.safeParse(request.params)
    if (!clip.success || !existsSync(join(clips, clip.data.file))) {
      return reply.code(404).type('text/plain').send('There is no such clip, or no longer.')
    }
    // It answers range requests: a player that seeks asks for parts.
    return reply.header('cache-control', immutable).sendFile(clip.data.file, clips)
  })
  if (!existsSync(join(controlRoom, 'index.html'))) {
    app.get('/*', (_request, reply) =>
      reply
        .code(503)
        .type('text/plain')
        .send(
          'The control room’s window is not built. Start with `npm start`, which builds it, or run `vite build -c renderer/control-room/vite.config.ts`.',
        ),
    )
    return
  }
  await app.register(fastifyStatic, { root: controlRoom, cacheControl: false, decorateReply: false })
}

/** What is named by a random id never changes. */
const immutable = 'private, max-age=31536000, immutable'

function unknown(reply: FastifyReply): FastifyReply {
  return reply.code(401).type('text/plain').send('Show the secret of this launch.')
}

const jpegSchema = z.object({
  file: z
    .string()
    .regex(/^[0-9a-f-]{36}\.jpg$/)
    .transform((file) => file.slice(0, -'.jpg'.length)),
})
const clipSchema = z.object({ file: z.string().regex(/^[0-9a-f-]{36}\.mp4$/) })
const queryWithSecretSchema = z.object({ secret: z.string() })

function secretOf(request: FastifyRequest): string | undefined {
  const bearer = request.headers.authorization?.match(/^Bearer (.+)$/)?.[1]
  const query = queryWithSecretSchema.safeParse(request.query)
  return bearer ?? (query.success ? query.data.secret : undefined)
}

/** The window runs its own files, shows its own pictures, and talks to the studio and the preview alone. */
function guardPage(reply: FastifyReply, previewPort: number): void {
  const preview = `ws://127.0.0.1:${previewPort} ws://localhost:${previewPort}`
  reply.headers({
    'content-security-policy': `default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; font-src 'self'; img-src 'self' blob: data:; media-src 'self' blob:; worker-src 'self' blob:; connect-src 'self' ${preview}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cache-control': 'no-cache',
  })
}

function refusalOf(request: IncomingMessage, access: Access, windows: number): string | null {
  if (!access.isOwnHost(request.headers.host) || !access.isOwnOrigin(request.headers.origin)) return '403 Forbidden'
  if (new URL(request.url ?? '/', 'http://127.0.0.1').pathname !== '/api') return '404 Not Found'
  const offered = (request.headers['sec-websocket-protocol'] ?? '').split(',').map((each) => each.trim())
  if (access.protocolOf(offered) === undefined) return '401 Unauthorized'
  return windows >= windowsMax ? '503 Service Unavailable' : null
}

function refuse(socket: Duplex, status: string): void {
  socket.on('error', () => {})
  socket.end(`HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`)
}

/** A refusal is an answer, and a window that leaves is no failure; anything else is for a person to look at. */
function report(cause: unknown, log: Logger): void {
  if (cause instanceof ORPCError && cause.status < 500) return
  if (cause instanceof ORPCError && cause.defined) return
  if (cause instanceof Error && cause.name === 'AbortError') return
  log.error({ err: cause }, 'a call of a window failed')
}
