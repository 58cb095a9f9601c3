import type { MixClock } from './mix-clock.ts'
import { Pace } from './pace.ts'

interface LoopWork {
  /** Makes and delivers one picture; it catches its own failures. */
  make(now: number): Promise<void>
  /** What can wait until no picture does. */
  idle(now: number): Promise<void>
}

/**
 * Makes one program picture after the other, at the pace of the source that it follows. When that is slower than frames
 * come, one waits, with the newest frame; those before it are counted as dropped.
 */
export class PictureLoop implements AsyncDisposable {
  readonly #clock: MixClock
  readonly #work: LoopWork
  #pace: Pace
  #running: Promise<void> | null = null
  #waiting = false
  #dropped = 0
  #closed = false
  #stopTimer = () => {}

  constructor(fps: number, clock: MixClock, work: LoopWork) {
    this.#clock = clock
    this.#work = work
    this.#pace = new Pace(fps, clock.now())
    this.#arm()
  }

  get dropped(): number {
    return this.#dropped
  }

  set fps(fps: number) {
    this.#pace = new Pace(fps, this.#clock.now())
    this.#arm()
  }

  /** @param source the one whose frames set the pace; null: none does */
  follow(source: string | null): void {
    this.#pace.follow(source, this.#clock.now())
    this.#arm()
  }

  /** The source brought a frame. */
  frame(): void {
    if (this.#pace.frame(this.#clock.now())) this.#request()
    else this.#arm()
  }

  /** To be called by `make`. @param fresh whether the source brought something new for the picture */
  made(now: number, fresh: boolean): void {
    this.#pace.made(now, fresh)
  }

  #request(): void {
    if (this.#closed) return
    if (this.#running) {
      if (this.#waiting) this.#dropped++
      this.#waiting = true
      return
    }
    this.#stopTimer()
    // It begins when it is known to be running.
    this.#running = Promise.resolve()
      .then(() => this.#run())
      .finally(() => {
        this.#running = null
        this.#arm()
      })
  }

  async #run(): Promise<void> {
    do {
      this.#waiting = false
      await this.#work.make(this.#clock.now())
      if (!this.#waiting && !this.#closed) await this.#work.idle(this.#clock.now())
    } while (this.#waiting && !this.#closed)
  }

  #arm(): void {
    this.#stopTimer()
    if (this.#closed || this.#running) return
    this.#stopTimer = this.#clock.after(Math.max(0, this.#pace.dueAt - this.#clock.now()), () => this.#request())
  }

  /** Waits for the picture at work. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true
    this.#stopTimer()
    await this.#running
  }
}
