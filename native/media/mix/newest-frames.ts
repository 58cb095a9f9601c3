import type { CapturedFrame } from '../frame/index.ts'

interface Newest extends CapturedFrame {
  /** It was in a program picture already. */
  shown: boolean
}

/** The newest picture of each source, referenced here until a newer one comes. */
export class NewestFrames implements Disposable {
  readonly #frames = new Map<string, Newest>()

  /** Takes its own reference; the caller keeps its own. */
  put(source: string, { frame: lent, capturedAt }: CapturedFrame): void {
    const frame = lent.clone()
    if (!frame) return
    this.forget(source)
    this.#frames.set(source, { frame, capturedAt, shown: false })
  }

  has(source: string): boolean {
    return this.#frames.has(source)
  }

  /** When the source's picture was captured, if that has not been on air yet; from now on it has. */
  show(source: string): number | null {
    const newest = this.#frames.get(source)
    if (!newest || newest.shown) return null
    newest.shown = true
    return newest.capturedAt
  }

  /** A reference of its own for the caller, who frees it: a newer picture may come while this one is at work. */
  lend(source: string): CapturedFrame['frame'] | null {
    return this.#frames.get(source)?.frame.clone() ?? null
  }

  forget(source: string): void {
    this.#frames.get(source)?.frame.free()
    this.#frames.delete(source)
  }

  /** Forgets all sources but these. */
  keep(sources: ReadonlySet<string>): void {
    for (const source of this.#frames.keys()) if (!sources.has(source)) this.forget(source)
  }

  [Symbol.dispose](): void {
    this.keep(new Set())
  }
}
