import type { Frame } from 'node-av'
import type { CapturedFrame } from '../frame/index.ts'

/** A source that lives sends a picture within this time. */
const pictureMsMax = 2_000

interface Wish {
  readonly source: string
  take(captured: CapturedFrame): void
}

/** One picture of one source, kept for a person who sets vision up: it is looked at more than once. */
export class KeptPicture implements Disposable {
  #kept: (CapturedFrame & { readonly source: string }) | null = null
  readonly #wishes = new Set<Wish>()

  /** Every picture of every source; nearly always nobody waits for one. */
  offer(source: string, captured: CapturedFrame): void {
    for (const wish of this.#wishes) if (wish.source === source) wish.take(captured)
  }

  /**
   * The next picture of a source, which is kept in the place of the last; or the one kept.
   * @returns the caller's to free
   * @throws Error in words
   */
  async of(source: string, picture: 'new' | 'kept'): Promise<CapturedFrame> {
    if (picture === 'new') this.#keep(source, await this.#next(source))
    const kept = this.#kept
    if (kept?.source !== source) throw new Error('That picture is not kept any more: take a new one')
    return { frame: ownOf(kept.frame), capturedAt: kept.capturedAt }
  }

  async #next(source: string): Promise<CapturedFrame> {
    const { promise, resolve, reject } = Promise.withResolvers<CapturedFrame>()
    const wish: Wish = {
      source,
      take: ({ frame, capturedAt }) => {
        this.#wishes.delete(wish)
        resolve({ frame: ownOf(frame), capturedAt })
      },
    }
    this.#wishes.add(wish)
    const timer = setTimeout(() => reject(new Error('This camera has no picture')), pictureMsMax)
    try {
      return await promise
    } finally {
      clearTimeout(timer)
      this.#wishes.delete(wish)
    }
  }

  #keep(source: string, captured: CapturedFrame): void {
    this.#kept?.frame.free()
    this.#kept = { source, ...captured }
  }

  [Symbol.dispose](): void {
    this.#kept?.frame.free()
    this.#kept = null
    this.#wishes.clear()
  }
}

function ownOf(frame: Frame): Frame {
  const own = frame.clone()
  if (!own) throw new Error('There is no memory for a picture')
  return own
}
