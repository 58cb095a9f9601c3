/** A clock that has run this far from the system's is set again: the computer slept, or its time was corrected. */
const driftMsMax = 100

/**
 * UTC in ms with fractions, from the monotonic clock: between two corrections it never jumps, so that frame distances are
 * true. Capture times, RTP timestamps and sender reports all come from here.
 */
let anchor = Date.now() - performance.now()

export function utcNow(): number {
  const now = anchor + performance.now()
  const system = Date.now()
  if (Math.abs(system - now) <= driftMsMax) return now
  anchor = system - performance.now()
  return system
}
