import type { PictureAsk } from '../../../backend/contract/index.ts'
import { FrameWatch } from './frame-watch.ts'
import { JoinedPicture } from './joined-picture.ts'
import { JudderJudge, lookEveryMs } from './judder.ts'
import { Refused } from './refused.ts'

/** `none`: it was asked for, and the table sends none. */
export type PictureSound = 'off' | 'on' | 'none'

/** What the player can know of the picture. `live` is said only while frames arrive. */
export type PictureState =
  | { readonly state: 'connecting' }
  /** The table sends none; it is asked again. */
  | { readonly state: 'none' }
  | { readonly state: 'live'; readonly frames: number; readonly sound: PictureSound }
  /** What is on the screen is the last frame, drawn at this time (page's clock, ms). */
  | { readonly state: 'stale'; readonly frames: number; readonly sinceMs: number }

/** Without a new frame for so long, the picture is called stale. */
const staleMs = 1000
/** Without a frame for so long, the picture is joined again. */
const silentMsMax = 3000
/** From resume to the first frame: a key frame has to be asked for and made. */
const firstFrameMsMax = 6000
const rejoinMsMin = 500
const rejoinMsMax = 8000
const watchEveryMs = 250

/** Which rung of the table's picture the player wants: `auto` is the largest that the line carries. */
export type PictureQuality = 'auto' | 'medium' | 'low'
const rungs = { auto: 2, medium: 1, low: 0 } as const satisfies Record<PictureQuality, number>

/** What the player wants of the picture. */
export interface PictureWish {
  readonly sound: boolean
  readonly quality: PictureQuality
}

export interface PictureOptions {
  readonly video: HTMLVideoElement
  readonly ask: (ask: PictureAsk) => Promise<unknown>
  readonly onState: (state: PictureState) => void
}

/** Keeps the table's picture on a video element: joins, watches that frames arrive, and joins again, for ever. */
export class Picture implements AsyncDisposable {
  readonly #options: PictureOptions
  readonly #closing = new AbortController()
  readonly #frames: FrameWatch
  readonly #telling: ReturnType<typeof setInterval>
  readonly #running: Promise<void>
  readonly #judge = new JudderJudge()
  #rejoin = new AbortController()
  #none = false
  #wish: PictureWish
  #smooth = false
  #sound: PictureSound = 'off'

  constructor(options: PictureOptions, wish: PictureWish) {
    this.#options = options
    this.#wish = wish
    this.#frames = new FrameWatch(options.video)
    this.#telling = setInterval(() => options.onState(this.#state()), watchEveryMs)
    this.#running = this.#run()
  }

  /** Sound is joined with a picture that keeps time with it, so a change of it joins the picture anew. */
  set wish(wish: PictureWish) {
    const before = this.#wish
    this.#wish = wish
    if (wish.sound !== before.sound) this.rejoin()
    // Without a picture just now, the next one is asked for like this.
    else if (wish.quality !== before.quality) this.#prefer().catch(() => {})
  }

  /** The SFU was restarted, or the page is back online: what is joined now is over. */
  rejoin(): void {
    this.#rejoin.abort()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    clearInterval(this.#telling)
    this.#closing.abort()
    this.#rejoin.abort()
    await this.#running
    this.#frames[Symbol.dispose]()
    this.#options.video.srcObject = null
  }

  async #run(): Promise<void> {
    let failures = 0
    while (!this.#closing.signal.aborted) {
      this.#rejoin = new AbortController()
      const drawnBefore = this.#frames.count
      try {
        using joined = await this.#join()
        this.#none = false
        await this.#watch(joined, this.#rejoin.signal)
      } catch (cause) {
        this.#none = cause instanceof Refused && cause.code === 'NO_PICTURE'
      }
      if (this.#closing.signal.aborted) return
      failures = this.#frames.count > drawnBefore ? 0 : failures + 1
      await waitOrAbort(Math.min(rejoinMsMin * 2 ** failures, rejoinMsMax), this.#rejoin.signal)
    }
  }

  async #join(): Promise<JoinedPicture> {
    const { ask, video } = this.#options
    const { sound } = this.#wish
    const joined = await JoinedPicture.join(ask, { sound, smooth: sound || this.#smooth })
    try {
      this.#sound = sound ? (joined.stream.getAudioTracks().length > 0 ? 'on' : 'none') : 'off'
      video.srcObject = joined.stream
      video.play().catch(() => {
        // A browser that refuses to play shows no frames, and the watch below says so.
      })
      if (this.#wish.quality !== 'auto') await this.#prefer()
      await ask({ ask: 'resume' })
      return joined
    } catch (cause) {
      joined[Symbol.dispose]()
      throw cause
    }
  }

  async #prefer(): Promise<void> {
    await this.#options.ask({ ask: 'prefer', rung: rungs[this.#wish.quality] })
  }

  /** Returns when the picture has to be joined again. */
  async #watch(joined: JoinedPicture, rejoin: AbortSignal): Promise<void> {
    const drawnBefore = this.#frames.count
    const resumedAtMs = Date.now()
    let lookedAtMs = resumedAtMs
    this.#judge.begin()
    while (!rejoin.aborted && !joined.ended) {
      const started = this.#frames.count > drawnBefore
      const silentMs = started ? this.#frames.ageMs() : Date.now() - Math.max(resumedAtMs, this.#frames.watchedSinceMs)
      if (silentMs > (started ? silentMsMax : firstFrameMsMax)) return
      await waitOrAbort(watchEveryMs, rejoin)
      if (Date.now() - lookedAtMs < lookEveryMs) continue
      lookedAtMs = Date.now()
      await this.#judgeJudder(joined)
    }
  }

  /** Joins the picture in another manner when it has to be. A hidden page draws as it likes, and is not judged. */
  async #judgeJudder(joined: JoinedPicture): Promise<void> {
    const counts = document.hidden ? undefined : await joined.counts()
    if (!counts) return
    const smoothBefore = this.#smooth
    this.#smooth = this.#judge.look(counts, Date.now())
    // With sound it is smoothed already.
    if (this.#smooth !== smoothBefore && !this.#wish.sound) this.rejoin()
  }

  #state(): PictureState {
    const frames = this.#frames.count
    if (this.#none) return { state: 'none' }
    if (frames === 0) return { state: 'connecting' }
    const ageMs = this.#frames.ageMs()
    return ageMs > staleMs
      ? { state: 'stale', frames, sinceMs: Date.now() - ageMs }
      : { state: 'live', frames, sound: this.#sound }
  }
}

async function waitOrAbort(waitMs: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return
  await new Promise<void>((resolve) => {
    const done = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', done)
      resolve()
    }
    const timer = setTimeout(done, waitMs)
    signal.addEventListener('abort', done)
  })
}
