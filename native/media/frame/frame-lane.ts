import type { Frame } from 'node-av'
import { FramePacer } from './frame-pacer.ts'

/** A decoded picture (8-bit planar 4:2:0) on its way through this process. */
export interface CapturedFrame {
  readonly frame: Frame
  /** When it arrived: UTC, ms. */
  readonly capturedAt: number
}

/** Frames that may wait for one worker: enough to ride out one slow frame, too few to add delay. */
const waitingFramesMax = 2

/**
 * One worker on the stream of frames: encoder, preview or vision. It works on one frame at a time, off the capture loop;
 * when it is too slow the oldest waiting frame is dropped and counted, and the others do not notice.
 */
export class FrameLane implements AsyncDisposable {
  readonly #pacer: FramePacer
  readonly #work: (captured: CapturedFrame) => Promise<void>
  readonly #onError: (cause: unknown) => void
  readonly #waiting: CapturedFrame[] = []
  #running: Promise<void> | null = null
  #closed = false
  #dropped = 0

  /** @param fpsMax frames beyond this rate are passed over, evenly; they do not count as dropped */
  constructor(fpsMax: number, work: (captured: CapturedFrame) => Promise<void>, onError: (cause: unknown) => void) {
    this.#pacer = new FramePacer(fpsMax)
    this.#work = work
    this.#onError = onError
  }

  get dropped(): number {
    return this.#dropped
  }

  /** Takes its own reference to the picture; the caller keeps its own. */
  offer(captured: CapturedFrame): void {
    if (this.#closed || !this.#pacer.accepts(captured.capturedAt)) return
    const frame = captured.frame.clone()
    if (!frame) return
    if (this.#waiting.length >= waitingFramesMax) {
      this.#waiting.shift()?.frame.free()
      this.#dropped++
    }
    this.#waiting.push({ frame, capturedAt: captured.capturedAt })
    this.#running ??= this.#run().finally(() => {
      this.#running = null
    })
  }

  async #run(): Promise<void> {
    for (let next = this.#waiting.shift(); next; next = this.#waiting.shift()) {
      try {
        await this.#work(next)
      } catch (cause) {
        this.#onError(cause)
      } finally {
        next.frame.free()
      }
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true
    for (const { frame } of this.#waiting.splice(0)) frame.free()
    await this.#running
  }
}
