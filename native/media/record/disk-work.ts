/** A disk that hangs is waited for no longer than this when all is closed. */
const closeMsMax = 5_000

/**
 * One piece of disk work after the other, off the packets' way. One at a time for all feeds: a disk that hangs then holds
 * one of the process' few threads, not all of them. Its length is bounded by those who give the work.
 */
export class DiskWork implements AsyncDisposable {
  readonly #waiting: (() => Promise<void>)[] = []
  #running: Promise<void> | null = null

  /** @param work deals with its own failures */
  add(work: () => Promise<void>): void {
    this.#waiting.push(work)
    this.#running ??= this.#run()
  }

  async #run(): Promise<void> {
    for (let next = this.#waiting.shift(); next; next = this.#waiting.shift()) await next()
    // Here and not when the promise is told: work that came in between would wait for ever.
    this.#running = null
  }

  /** When all work is done, or after 5 s. */
  async [Symbol.asyncDispose](): Promise<void> {
    let timer: NodeJS.Timeout | undefined
    const tooLong = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, closeMsMax)
    })
    await Promise.race([this.#running, tooLong])
    clearTimeout(timer)
  }
}
