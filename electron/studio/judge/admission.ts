import type { WheelReading } from '../../../native/vision/index.ts'

/** The time in which a picture certainly shows this round's ball: all UTC, ms. */
export interface SpinWindow {
  /** When the ball was known to be launched; null before that. */
  readonly launchedAt: number | null
  /** When the wheel began another spin; null while it has not. */
  readonly endedAt: number | null
}

/**
 * Why what the camera says does not count as this round's reading, in words; null when it counts. The ball of the round
 * before may lie in its pocket until the dealer takes it: only a ball that was seen to roll since the launch is this round's.
 *
 * @param confidenceMin 0–1, from the table's configuration
 * @param pictureDoubt what is wrong with the picture, in words; null when it is live
 */
export function visionDoubt(
  reading: WheelReading,
  spin: SpinWindow,
  confidenceMin: number,
  pictureDoubt: string | null,
): string | null {
  if (reading.kind !== 'resting' || reading.pocket === undefined) return absenceWords(reading)
  if (pictureDoubt !== null) return pictureDoubt
  if (reading.confidence < confidenceMin) {
    return `only ${percent(reading.confidence)} sure, ${percent(confidenceMin)} are needed`
  }
  if (spin.launchedAt === null || reading.capturedAt < spin.launchedAt) return 'captured before the ball was launched'
  if (spin.endedAt !== null && reading.capturedAt >= spin.endedAt) return 'captured after the next spin had begun'
  if (reading.rolledAt === null || reading.rolledAt < spin.launchedAt) {
    return 'the ball was not seen rolling in this round'
  }
  return null
}

/** Why a reading names no pocket, in words. */
export function absenceWords(reading: Pick<WheelReading, 'kind' | 'why'>): string {
  if (reading.kind === 'rolling') return 'the ball still rolls'
  switch (reading.why) {
    case 'no_wheel':
      return 'no wheel in the picture'
    case 'picture_frozen':
      return 'the picture is frozen'
    case 'between_pockets':
      return 'the ball lies between two pockets'
    case 'unclear':
      return 'what it shows is not clear'
    case 'too_few_frames':
      return 'too few frames to be sure'
    default:
      return 'no ball seen'
  }
}

/** Rounded down: 89.9 % must not read as the 90 % that it misses. */
function percent(fraction: number): string {
  return `${Math.floor(fraction * 100 + 1e-9)} %`
}
