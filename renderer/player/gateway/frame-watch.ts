/**
 * Counts the frames that a video element really draws, and knows how old the last one is. A hidden page draws nothing
 * and proves nothing: its time does not count.
 */
export class FrameWatch implements Disposable {
  readonly #video: HTMLVideoElement
  #count = 0
  #drawnAtMs = 0
  #watchedSinceMs = Date.now()
  #callback: number

  constructor(video: HTMLVideoElement) {
    this.#video = video
    this.#callback = video.requestVideoFrameCallback(this.#drawn)
    document.addEventListener('visibilitychange', this.#visibility)
  }

  get count(): number {
    return this.#count
  }

  /** Since when (page's clock, ms) the page is in view without a break. */
  get watchedSinceMs(): number {
    return document.hidden ? Date.now() : this.#watchedSinceMs
  }

  /** How long ago the last frame was drawn, ms; as far as the page could see. */
  ageMs(): number {
    return Math.max(0, Date.now() - Math.max(this.#drawnAtMs, this.watchedSinceMs))
  }

  [Symbol.dispose](): void {
    this.#video.cancelVideoFrameCallback(this.#callback)
    document.removeEventListener('visibilitychange', this.#visibility)
  }

  readonly #drawn = (): void => {
    this.#count += 1
    this.#drawnAtMs = Date.now()
    this.#callback = this.#video.requestVideoFrameCallback(this.#drawn)
  }

  readonly #visibility = (): void => {
    if (!document.hidden) this.#watchedSinceMs = Date.now()
  }
}
