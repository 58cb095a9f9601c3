import { type CapturedFrame, FramePacer } from '../frame/index.ts'
import type { Composition } from './composer.ts'

/** It is looked at in a tile. */
const previewFpsMax = 15

/** Hands on pictures of the preview bus, one at a time; whoever takes one does not hold the program up. */
export class PreviewBus implements AsyncDisposable {
  /** Whether somebody looks. */
  wanted = false
  readonly #deliver: (captured: CapturedFrame) => void | Promise<void>
  readonly #failed: (cause: unknown) => void
  readonly #pace = new FramePacer(previewFpsMax)
  #delivering: Promise<void> | null = null

  constructor(deliver: (captured: CapturedFrame) => void | Promise<void>, failed: (cause: unknown) => void) {
    this.#deliver = deliver
    this.#failed = failed
  }

  /** Whether to make a picture now (ms). */
  due(now: number): boolean {
    return this.wanted && !this.#delivering && this.#pace.accepts(now)
  }

  /** @param capturedAt UTC ms */
  show(picture: Composition, capturedAt: number): void {
    this.#delivering = this.#lend(picture, capturedAt).finally(() => {
      this.#delivering = null
    })
  }

  async #lend(lent: Composition, capturedAt: number): Promise<void> {
    using picture = lent
    try {
      await this.#deliver({ frame: picture.frame, capturedAt })
    } catch (cause) {
      this.#failed(cause)
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#delivering
  }
}
