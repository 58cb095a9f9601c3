import type { Registry } from 'prom-client'
import { gameContract, sfuContract, type TableId, walletContract } from '../contract/index.ts'
import { Database, type Log, type RunningService, serviceClient, startService } from '../platform/index.ts'
import type { GatewayBounds } from './bounds.ts'
import { BusFeed } from './bus-feed.ts'
import { Crowd } from './crowd.ts'
import { GatewayMetrics } from './metrics.ts'
import { servePage } from './page.ts'
import { PictureWatch } from './picture-watch.ts'
import { RateBound } from './rate-bound.ts'
import { SessionTokens } from './session-token.ts'
import { serveSessions } from './sessions.ts'

export interface GatewayOptions {
  readonly port: number
  readonly listenIp: string
  readonly tableId: TableId
  readonly secret: string
  readonly gameUrl: string
  readonly walletUrl: string
  readonly sfuUrl: string
  /** Of the database that holds the bus. */
  readonly databaseUrl: string
  /** Absolute: where the built player page is, or will be. */
  readonly pageFolder: string
  /** Origins whose pages may open a socket, beside the gateway's own. */
  readonly origins: ReadonlySet<string>
  readonly bounds: GatewayBounds
}

/** How long a service may take to say that it is ready. */
const readyMsMax = 1_000

/** The gateway, running. It opens without any of the services behind it, and says which are missing. */
export class Gateway implements AsyncDisposable {
  readonly url: string
  readonly #closing: AsyncDisposableStack

  private constructor(url: string, closing: AsyncDisposableStack) {
    this.url = url
    this.#closing = closing
  }

  static async start(options: GatewayOptions, log: Log, registry: Registry): Promise<Gateway> {
    const { tableId, secret, bounds } = options
    await using opening = new AsyncDisposableStack()
    const client = { timeoutMs: bounds.answerMsMax }
    const wallet = serviceClient(walletContract, options.walletUrl, secret, client)
    const sfu = serviceClient(sfuContract, options.sfuUrl, secret, client)
    const tokens = new SessionTokens(secret)
    const metrics = new GatewayMetrics(registry)
    const database = opening.use(new Database(options.databaseUrl, 'gateway', log))
    const feed = opening.use(new BusFeed(database, tableId, log, (event) => crowd.deliver(event)))
    const pictures = opening.use(
      new PictureWatch(sfu, tableId, bounds.pictureLookMs, (picture) => crowd.tellPicture(picture)),
    )
    const crowd = opening.use(
      new Crowd(
        {
          tableId,
          bounds,
          tokens,
          game: serviceClient(gameContract, options.gameUrl, secret, client),
          wallet,
          sfu,
          feed,
          pictures,
          messages: new RateBound(bounds.messagesPerPlayer),
          metrics,
          log,
        },
        options.origins,
      ),
    )
    const addresses = new RateBound(bounds.sessionsPerAddress)
    const service: RunningService = await startService({
      name: 'gateway',
      port: options.port,
      host: options.listenIp,
      log,
      metrics: registry,
      register: async (app) => {
        app.server.on('upgrade', (request, stream, head) => crowd.upgrade(request, stream, head))
        // The HTTP server closes only when its sockets have.
        app.addHook('preClose', async () => crowd[Symbol.dispose]())
        serveSessions(app, { tableId, tokens, wallet, addresses, onMade: () => metrics.sessions.inc() })
        await servePage(app, options.pageFolder)
      },
      readiness: () => missing(options, feed),
    })
    opening.use(service)
    // Nothing is cured by waiting when this fails, except a database that is away, which it waits for itself.
    feed.start(bounds.ring).catch((cause) => {
      log.fatal({ err: cause }, 'the bus cannot be read')
      process.exitCode = 1
      process.kill(process.pid, 'SIGTERM')
    })
    return new Gateway(service.url, opening.move())
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#closing.disposeAsync()
  }
}

async function missing({ gameUrl, walletUrl, sfuUrl }: GatewayOptions, feed: BusFeed): Promise<string[]> {
  const checks = { game: isReady(gameUrl), wallet: isReady(walletUrl), sfu: isReady(sfuUrl), bus: feed.isReady() }
  const names = await Promise.all(Object.entries(checks).map(async ([name, ready]) => ((await ready) ? [] : [name])))
  return names.flat()
}

async function isReady(url: string): Promise<boolean> {
  try {
    const answer = await fetch(new URL('/readyz', url), { signal: AbortSignal.timeout(readyMsMax) })
    await answer.body?.cancel()
    return answer.ok
  } catch {
    return false
  }
}
