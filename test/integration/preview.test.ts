/** The previews over real WebSockets: what arrives is decoded, and must be the picture of the feed that was asked for. */
import { once } from 'node:events'
import { AV_CODEC_ID_H264, AV_PIX_FMT_YUV420P, Codec, CodecContext, FFmpegError, Frame, Packet } from 'node-av'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { type PreviewWish, previewHeaderBytes, previewMessage } from '../../native/media/messages/index.ts'
import { PreviewServer } from '../../native/media/preview/index.ts'
import { seededRandom } from '../house/random.ts'
import { freePorts } from '../media/free-ports.ts'
import { until } from './until.ts'

const token = 'the-token-of-this-test'
const sourceFps = 50
const wishes = 200
/** Luma of each feed's picture; they are told apart by it after any encoding. */
const feeds = { wide: 40, close: 80, wheel: 120, program: 160, preview: 200 }
type FeedName = keyof typeof feeds
const lumaErrorMax = 6

const pictures = new Map<FeedName, Frame>()
let server: PreviewServer
let port: number
let playing: NodeJS.Timeout
let demanded: ReadonlySet<string> = new Set()

beforeAll(() => {
  for (const [feed, luma] of Object.entries(feeds)) pictures.set(feed as FeedName, plain(luma, 640, 360))
})
afterAll(() => {
  for (const frame of pictures.values()) frame.free()
})
beforeEach(async () => {
  ;[port = 0] = await freePorts(1)
  server = await PreviewServer.open(port, token, {
    demand: (wanted) => {
      demanded = wanted
    },
  })
  playing = setInterval(() => {
    for (const [feed, frame] of pictures) server.offer(feed, { frame, capturedAt: Date.now() })
  }, 1000 / sourceFps)
})
afterEach(async () => {
  clearInterval(playing)
  await server[Symbol.asyncDispose]()
  expect(server.statistics).toMatchObject({ windows: 0, feeds: 0 })
  expect([...demanded]).toEqual([])
})

function plain(luma: number, width: number, height: number): Frame {
  const frame = new Frame()
  frame.alloc()
  frame.width = width
  frame.height = height
  frame.format = AV_PIX_FMT_YUV420P
  FFmpegError.throwIfError(frame.getBuffer(1), 'frame memory')
  frame.data?.forEach((plane, i) => {
    plane.fill(i === 0 ? luma : 128)
  })
  return frame
}

/** A decoder as strict as WebCodecs': first its configuration, then a key frame. */
class Tile implements Disposable {
  readonly #context = new CodecContext()
  readonly #packet = new Packet()
  readonly #frame = new Frame()
  #isKeyed = false

  constructor() {
    const codec = Codec.findDecoder(AV_CODEC_ID_H264)
    if (!codec) throw new Error('no decoder')
    this.#context.allocContext3(codec)
    this.#context.threadCount = 1
    FFmpegError.throwIfError(this.#context.open2Sync(codec, null))
    this.#packet.alloc()
    this.#frame.alloc()
  }

  /** The picture's size and luma, in its middle; null for one that cannot be shown. */
  decode(data: Buffer, key: boolean): { width: number; luma: number } | null {
    this.#isKeyed ||= key
    if (!this.#isKeyed) return null
    this.#packet.data = data
    FFmpegError.throwIfError(this.#context.sendPacketSync(this.#packet))
    this.#packet.unref()
    FFmpegError.throwIfError(this.#context.receiveFrameSync(this.#frame))
    const { width, height, linesize, decodeErrorFlags } = this.#frame
    expect(decodeErrorFlags).toBe(0)
    const luma = this.#frame.data?.[0]?.[(height >> 1) * (linesize[0] ?? width) + (width >> 1)] ?? Number.NaN
    this.#frame.unref()
    return { width, luma }
  }

  [Symbol.dispose](): void {
    this.#packet.free()
    this.#frame.free()
    this.#context.freeContext()
  }
}

/** A window that decodes what comes and checks every picture against its wish. */
class TestWindow implements Disposable {
  readonly socket: WebSocket
  readonly faults: string[] = []
  /** Of the pictures of the newest wish, by their place: width, and age when it came, ms. */
  shown = new Map<number, { width: number; pictures: number; ageMs: number }>()
  levels: number[][] = []
  #wish = 0
  #feeds: PreviewWish['feeds'] = []
  readonly #tiles = new Map<number, Tile>()

  static async open(): Promise<TestWindow> {
    const window = new TestWindow(new WebSocket(`ws://127.0.0.1:${port}/?token=${token}`))
    await once(window.socket, 'open')
    return window
  }

  private constructor(socket: WebSocket) {
    this.socket = socket
    socket.on('message', (message: Buffer) => this.#receive(message))
  }

  wish(feeds: PreviewWish['feeds']): void {
    this.#wish = (this.#wish + 1) % 256
    this.#feeds = feeds
    this.#forget()
    this.socket.send(JSON.stringify({ feeds }))
  }

  #forget(): void {
    for (const tile of this.#tiles.values()) tile[Symbol.dispose]()
    this.#tiles.clear()
    this.shown.clear()
  }

  #receive(message: Buffer): void {
    const [kind = 0, place = 0, wish] = message
    if (wish !== this.#wish) return
    const asked = this.#feeds[place]
    if (!asked) return void this.faults.push(`a message for place ${place} of ${this.#feeds.length}`)
    const content = message.subarray(previewHeaderBytes)
    if (kind === previewMessage.levels) {
      this.levels.push([content.readFloatBE(0), content.readFloatBE(4), content.readFloatBE(8)])
    } else if (kind === previewMessage.configuration) {
      this.#tiles.get(place)?.[Symbol.dispose]()
      this.#tiles.set(place, new Tile())
    } else {
      const decoded = this.#tiles.get(place)?.decode(content.subarray(8), kind === previewMessage.keyFrame)
      if (decoded) this.#judge(place, asked, decoded, Date.now() - content.readDoubleBE(0))
    }
  }

  #judge(
    place: number,
    asked: PreviewWish['feeds'][number],
    { width, luma }: { width: number; luma: number },
    ageMs: number,
  ) {
    const expected = feeds[asked.feed as FeedName]
    if (!(Math.abs(luma - expected) <= lumaErrorMax)) this.faults.push(`${asked.feed} shows ${luma}, not ${expected}`)
    const pictures = (this.shown.get(place)?.pictures ?? 0) + 1
    this.shown.set(place, { width, pictures, ageMs })
  }

  [Symbol.dispose](): void {
    this.#forget()
    this.socket.terminate()
  }
}

const names = Object.keys(feeds) as FeedName[]
const multiview = names.map((feed) => ({ feed, width: 320, fps: 15 }))

describe('a window', () => {
  test('sees each feed in its tile, at the size of the tile, and a full one at its own', async () => {
    using window = await TestWindow.open()
    window.wish([...multiview, { feed: 'program', width: 0, fps: 1 }])
    await until(() => window.shown.size === 6 && [...window.shown.values()].every(({ pictures }) => pictures >= 10))
    expect([...window.shown.entries()].sort(([a], [b]) => a - b).map(([, { width }]) => width)).toEqual([
      ...Array(5).fill(320),
      640,
    ])
    expect(window.faults).toEqual([])
    expect([...demanded].sort()).toEqual([...names].sort())
    server.levels('close', { left: -12, right: -90, momentaryLufs: null })
    await until(() => window.levels.length === 1)
    expect(window.levels).toEqual([[-12, -90, Number.NaN]])
  })

  test('shares encoders with others, joins with a key frame, and leaves none behind', async () => {
    using first = await TestWindow.open()
    using second = await TestWindow.open()
    first.wish(multiview)
    await until(() => first.shown.size === 5)
    second.wish([...multiview].reverse().map((tile) => ({ ...tile, width: 300 })))
    await until(() => second.shown.size === 5)
    expect(server.statistics).toMatchObject({ windows: 2, feeds: 5 })
    expect([first.faults, second.faults]).toEqual([[], []])
    first.socket.close()
    second.wish([])
    await until(() => server.statistics.feeds === 0)
    expect(server.statistics.windows).toBe(1)
    expect([...demanded]).toEqual([])
  })

  test(`that changes its wish ${wishes} times never sees the wrong picture`, { timeout: 120_000 }, async () => {
    const seed = Number(process.env.SEED ?? 11)
    const random = seededRandom(seed)
    const pick = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)] as T
    using window = await TestWindow.open()
    for (let i = 0; i < wishes; i++) {
      const tiles = Array.from({ length: Math.floor(random() * 7) }, () => ({
        feed: pick(names),
        width: pick([0, 64, 160, 256, 320, 640, 1024]),
        fps: pick([1, 15, 30, 60]),
      }))
      window.wish(tiles)
      // Some wishes are answered before the next comes, and some are not.
      if (tiles.length > 0 && random() < 0.3) await until(() => window.shown.size > 0)
    }
    window.wish(multiview)
    await until(() => window.shown.size === multiview.length)
    expect(window.faults, `seed ${seed}`).toEqual([])
    expect(server.statistics.feeds).toBeLessThanOrEqual(36)
  })

  test('that asks for a feed that does not exist sees it when it does', async () => {
    using window = await TestWindow.open()
    window.wish([
      { feed: 'new-camera', width: 320, fps: 15 },
      { feed: 'wide', width: 320, fps: 15 },
    ])
    await until(() => window.shown.has(1))
    expect(window.shown.has(0)).toBe(false)
    const frame = plain(99, 320, 180)
    const appearing = setInterval(() => server.offer('new-camera', { frame, capturedAt: Date.now() }), 20)
    await until(() => window.faults.some((fault) => fault.startsWith('new-camera shows')))
    clearInterval(appearing)
    frame.free()
  })

  test('that stops reading misses pictures, is not served old ones, and disturbs no other', {
    timeout: 60_000,
  }, async () => {
    using fast = await TestWindow.open()
    using slow = await TestWindow.open()
    fast.wish(multiview)
    slow.wish([...multiview, { feed: 'wide', width: 0, fps: 60 }])
    await until(() => fast.shown.size === 5 && slow.shown.size === 6)
    slow.socket.pause()
    const before = [...fast.shown.values()].reduce((sum, { pictures }) => sum + pictures, 0)
    await until(() => server.statistics.skipped > 300)
    const after = [...fast.shown.values()].reduce((sum, { pictures }) => sum + pictures, 0)
    expect(after - before).toBeGreaterThan(50)
    expect(fast.faults).toEqual([])
    const seen = [...slow.shown.values()].reduce((sum, { pictures }) => sum + pictures, 0)
    slow.socket.resume()
    await until(() => [...slow.shown.values()].every(({ ageMs }) => ageMs < 500))
    // What had waited for it in the system's buffers was not seconds: pings stop the flow before.
    const caughtUp = [...slow.shown.values()].reduce((sum, { pictures }) => sum + pictures, 0) - seen
    expect(caughtUp).toBeLessThan(300)
    expect(slow.faults).toEqual([])
    const { skipped } = server.statistics
    const further = [...slow.shown.values()].reduce((sum, { pictures }) => sum + pictures, 0) + 100
    await until(() => [...slow.shown.values()].reduce((sum, { pictures }) => sum + pictures, 0) > further)
    expect(server.statistics.skipped - skipped).toBeLessThan(100)
  })

  test.each([
    ['no JSON', 'wide'],
    ['too many feeds', JSON.stringify({ feeds: Array(13).fill({ feed: 'wide', width: 320, fps: 15 }) })],
    ['bytes', Buffer.from('{"feeds":[]}')],
  ])('that sends %s is told what is wrong and closed', async (_, message) => {
    using window = await TestWindow.open()
    window.socket.send(message)
    const [code, reason] = await once(window.socket, 'close')
    expect([code, String(reason)]).toEqual([1008, expect.stringMatching(/^A wish /)])
  })

  test('that sends a huge wish is closed', async () => {
    using window = await TestWindow.open()
    window.socket.send('x'.repeat(100_000))
    expect((await once(window.socket, 'close'))[0]).toBe(1009)
  })

  test('without the token sees nothing', async () => {
    const stranger = new WebSocket(`ws://127.0.0.1:${port}/?token=another`)
    const [error] = await once(stranger, 'error')
    expect(String(error)).toContain('401')
  })
})
