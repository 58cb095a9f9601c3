import { FramePacer } from '../frame/index.ts'

/**
 * The mixer makes a picture itself when its source has brought none for so many frames' time of the source's own rate: a
 * camera of 25 or 15 frames a second is not late, it is slow. One that is only held up for a moment is worth waiting for:
 * a repeated picture shows nobody anything, and takes the time that the late one needs to be encoded.
 */
const lateMax = 2.5
/** The longest wait for a source, ms: with what composing takes, no two pictures are further apart than 200 ms. */
const waitMsMax = 150
/** How much a new distance between two frames counts. */
const smoothing = 1 / 8

/**
 * When to make a program picture: with each frame of the source that it follows, thinned to the program's rate; by itself
 * when that source is late, and by its own clock when there is none. All times are `now` in ms, of one rising clock.
 */
export class Pace {
  readonly #everyMs: number
  #pacer: FramePacer
  #source: string | null = null
  #sourceEveryMs: number
  #frameAt: number | null = null
  #dueAt: number

  constructor(fps: number, now: number) {
    this.#everyMs = 1000 / fps
    this.#sourceEveryMs = this.#everyMs
    this.#pacer = new FramePacer(fps)
    this.#dueAt = now
  }

  /** When the mixer makes the next picture itself. */
  get dueAt(): number {
    return this.#dueAt
  }

  /** The source that sets the pace; a new one is taken up at its next frame, whatever its phase, and not waited for. */
  follow(source: string | null, now: number): void {
    if (source === this.#source) return
    this.#dueAt = Math.min(this.#dueAt, now + this.#everyMs)
    this.#source = source
    this.#sourceEveryMs = this.#everyMs
    this.#frameAt = null
    this.#pacer = new FramePacer(1000 / this.#everyMs)
  }

  /** The source brought a frame. @returns whether to make a picture of it now: a late one too, as it is late enough */
  frame(now: number): boolean {
    if (this.#frameAt !== null) {
      const every = Math.min(waitMsMax, now - this.#frameAt)
      this.#sourceEveryMs += (every - this.#sourceEveryMs) * smoothing
    }
    this.#frameAt = now
    return this.#pacer.accepts(now)
  }

  /** A picture is being made. @param fresh whether the source brought something new for it */
  made(now: number, fresh: boolean): void {
    const wait = Math.min(lateMax * Math.max(this.#everyMs, this.#sourceEveryMs), Math.max(waitMsMax, this.#everyMs))
    // By its own clock it keeps the rhythm, unless it has fallen behind.
    const kept = this.#dueAt + this.#everyMs
    this.#dueAt = fresh ? now + wait : kept > now ? Math.min(kept, now + this.#everyMs) : now + this.#everyMs
  }
}
