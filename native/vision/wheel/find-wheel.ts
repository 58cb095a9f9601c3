import type { RgbFrame } from '../frame.ts'
import type { WheelCalibration } from './calibration.ts'
import type { WheelEye } from './eye.ts'
import { fitRing } from './ring-fit.ts'
import { searchRings } from './ring-search.ts'
import type { WheelSight } from './sight.ts'
import { stripOf } from './strip.ts'

/** Times that a candidate is moved into place and looked at again. */
const rounds = 3
/** A ring that fits less is not looked at, 0–1. */
const ringScoreMin = 0.15
/** Red and black differ at least so much, of 255. */
const contrastMin = 15
/** Less sure than this is not found. */
const certaintyMin = 0.7

export interface FoundWheel {
  readonly calibration: WheelCalibration
  /** 0–1 */
  readonly certainty: number
}

/**
 * Where a wheel stands in one picture, without any hint; null when that is not certain. Takes a second or two, and nine
 * looks at the most.
 * @param told how much of the work is done, 0–1
 */
export async function findWheel(
  eye: WheelEye,
  frame: RgbFrame,
  told: (done: number) => void = () => {},
): Promise<FoundWheel | null> {
  told(0)
  const rings = searchRings(frame).filter(({ score }) => score >= ringScoreMin)
  let best: FoundWheel | null = null
  for (const [index, ring] of rings.entries()) {
    told((index + 1) / (rings.length + 1))
    const found = await settle(eye, frame, ring.calibration)
    if (found && found.certainty > (best?.certainty ?? certaintyMin)) best = found
  }
  told(1)
  return best
}

/** Moves a ring into place, first by its colours alone and then by where the eye sees zero, and looks how well a wheel fits. */
async function settle(eye: WheelEye, frame: RgbFrame, ring: WheelCalibration): Promise<FoundWheel | null> {
  let calibration = ring
  let zero: number | null = null
  for (let round = 0; round < rounds; round++) {
    const fitted = fitRing(frame, calibration, zero)
    if (fitted.contrast < contrastMin) return null
    calibration = fitted.calibration
    const sight = await eye.read(stripOf(frame, calibration))
    if (round === rounds - 1) return { calibration, certainty: certaintyOf(sight) }
    zero = sight.zero
  }
  return null
}

const certaintyOf = ({ zero, fit, phaseCertainty }: WheelSight): number => (zero === null ? 0 : fit * phaseCertainty)
