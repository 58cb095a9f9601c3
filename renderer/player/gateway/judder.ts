/** What the browser has counted of the picture since it was joined. */
export interface PictureCounts {
  readonly framesDecoded: number
  readonly freezeCount: number
  /** Sums over the distances between frames as they were handed to the screen: s, s². */
  readonly totalInterFrameDelay: number
  readonly totalSquaredInterFrameDelay: number
}

/** Looks are taken this often, ms. */
export const lookEveryMs = 1_000
/** So many uneven looks among the last ones are a line that judders; fewer are a hiccup. */
const [unevenLooksMin, looksKept] = [4, 10]
/** Frames whose distances vary by more than this share of the mean are seen to judder. */
const variationMax = 0.6
/** A picture is kept smooth for so long at first, and twice as long each time that this was too short. */
const smoothMsMin = 60_000
const smoothMsMax = 30 * 60_000

/**
 * Decides whether the picture is shown as it comes, which is soonest, or smoothed by the browser, which costs some
 * tens of milliseconds. It changes rarely: each change joins the picture anew.
 */
export class JudderJudge {
  #last: PictureCounts | null = null
  #uneven: boolean[] = []
  #smoothUntilMs = Number.NEGATIVE_INFINITY
  #smoothMs = smoothMsMin

  /** A picture was joined: it counts from zero. */
  begin(): void {
    this.#last = null
    this.#uneven = []
  }

  /** Whether the picture should be smoothed from now on. @param nowMs of any clock */
  look(counts: PictureCounts, nowMs: number): boolean {
    const last = this.#last
    this.#last = counts
    if (nowMs < this.#smoothUntilMs) return true
    if (last) this.#uneven = [...this.#uneven, isUneven(last, counts)].slice(-looksKept)
    if (this.#uneven.filter(Boolean).length < unevenLooksMin) return false
    this.#smoothUntilMs = nowMs + this.#smoothMs
    this.#smoothMs = Math.min(this.#smoothMs * 2, smoothMsMax)
    this.#uneven = []
    return true
  }
}

function isUneven(last: PictureCounts, now: PictureCounts): boolean {
  const frames = now.framesDecoded - last.framesDecoded
  if (now.freezeCount > last.freezeCount) return true
  if (frames < 2) return false
  const mean = (now.totalInterFrameDelay - last.totalInterFrameDelay) / frames
  const variance = (now.totalSquaredInterFrameDelay - last.totalSquaredInterFrameDelay) / frames - mean ** 2
  return Math.sqrt(Math.max(0, variance)) > variationMax * mean
}
