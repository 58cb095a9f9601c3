import type { FeedState } from './freshness.ts'
import type { SoundLevels } from './preview-message.ts'
import type { PreviewCommand, PreviewReport } from './preview-worker.ts'
import { type Tile, wishOf } from './wish.ts'

/** What a tile is told. Pictures are not among it: they go from the worker to the screen. */
interface TileListener {
  state(state: FeedState, frames: number): void
  levels(levels: SoundLevels): void
}

/** A wish waits so long for the next change: a window that is laid out anew asks once. */
const wishAfterMs = 40

/** The window's one connection to the previews, shared by all its tiles: one worker, one WebSocket, one wish. */
class PreviewHub {
  readonly #tiles = new Map<number, { tile: Tile; listener: TileListener }>()
  #worker: Worker | undefined
  #nextId = 1
  #url: string | null = null
  #timer: ReturnType<typeof setTimeout> | undefined

  /** Null: the media process is away. */
  setAddress(url: string | null): void {
    this.#url = url
    if (this.#worker !== undefined) this.#send({ type: 'address', url })
  }

  /** Hands a canvas to the worker, once. Nothing is fetched for it until it is laid out. */
  open(canvas: OffscreenCanvas, feed: string, full: boolean, listener: TileListener): number {
    const id = this.#nextId++
    this.#tiles.set(id, { tile: { id, feed, full, width: 0, visible: false }, listener })
    this.#send({ type: 'open', tile: id, canvas }, [canvas])
    return id
  }

  /** @param width in the screen's own px */
  lay(id: number, place: { readonly width?: number; readonly visible?: boolean }): void {
    const open = this.#tiles.get(id)
    if (open === undefined) return
    open.tile = { ...open.tile, ...place }
    this.#wishSoon()
  }

  close(id: number): void {
    this.#tiles.delete(id)
    this.#send({ type: 'close', tile: id })
    this.#wishSoon()
  }

  #wishSoon(): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => {
      const tiles = [...this.#tiles.values()].map(({ tile }) => tile)
      this.#send({ type: 'wish', ...wishOf(tiles, document.hidden) })
    }, wishAfterMs)
  }

  #send(command: PreviewCommand, transfer: Transferable[] = []): void {
    this.#worker ??= this.#start()
    this.#worker.postMessage(command, transfer)
  }

  #start(): Worker {
    const worker = new Worker(new URL('./preview-worker.ts', import.meta.url), { type: 'module' })
    worker.addEventListener('message', ({ data: report }: MessageEvent<PreviewReport>) => {
      const listener = this.#tiles.get(report.tile)?.listener
      if (report.type === 'levels') listener?.levels(report.levels)
      else listener?.state(report.state, report.frames)
    })
    document.addEventListener('visibilitychange', () => this.#wishSoon())
    worker.postMessage({ type: 'address', url: this.#url } satisfies PreviewCommand)
    return worker
  }
}

export const previewHub = new PreviewHub()
