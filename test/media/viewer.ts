import { randomUUID } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import type { Browser, Page } from '@playwright/test'
import { build } from 'vite'
import { type TableId, type ViewerConsumer, type ViewerJoin, viewerIdSchema } from '../../backend/contract/index.ts'
import type { Sfu } from '../../backend/sfu/index.ts'

/** A frame as it came to the page's screen. */
export interface Shown {
  /** ms, of the page's `performance` */
  readonly now: number
  readonly width: number
}

declare const client: typeof import('mediasoup-client')
declare function sfuAsk(ask: 'join' | 'connect' | 'consume' | 'resume', body?: unknown): Promise<never>
declare const frames: Shown[]
/** 0 is the picture, 1 the sound. */
declare function inbound(index: number): Promise<Record<string, number>>
declare function connection(): string

/** A page of a browser that watches a table through the SFU itself, and what it sees and hears. */
export class Viewer implements AsyncDisposable {
  readonly page: Page
  readonly #opened: AsyncDisposableStack
  readonly #prefer: (rung: number) => Promise<void>

  /** @param smooth as the browser would like to show it, in time with the sound; without, each picture at once */
  static async open(browser: Browser, sfu: Sfu, tableId: TableId, smooth: boolean): Promise<Viewer> {
    await using opened = new AsyncDisposableStack()
    const url = await clientPage(opened)
    const page = opened.adopt(await browser.newPage(), (page) => page.close())
    let viewerId = viewerIdSchema.parse(randomUUID())
    await page.exposeFunction('sfuAsk', async (ask: string, body: unknown) => {
      if (ask === 'connect') return sfu.connect(viewerId, body)
      if (ask === 'consume') return sfu.consume(viewerId, body)
      if (ask === 'resume') return sfu.resume(viewerId)
      const joined = await sfu.join(tableId)
      viewerId = joined.viewerId
      return joined
    })
    await page.goto(url)
    await page.evaluate(watch, smooth)
    return new Viewer(page, opened.move(), (rung) => sfu.prefer(viewerId, rung))
  }

  private constructor(page: Page, opened: AsyncDisposableStack, prefer: (rung: number) => Promise<void>) {
    this.page = page
    this.#opened = opened
    this.#prefer = prefer
  }

  /** The frames shown from the one of this number on. */
  frames(from = 0): Promise<Shown[]> {
    return this.page.evaluate((from) => frames.slice(from), from)
  }

  connection(): Promise<string> {
    return this.page.evaluate(() => connection())
  }

  /** What WebRTC counts of picture and sound. */
  inbound(): Promise<[video: Record<string, number>, audio: Record<string, number>]> {
    return this.page.evaluate(() => Promise.all([inbound(0), inbound(1)]))
  }

  prefer(rung: number): Promise<void> {
    return this.#prefer(rung)
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#opened.disposeAsync()
  }
}

/** A page with mediasoup-client in it, served from this machine (WebRTC wants a secure context). @returns its address */
async function clientPage(opened: AsyncDisposableStack): Promise<string> {
  const entry = fileURLToPath(import.meta.resolve('mediasoup-client'))
  const bundle = await build({
    configFile: false,
    logLevel: 'silent',
    build: { write: false, minify: false, lib: { entry, formats: ['iife'], name: 'client' } },
  })
  const code = [bundle].flat().flatMap((one) => ('output' in one ? one.output : []))[0]
  if (code?.type !== 'chunk') throw new Error('The page was not built')
  const server = createServer((_request, response) => {
    response.setHeader('content-type', 'text/html')
    response.end(`<video autoplay playsinline></video><script>${code.code}</script>`)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  opened.defer(() => new Promise((resolve) => server.close(() => resolve())))
  const { port } = server.address() as AddressInfo
  return `http://127.0.0.1:${port}/`
}

/** In the browser: what the player page does with a picture. Resolves when it is resumed. */
async function watch(smooth: boolean): Promise<void> {
  const { Device } = client
  const device = await Device.factory()
  const joined: ViewerJoin = await sfuAsk('join')
  await device.load({ routerRtpCapabilities: joined.routerRtpCapabilities as never })
  const transport = device.createRecvTransport(joined.transport as never)
  transport.on('connect', ({ dtlsParameters }, done, failed) => {
    sfuAsk('connect', dtlsParameters).then(done, failed)
  })
  const known = device.recvRtpCapabilities
  const captureTimes = (joined.routerRtpCapabilities as typeof known).headerExtensions?.filter(({ uri }) =>
    uri.endsWith('abs-capture-time'),
  )
  const taken = known.headerExtensions?.filter(({ uri }) => !smooth || !uri.endsWith('playout-delay'))
  const headerExtensions = [...(taken ?? []), ...(captureTimes ?? [])]
  const offered: ViewerConsumer[] = await sfuAsk('consume', { ...known, headerExtensions })
  const consumers = await Promise.all(offered.map((one) => transport.consume(one as never)))
  const video = document.querySelector('video') as HTMLVideoElement
  const frames: Shown[] = []
  const onShown: VideoFrameRequestCallback = (now, { width }) => {
    frames.push({ now, width })
    video.requestVideoFrameCallback(onShown)
  }
  video.requestVideoFrameCallback(onShown)
  const inbound = async (index: number) =>
    [...((await consumers[index]?.getStats()) ?? new Map()).values()].find(({ type }) => type === 'inbound-rtp')
  Object.assign(window, { frames, inbound, connection: () => transport.connectionState })
  video.srcObject = new MediaStream(consumers.map(({ track }) => track))
  await sfuAsk('resume')
}
