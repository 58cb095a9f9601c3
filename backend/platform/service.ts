import { createHash, timingSafeEqual } from 'node:crypto'
import { OpenAPIHandler } from '@orpc/openapi/fastify'
import type { AnyRouter } from '@orpc/server'
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import { collectDefaultMetrics, Histogram, Registry } from 'prom-client'
import type { Log } from './log.ts'
import { isRefusal, refusal } from './refusal.ts'
import { answerFor } from './refusal-of-failure.ts'

/** The largest request body a service takes, in bytes. */
const bodyBytesMax = 1024 * 1024
/** How long `/readyz` waits for the service's own checks, in ms. */
const readinessMsMax = 2000

interface ServiceOptions {
  readonly name: string
  readonly port: number
  /** The address to listen on; this machine alone unless told otherwise. */
  readonly host?: string | undefined
  /** Asked of everything but health, readiness and metrics. Without one, the routes guard themselves. */
  readonly secret?: string
  readonly log: Log
  /** An implementation of one of the contracts, mounted under `/`. */
  readonly router?: AnyRouter
  /** More routes: sockets, static files. */
  readonly register?: (app: FastifyInstance) => void | Promise<void>
  /** What is missing before the service can do its work; empty when it is ready. */
  readonly readiness: () => Promise<string[]> | string[]
  /** Where the service keeps its own metrics. */
  readonly metrics?: Registry
}

export interface RunningService extends AsyncDisposable {
  readonly url: string
}

/** Starts a service's HTTP side and tells the parent process that it is there: `{ type: 'ready', url }`. */
export async function startService(options: ServiceOptions): Promise<RunningService> {
  const { name, log, metrics = new Registry() } = options
  const app = fastify({ bodyLimit: bodyBytesMax, forceCloseConnections: true, logger: false })
  app.setErrorHandler((error, _request, reply) => {
    const answer = answerFor(error, log)
    return reply.status(answer.status).send(answer.toJSON())
  })
  observe(app, name, metrics)
  app.get('/healthz', () => ({ status: 'alive' }))
  app.get('/readyz', async (_request, reply) => {
    const missing = await missingOf(options.readiness)
    return reply.status(missing.length === 0 ? 200 : 503).send({ missing })
  })
  app.get('/metrics', async (_request, reply) => reply.type(metrics.contentType).send(await metrics.metrics()))
  await app.register(async (guarded) => {
    if (options.secret !== undefined) guarded.addHook('onRequest', bearer(options.secret))
    await options.register?.(guarded)
    if (options.router) mount(guarded, options.router, log)
  })
  const url = await app.listen({ port: options.port, host: options.host ?? '127.0.0.1' })
  log.info({ url }, 'ready')
  process.send?.({ type: 'ready', url })
  return { url, [Symbol.asyncDispose]: () => app.close() }
}

function mount(app: FastifyInstance, router: AnyRouter, log: Log): void {
  const handler = new OpenAPIHandler(router, {
    interceptors: [
      async ({ next }) => {
        try {
          return await next()
        } catch (error) {
          throw answerFor(error, log)
        }
      },
    ],
  })
  app.all('/*', async (request, reply) => {
    const { matched } = await handler.handle(request, reply, { context: {} })
    return matched ? reply : reply.status(404).send({ message: 'There is nothing here.' })
  })
}

/** Compares digests, so that neither the content nor the length of the secret shows in the time it takes. */
function bearer(secret: string): (request: FastifyRequest) => Promise<void> {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  const expected = digest(`Bearer ${secret}`)
  return async (request) => {
    if (!timingSafeEqual(digest(request.headers.authorization ?? ''), expected)) throw refusal('NOT_SIGNED_IN')
  }
}

async function missingOf(readiness: ServiceOptions['readiness']): Promise<string[]> {
  const { promise, resolve } = Promise.withResolvers<string[]>()
  const timer = setTimeout(() => resolve(['an answer to its own checks']), readinessMsMax)
  try {
    return await Promise.race([readiness(), promise])
  } catch (error) {
    return [isRefusal(error) ? error.message : 'an answer to its own checks']
  } finally {
    clearTimeout(timer)
  }
}

function observe(app: FastifyInstance, service: string, register: Registry): void {
  register.setDefaultLabels({ service })
  collectDefaultMetrics({ register })
  const seconds = new Histogram({
    name: 'http_request_seconds',
    help: 'How long a request took, in seconds',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
    registers: [register],
  })
  app.addHook('onResponse', async (request: FastifyRequest, reply: FastifyReply) => {
    const route = request.routeOptions.url ?? 'unknown'
    seconds.observe({ method: request.method, route, status: reply.statusCode }, reply.elapsedTime / 1000)
  })
}
