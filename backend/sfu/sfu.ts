import type { Ingest, IngestWish, TableId, ViewerConsumer, ViewerId, ViewerJoin } from '../contract/index.ts'
import { type Log, refusal } from '../platform/index.ts'
import { MediaWorker, type MediaWorkerOptions } from './media-worker.ts'
import type { SfuMetrics } from './metrics.ts'
import { TableFeed } from './table-feed.ts'
import type { Viewer } from './viewer.ts'

export interface SfuOptions extends MediaWorkerOptions {
  /** An ingest is forgotten when its wish was not repeated for this long, in ms. */
  readonly leaseMs: number
  readonly tablesMax: number
  readonly viewersPerTableMax: number
  /** A viewer that has not shaken hands within this long is dropped, in ms. */
  readonly viewerConnectMsMax: number
}

export interface SfuStatus {
  readonly instance: string
  readonly tables: { tableId: TableId; picture: string; live: boolean; viewers: number }[]
}

/** How often leases, packets and late viewers are looked at. */
const lookMs = 500

/** All tables of this service on its one worker. A dead worker takes every feed with it; the next wish brings each back. */
export class Sfu implements AsyncDisposable {
  readonly #options: SfuOptions
  readonly #log: Log
  readonly #metrics: SfuMetrics
  readonly #worker: MediaWorker
  readonly #feeds = new Map<TableId, TableFeed>()
  /** Wishes wait for each other: a repeated one must meet the feed that the first has opened. */
  #turn: Promise<unknown> = Promise.resolve()
  #looking: NodeJS.Timeout | undefined

  private constructor(options: SfuOptions, log: Log, metrics: SfuMetrics) {
    this.#options = options
    this.#log = log
    this.#metrics = metrics
    this.#worker = new MediaWorker(options, {
      started: (pid) => this.#log.info({ workerPid: pid }, 'media worker started'),
      died: (cause, nextTryMs) => this.#workerDied(cause, nextTryMs),
      failed: (cause, nextTryMs) => this.#log.error({ err: cause, nextTryMs }, 'media worker does not start'),
    })
  }

  /** Ready or not: without a worker it answers UNAVAILABLE and keeps trying. */
  static async start(options: SfuOptions, log: Log, metrics: SfuMetrics): Promise<Sfu> {
    const sfu = new Sfu(options, log, metrics)
    await sfu.#worker.start()
    sfu.#looking = setInterval(() => void sfu.#look(), lookMs)
    return sfu
  }

  get ready(): boolean {
    return this.#worker.live !== null
  }

  /** The worker's process id, for those who kill it in a test; null while there is none. */
  get workerPid(): number | null {
    return this.#worker.live?.worker.pid ?? null
  }

  status(now = Date.now()): SfuStatus {
    const tables = [...this.#feeds].map(([tableId, feed]) => ({
      tableId,
      picture: feed.id,
      live: feed.live(now),
      viewers: feed.viewers.size,
    }))
    return { instance: this.#worker.instance, tables }
  }

  /** The address that serves the wish, kept for another lease. */
  ingest(wish: IngestWish): Promise<Ingest> {
    const answer = this.#turn.then(() => this.#ingest(wish))
    this.#turn = answer.catch(() => {})
    return answer
  }

  async join(tableId: TableId): Promise<ViewerJoin> {
    const feed = this.#feeds.get(tableId)
    if (feed === undefined) throw refusal(this.ready ? 'NO_PICTURE' : 'UNAVAILABLE')
    const { viewerConnectMsMax, viewersPerTableMax } = this.#options
    const viewer = await this.#unlessDead(feed.join(Date.now() + viewerConnectMsMax, viewersPerTableMax))
    return viewer.offer
  }

  async connect(viewerId: ViewerId, dtlsParameters: unknown): Promise<void> {
    await this.#viewer(viewerId).connect(dtlsParameters)
  }

  async consume(viewerId: ViewerId, rtpCapabilities: unknown): Promise<ViewerConsumer[]> {
    return this.#viewer(viewerId).consume(rtpCapabilities)
  }

  async resume(viewerId: ViewerId): Promise<void> {
    await this.#viewer(viewerId).resume()
  }

  async prefer(viewerId: ViewerId, rung: number): Promise<void> {
    await this.#viewer(viewerId).prefer(rung)
  }

  leave(viewerId: ViewerId): void {
    this.#viewer(viewerId).close()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    clearInterval(this.#looking)
    this.#worker.close()
    this.#feeds.clear()
  }

  async #ingest(wish: IngestWish): Promise<Ingest> {
    const { leaseMs, tablesMax } = this.#options
    const now = Date.now()
    const current = this.#feeds.get(wish.tableId)
    if (current?.serves(wish, now)) return current.renewLease(now, leaseMs)
    if (current === undefined && this.#feeds.size >= tablesMax) throw refusal('TOO_MANY')
    const live = this.#worker.live
    if (live === null) throw refusal('UNAVAILABLE')
    if (current) this.#end(wish.tableId, current, 'another sender')
    const feed = await this.#unlessDead(TableFeed.open(wish, live))
    const ingest = feed.renewLease(Date.now(), leaseMs)
    this.#feeds.set(wish.tableId, feed)
    this.#metrics.feedsOpened.inc()
    this.#log.info({ tableId: wish.tableId, ip: ingest.ip, port: ingest.port }, 'ingest opened')
    return ingest
  }

  #viewer(viewerId: ViewerId): Viewer {
    for (const { viewers } of this.#feeds.values()) {
      const viewer = viewers.get(viewerId)
      if (viewer) return viewer
    }
    throw refusal('VIEWER_UNKNOWN')
  }

  /** Requests in flight fail when the worker dies: that is an absence, not a mistake. */
  async #unlessDead<T>(request: Promise<T>): Promise<T> {
    const { live } = this.#worker
    try {
      return await request
    } catch (cause) {
      throw this.#worker.live === live ? cause : refusal('UNAVAILABLE', cause)
    }
  }

  #workerDied(cause: Error, nextTryMs: number): void {
    this.#metrics.workerDeaths.inc()
    this.#log.error({ err: cause, nextTryMs, tables: this.#feeds.size }, 'media worker died: every picture starts anew')
    this.#feeds.clear()
  }

  #end(tableId: TableId, feed: TableFeed, why: string): void {
    this.#feeds.delete(tableId)
    feed.close()
    this.#log.info({ tableId, why }, 'ingest closed')
  }

  async #look(): Promise<void> {
    for (const [tableId, feed] of this.#feeds) {
      const now = Date.now()
      if (feed.leaseOver(now)) this.#end(tableId, feed, 'the lease ran out')
      for (const viewer of feed.viewers.values()) if (viewer.overdue(now)) viewer.close()
      // A feed that ends between the question and the answer was not live any more.
      if (!feed.closed) await feed.look(now).catch(() => {})
    }
    const { tables } = this.status()
    this.#metrics.viewers.set(tables.reduce((sum, table) => sum + table.viewers, 0))
    this.#metrics.feedsLive.set(tables.filter((table) => table.live).length)
  }
}
