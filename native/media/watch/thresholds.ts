import type { SourceSettings } from '../messages/index.ts'
import type { GradedLimits } from './graded.ts'

/** What goes wrong for less than this is a hiccup; with ten judgements a second a fault is told within 500 ms. */
const worseForMs = 250
const betterForMs = 1_000
/** Only one of the two levels. */
const never = Number.POSITIVE_INFINITY
const halfTrue = 0.5

export interface Thresholds {
  readonly slow: GradedLimits
  /** Of missing, repeated and damaged frames. */
  readonly parts: GradedLimits
  readonly black: GradedLimits
  readonly frozen: GradedLimits
  readonly frozenMs: number
  readonly exposure: GradedLimits
  readonly silenceDbfs: number
  readonly silentMs: number
  readonly silent: GradedLimits
  readonly clipping: GradedLimits
  readonly drift: GradedLimits
}

/** The rates and parts at which OBS Studio's stats dock turns amber and red, unless the source's settings say others. */
export function thresholdsOf({ watch }: Pick<SourceSettings, 'watch'>): Thresholds {
  return {
    slow: { attention: 1 - (watch.fpsAttention ?? 0.95), alarm: 1 - (watch.fpsAlarm ?? 0.8), worseForMs, betterForMs },
    // A part of the last 10 s is steady enough by itself.
    parts: { attention: watch.droppedAttention ?? 0.01, alarm: watch.droppedAlarm ?? 0.05, worseForMs: 0, betterForMs },
    black: { attention: never, alarm: halfTrue, worseForMs, betterForMs: worseForMs },
    frozen: { attention: never, alarm: halfTrue, worseForMs: 0, betterForMs: 0 },
    // A wheel always turns, a live camera always trembles.
    frozenMs: watch.frozenMs ?? 2_000,
    exposure: { attention: halfTrue, alarm: never, worseForMs, betterForMs: worseForMs },
    silenceDbfs: watch.silenceDbfs ?? -60,
    // A dealer pauses, a room does not: without any sound for this long the microphone is off.
    silentMs: watch.silentMs ?? 5_000,
    silent: { attention: never, alarm: halfTrue, worseForMs: 0, betterForMs: worseForMs },
    // Of the ten levels of the last second, those at full scale: a clap is one or two.
    clipping: { attention: 2, alarm: 5, worseForMs: 0, betterForMs },
    // ms either way: EBU R 37 allows + 40 and − 60 at the end of a chain.
    drift: { attention: 40, alarm: 100, worseForMs, betterForMs },
  }
}
