import { once } from 'node:events'
import type { IncomingMessage } from 'node:http'
import { WebSocketServer } from 'ws'
import type { CapturedFrame } from '../frame/index.ts'
import { admitted } from './admission.ts'
import { EncoderPool } from './encoder-pool.ts'
import { levelsContent } from './messages.ts'
import { PreviewWindow } from './preview-window.ts'
import { wishBytesMax } from './wish.ts'

const windowsMax = 8

export interface PreviewOptions {
  /** Told which feeds somebody looks at, when that changes. */
  demand(feeds: ReadonlySet<string>): void
}

/** The pictures and levels of all feeds for the windows of the control room, over WebSocket; see `messages/preview.ts`. */
export class PreviewServer implements AsyncDisposable {
  readonly #server: WebSocketServer
  readonly #pool: EncoderPool
  readonly #windows = new Set<PreviewWindow>()
  #skipped = 0

  /** @param token that a window must show @throws Error `EADDRINUSE` when the port is taken */
  static async open(port: number, token: string, options: PreviewOptions): Promise<PreviewServer> {
    const server = new WebSocketServer({
      host: '127.0.0.1',
      port,
      maxPayload: wishBytesMax,
      perMessageDeflate: false,
      verifyClient: ({ req }: { req: IncomingMessage }, answer) => {
        if (server.clients.size >= windowsMax) answer(false, 503, 'Too many windows')
        else if (!admitted(req, token)) answer(false, 401, 'No valid token')
        else answer(true)
      },
    })
    await once(server, 'listening')
    return new PreviewServer(server, options)
  }

  private constructor(server: WebSocketServer, { demand }: PreviewOptions) {
    this.#server = server
    this.#pool = new EncoderPool(demand)
    server.on('connection', (socket) => {
      const window = new PreviewWindow(socket, this.#pool)
      this.#windows.add(window)
      socket.on('error', () => socket.terminate())
      socket.on('close', () => {
        if (!this.#windows.delete(window)) return
        window[Symbol.dispose]()
        this.#skipped += window.skipped
      })
    })
  }

  /** `feeds`: encoders at work. `skipped`: pictures that a window was too slow for, or an encoder. */
  get statistics(): { windows: number; feeds: number; skipped: number } {
    const missed = [...this.#windows].reduce((sum, { skipped }) => sum + skipped, this.#skipped)
    return { windows: this.#windows.size, feeds: this.#pool.encoders, skipped: missed + this.#pool.dropped }
  }

  /** Lends a picture of a source, of `program` or of `preview`. Cheap when nobody looks at it. */
  offer(feed: string, captured: CapturedFrame): void {
    this.#pool.offer(feed, captured)
  }

  /** Peaks in dBFS, momentary loudness in LUFS; ten times a second. */
  levels(feed: string, level: { left: number; right: number; momentaryLufs: number | null }): void {
    if (this.#windows.size === 0) return
    const content = levelsContent(level.left, level.right, level.momentaryLufs)
    for (const window of this.#windows) window.levels(feed, content)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const window of this.#windows) window[Symbol.dispose]()
    this.#windows.clear()
    await new Promise<void>((resolve) => this.#server.close(() => resolve()))
    await this.#pool[Symbol.asyncDispose]()
  }
}
