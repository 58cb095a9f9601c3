/** What one process knows of the clock of another that answers its questions. */
export interface ClockEstimate {
  /** The other's clock minus its own, ms. */
  readonly offsetMs: number
  /** How long the question took; the offset is right to half of it. */
  readonly roundTripMs: number
  readonly measuredAtMs: number
}

/** An estimate is kept against a worse one for so long; afterwards clocks may have drifted. */
const estimateAgeMsMax = 60_000

/** @param sentAtMs when the question left; @param receivedAtMs when the answer with `serverAtMs` came; all ms. */
export function estimateClock(sentAtMs: number, receivedAtMs: number, serverAtMs: number): ClockEstimate {
  return {
    offsetMs: serverAtMs - (sentAtMs + receivedAtMs) / 2,
    roundTripMs: receivedAtMs - sentAtMs,
    measuredAtMs: receivedAtMs,
  }
}

/** The shorter question tells the time better, unless the older answer is too old or cannot be true any more: a clock was set. */
export function betterClock(known: ClockEstimate | undefined, sample: ClockEstimate): ClockEstimate {
  if (known === undefined || sample.roundTripMs <= known.roundTripMs) return sample
  const apartMs = Math.abs(sample.offsetMs - known.offsetMs)
  if (apartMs > (sample.roundTripMs + known.roundTripMs) / 2) return sample
  return sample.measuredAtMs - known.measuredAtMs > estimateAgeMsMax ? sample : known
}
