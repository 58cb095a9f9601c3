import type { WebSocket } from 'ws'
import type { PreviewWish } from '../messages/index.ts'
import { Congestion } from './congestion.ts'
import type { EncoderPool, PreviewSink } from './encoder-pool.ts'
import { Follower } from './follower.ts'
import { addressed, type PreviewContent } from './messages.ts'
import { classKey, classOf, type PreviewClass } from './size-class.ts'
import { readWish } from './wish.ts'

const refusedCode = 1008
/** What the protocol allows in a closing message. */
const reasonBytesMax = 120
const wishNumbers = 256

interface Tile {
  readonly wanted: PreviewClass
  readonly follower: Follower
  readonly sink: PreviewSink
  place: number
}

/** One window: its wish, and the pictures that it can take now. It has no queue: what it cannot take, it misses. */
export class PreviewWindow implements Disposable {
  readonly #socket: WebSocket
  readonly #pool: EncoderPool
  readonly #congestion = new Congestion()
  #tiles: Tile[] = []
  #wish = 0
  #skipped = 0

  constructor(socket: WebSocket, pool: EncoderPool) {
    this.#socket = socket
    this.#pool = pool
    socket.on('message', (data, isBinary) => this.#hear(isBinary ? '' : data.toString()))
    socket.on('pong', () => this.#congestion.answered())
  }

  /** Pictures that it missed because it was too slow. */
  get skipped(): number {
    return this.#skipped
  }

  levels(feed: string, levels: PreviewContent): void {
    if (this.#isBehind()) return
    for (const { wanted, place } of this.#tiles) if (wanted.feed === feed) this.#send(levels, place)
  }

  #hear(text: string): void {
    const wish = readWish(text)
    if ('refused' in wish) this.#socket.close(refusedCode, wish.refused.slice(0, reasonBytesMax))
    else this.#follow(wish)
  }

  /** Tiles that stay the same go on without a gap; a key frame is on its way for a decoder that is new nonetheless. */
  #follow({ feeds }: PreviewWish): void {
    this.#wish = (this.#wish + 1) % wishNumbers
    const before = this.#tiles
    this.#tiles = feeds.map(({ feed, width, fps }, place) => {
      const wanted = classOf(feed, width, fps)
      const at = before.findIndex((tile) => classKey(tile.wanted) === classKey(wanted))
      const [kept] = at < 0 ? [] : before.splice(at, 1)
      if (!kept) return this.#join(wanted, place)
      kept.place = place
      this.#pool.join(wanted, kept.sink)
      return kept
    })
    for (const { wanted, sink } of before) this.#pool.leave(wanted, sink)
  }

  #join(wanted: PreviewClass, place: number): Tile {
    const follower = new Follower()
    const tile: Tile = {
      wanted,
      follower,
      place,
      sink: ({ configuration, picture }) => {
        const now = performance.now()
        const open = !this.#isBehind()
        if (!follower.takes(configuration !== null, open)) {
          if (follower.isMissing) this.#skipped++
          if (open && follower.asks(now)) this.#pool.requestKeyFrame(wanted)
          return
        }
        if (configuration) this.#send(configuration, tile.place)
        this.#send(picture, tile.place)
        if (this.#congestion.pings(now)) this.#socket.ping()
      },
    }
    this.#pool.join(wanted, tile.sink)
    return tile
  }

  #isBehind(): boolean {
    const now = performance.now()
    if (this.#congestion.isGone(now)) this.#socket.terminate()
    return this.#congestion.isBehind(now, this.#socket.bufferedAmount)
  }

  #send(content: PreviewContent, place: number): void {
    this.#socket.send(addressed(content, place, this.#wish))
  }

  [Symbol.dispose](): void {
    for (const { wanted, sink } of this.#tiles.splice(0)) this.#pool.leave(wanted, sink)
    this.#socket.terminate()
  }
}
