/**
 * Glass to glass: from a picture with its time burned in, made at 29.97 a second, to the moment when a browser's page reads
 * it from its screen. The whole chain (camera over MPEG-TS, media process with mixer, overlays and three rungs, SFU) in turn
 * with the barest pipe there is: one ffmpeg that encodes the raw pictures, Janus, and a browser that shows them as it likes.
 */
import { randomBytes } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import type { Browser, Page } from '@playwright/test'
import { Registry } from 'prom-client'
import { ingestWishSchema } from '../../../backend/contract/index.ts'
import { createLog } from '../../../backend/platform/index.ts'
import { Sfu, SfuMetrics } from '../../../backend/sfu/index.ts'
import { utcNow } from '../../../native/media/frame/index.ts'
import { launchChromium } from '../../e2e/chromium.ts'
import { targetOf } from '../../integration/program.ts'
import { Janus, MediaProcess, type Seen, StampedCamera, takeSeen, Viewer, watchStamps } from '../../media/index.ts'
import type { Figure } from '../run.ts'
import { configurationOf, pictureOf, quantile } from './stage.ts'

const turns = 3
const warmUpMs = 8_000
const measuredMs = 20_000
/** A gap between two pictures that a person sees. */
const freezeMsMin = 100
const fps = 29.97

export async function* bench(): AsyncGenerator<Figure> {
  const ours: Watched[] = []
  const theirs: Watched[] = []
  for (let turn = 0; turn < turns; turn++) {
    ours.push(await watched(wholeChain))
    theirs.push(await watched(barestPipe))
  }
  const value = (of: Watched[], part: number) =>
    quantile(
      of.flatMap(({ delaysMs }) => delaysMs),
      part,
    )
  for (const [part, ratioMax] of [
    [0.5, 0.6],
    [0.95, 0.8],
  ] as const) {
    const ratio = value(ours, part) / value(theirs, part)
    yield {
      bench: 'media/glass',
      name: `glass to glass, p${part * 100}`,
      value: value(ours, part),
      unit: 'ms',
      peer: 'ffmpeg, Janus',
      peer_value: value(theirs, part),
      ratio,
      goal: `<= ${ratioMax}`,
      ok: ratio <= ratioMax,
    }
  }
  const [freezes = 0, peerFreezes = 0] = [ours, theirs].map((of) => of.reduce((sum, one) => sum + one.freezes, 0))
  yield {
    bench: 'media/glass',
    name: `freezes over ${freezeMsMin} ms`,
    value: freezes,
    unit: `in ${(turns * measuredMs) / 1_000} s`,
    peer: 'ffmpeg, Janus',
    peer_value: peerFreezes,
    ratio: freezes / peerFreezes,
    goal: 'no more than the peer',
    ok: freezes <= peerFreezes,
  }
}

interface Watched {
  readonly delaysMs: readonly number[]
  readonly freezes: number
}

async function watched(way: (opened: AsyncDisposableStack, browser: Browser) => Promise<Page>): Promise<Watched> {
  await using opened = new AsyncDisposableStack()
  const page = await way(opened, opened.use(await launchChromium()))
  await watchStamps(page)
  await wait(warmUpMs)
  await takeSeen(page, utcNow)
  await wait(measuredMs)
  const seen: Seen[] = await takeSeen(page, utcNow)
  const gaps = seen.slice(1).map(({ at }, i) => at - (seen[i]?.at ?? at))
  return { delaysMs: seen.map(({ delayMs }) => delayMs), freezes: gaps.filter((gap) => gap > freezeMsMin).length }
}

async function wholeChain(opened: AsyncDisposableStack, browser: Browser): Promise<Page> {
  const log = createLog('glass')
  log.level = 'silent'
  const options = { listenIp: '127.0.0.1', portMin: 44_000, portMax: 44_999, leaseMs: 600_000, tablesMax: 1 }
  const bounds = { viewersPerTableMax: 1, viewerConnectMsMax: 15_000 }
  const sfu = opened.use(await Sfu.start({ ...options, ...bounds }, log, new SfuMetrics(new Registry())))
  const wish = ingestWishSchema.parse({
    tableId: 'bench',
    cname: 'bench',
    video: { codec: 'h264', payloadType: 96, ssrcs: [1, 2, 3] },
    audio: null,
    srtpKey: randomBytes(28).toString('base64'),
  })
  const camera = await StampedCamera.overTcp(opened)
  const picture = pictureOf(camera, 1)
  const box = { x: 0.02, y: 0.03, width: 0.3, height: 0.1 }
  const configuration = await configurationOf(opened, {
    ...picture,
    ladder: { ...picture.ladder, rungs: picture.ladder.rungs.map((rung) => ({ ...rung, fps })) },
    mix: {
      ...picture.mix,
      fps,
      overlays: [
        {
          id: 'table',
          kind: 'text',
          box,
          text: 'Table {table}',
          colour: '#ffffff',
          background: '#000000aa',
          align: 'left',
        },
        {
          id: 'timer',
          kind: 'timer',
          box: { ...box, x: 0.8, width: 0.1 },
          endsAt: 'endsAt',
          total: 'total',
          colour: '#ffffff',
        },
      ],
    },
  })
  const media = opened.use(new MediaProcess())
  media.tell({ type: 'configure', configuration })
  media.tell({ type: 'values', values: { table: 'Bench', endsAt: utcNow() + 600_000, total: 600_000 } })
  media.tell({ type: 'target', target: targetOf(wish, await sfu.ingest(wish)) })
  while (!sfu.status().tables.some(({ live }) => live)) await wait(100)
  const viewer = opened.use(await Viewer.open(browser, sfu, wish.tableId, false))
  return viewer.page
}

async function barestPipe(opened: AsyncDisposableStack, browser: Browser): Promise<Page> {
  const janus = opened.use(await Janus.start())
  const coding = [
    '-c:v',
    'libx264',
    '-preset',
    'superfast',
    '-tune',
    'zerolatency',
    '-profile:v',
    'baseline',
    '-g',
    '60',
  ]
  const rate = ['-b:v', '2500k', '-maxrate', '2500k', '-bufsize', '1250k']
  const target = `rtp://127.0.0.1:${janus.rtpPort}?pkt_size=1200`
  opened.use(await StampedCamera.open([...coding, ...rate, '-f', 'rtp', '-payload_type', '96', target]))
  return janus.watch(browser)
}
