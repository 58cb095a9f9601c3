/** What the page knows of the server's clock. */
export interface ClockEstimate {
  /** Server's clock minus the page's, ms. */
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

/** The shorter question tells the time better, unless the older answer is too old. */
export function betterClock(known: ClockEstimate | undefined, sample: ClockEstimate): ClockEstimate {
  if (known === undefined || sample.roundTripMs <= known.roundTripMs) return sample
  return sample.measuredAtMs - known.measuredAtMs > estimateAgeMsMax ? sample : known
}
