import { randomBytes, randomUUID } from 'node:crypto'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import fastifyStatic from '@fastify/static'
import { type Browser, chromium, type Page } from '@playwright/test'
import fastify, { type FastifyInstance } from 'fastify'
import { workerBin } from 'mediasoup'
import { Registry } from 'prom-client'
import { build } from 'vite'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { WebSocketServer } from 'ws'
import { clientMessageSchema, ingestWishSchema, type PictureAsk, viewerIdSchema } from '../../backend/contract/index.ts'
import { createLog } from '../../backend/platform/index.ts'
import { Sfu, SfuMetrics } from '../../backend/sfu/index.ts'
import { rungSizes, TestProgram, targetOf } from './program.ts'

const chromiumPath = '/usr/bin/chromium'
const soon = { timeout: 20_000, interval: 50 }
const log = createLog('player-picture-test')
log.level = 'silent'
const wish = ingestWishSchema.parse({
  tableId: 'roulette-1',
  cname: 'roulette-1',
  video: { codec: 'h264', payloadType: 102, ssrcs: [1111, 1112, 1113] },
  audio: { payloadType: 103, ssrc: 1114 },
  srtpKey: randomBytes(28).toString('base64'),
})
const { tableId } = wish
const table = { tableId, currency: 'EUR', minimum: '100', maximum: '10000', phase: 'idle', results: [], sequence: 0 }

/** A gateway for one player at a table where nothing happens; asks for the picture go to the SFU. */
async function standIn(sfu: Sfu, pageFolder: string, instance: string): Promise<FastifyInstance> {
  const app = fastify()
  await app.register(fastifyStatic, { root: pageFolder })
  const playerId = randomUUID()
  app.post('/api/session', () => ({ playerId, token: 'token', tableId }))
  await app.listen({ port: 0, host: '127.0.0.1' })
  new WebSocketServer({ server: app.server, path: '/ws' }).on('connection', (socket) => {
    let viewerId = viewerIdSchema.parse(randomUUID())
    const picture = async (ask: PictureAsk) => {
      if (ask.ask === 'connect') return sfu.connect(viewerId, ask.dtlsParameters)
      if (ask.ask === 'consume') return { consumers: await sfu.consume(viewerId, ask.rtpCapabilities) }
      if (ask.ask === 'resume') return sfu.resume(viewerId)
      if (ask.ask === 'prefer') return sfu.prefer(viewerId, ask.rung)
      const joined = await sfu.join(tableId)
      viewerId = joined.viewerId
      return joined
    }
    const say = (message: unknown) => socket.send(JSON.stringify(message))
    socket.on('message', async (text) => {
      const message = clientMessageSchema.parse(JSON.parse(String(text)))
      const serverAt = Date.now()
      if (message.type === 'hello') {
        const known = { playerId, balance: '100000', table, slips: [], seq: 0, serverAt, resumed: false }
        say({ type: 'welcome', ...known, pictureInstance: instance })
      }
      if (message.type === 'ping') say({ type: 'pong', request: message.request, serverAt })
      if (message.type !== 'picture') return
      say({ type: 'picture', request: message.request, answer: (await picture(message.ask)) ?? {} })
    })
  })
  return app
}

describe.skipIf(!existsSync(workerBin) || !existsSync(chromiumPath))('the picture of the player page', () => {
  const opened = new AsyncDisposableStack()
  let browser: Browser
  let url: string

  beforeAll(async () => {
    const folder = mkdtempSync(join(tmpdir(), 'tablecast-player-'))
    opened.defer(() => rmSync(folder, { recursive: true }))
    const configFile = fileURLToPath(new URL('../../renderer/player/vite.config.ts', import.meta.url))
    await build({ configFile, logLevel: 'silent', build: { outDir: folder, emptyOutDir: true } })
    const options = { listenIp: '127.0.0.1', portMin: 43_000, portMax: 43_999, leaseMs: 600_000, tablesMax: 1 }
    const bounds = { viewersPerTableMax: 4, viewerConnectMsMax: 15_000 }
    const sfu = opened.use(await Sfu.start({ ...options, ...bounds }, log, new SfuMetrics(new Registry())))
    const program = opened.use(await TestProgram.start())
    const ingest = await sfu.ingest(wish)
    program.rtp.setTarget(targetOf(wish, ingest))
    const app = opened.adopt(await standIn(sfu, folder, ingest.instance), (app) => app.close())
    url = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}/`
    browser = opened.use(
      await chromium.launch({
        executablePath: chromiumPath,
        args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'],
      }),
    )
  })

  afterAll(() => opened.disposeAsync())

  const video = (page: Page) =>
    page.evaluate(() => {
      const element = document.querySelector('video')
      const stream = element?.srcObject
      return {
        width: element?.videoWidth,
        muted: element?.muted,
        state: document.querySelector<HTMLElement>('.picture')?.dataset.picture,
        tracks:
          stream instanceof MediaStream
            ? stream
                .getTracks()
                .map(({ kind }) => kind)
                .sort()
            : [],
      }
    })

  test('comes silent, and is heard at the press of a key', async () => {
    const page = await browser.newPage()
    await page.goto(url)
    await vi.waitFor(async () => {
      expect(await video(page)).toMatchObject({ state: 'live', muted: true, tracks: ['video'] })
    }, soon)
    expect(await page.getByTestId('sound').getAttribute('aria-pressed')).toBe('false')

    await page.keyboard.press('m')
    await vi.waitFor(async () => {
      expect(await video(page)).toMatchObject({ state: 'live', muted: false, tracks: ['audio', 'video'] })
    }, soon)
    await vi.waitFor(async () => expect(await page.getByTestId('sound').textContent()).toContain('Sound on'), soon)

    await page.getByTestId('sound').click()
    await vi.waitFor(async () => {
      expect(await video(page)).toMatchObject({ state: 'live', muted: true, tracks: ['video'] })
    }, soon)
    await page.close()
  })

  test('is of the quality that the player chooses, after joining again too', async () => {
    const page = await browser.newPage()
    await page.goto(url)
    const shows = (width: number | undefined) =>
      vi.waitFor(async () => expect(await video(page)).toMatchObject({ state: 'live', width }), soon)
    await shows(rungSizes[0].width)
    await page.getByTestId('quality').selectOption('low')
    await shows(rungSizes[2].width)
    await page.keyboard.press('m')
    await vi.waitFor(async () => expect((await video(page)).tracks).toHaveLength(2), soon)
    await shows(rungSizes[2].width)
    await page.getByTestId('quality').selectOption('medium')
    await shows(rungSizes[1].width)
    await page.close()
  })
})
