import { utcNow } from '../frame/index.ts'

/** The mixer's time, passed in so that a test can hold it. */
export interface MixClock {
  /** ms, never backwards: for rhythm, transitions and holds. */
  now(): number
  /** UTC ms: for capture times and the timers of overlays. */
  utc(): number
  /** Calls once, `ms` from now. @returns takes the call back */
  after(ms: number, call: () => void): () => void
}

export const systemClock: MixClock = {
  now: () => performance.now(),
  utc: utcNow,
  after: (ms, call) => {
    const timer = setTimeout(call, ms)
    return () => clearTimeout(timer)
  },
}
