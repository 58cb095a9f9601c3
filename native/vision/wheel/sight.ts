import { ballOf, type SeenBall } from './ball.ts'
import { pocketCount, wheelOrder } from './pattern.ts'
import { RingColours, sightColumns } from './phase.ts'

/** From this mean probability of its colours on there is a wheel; from the lower one if its phase is sure. A black picture has 0.41. */
const fitSure = 0.6
const fitMin = 0.42
const phaseCertaintyMin = 0.995
/**
 * From here on a ball is seen; up to the last there is none; between them is doubt. For a ball at rest: no spot of the
 * validation pictures on which none rests looks more like one.
 */
const restingMin = 0.98
const rollingMin = 0.5
const noBallMax = 0.06
/** Something else may look like a ball by so much. */
const rivalMax = 0.4
/** Further than this from a pocket's middle, in pockets, it may as well be the next. */
const offCentreMax = 0.36

/** What one picture alone shows of a wheel. Angles are parameters of the calibrated ellipse: rad, clockwise from its rx axis. */
export interface WheelSight {
  readonly state: 'resting' | 'rolling' | 'none' | 'no_read'
  /** Of the state, 0–1; 0 without a reading. */
  readonly confidence: number
  /** In which the ball lies; null when it does not rest, or not surely. */
  readonly pocket: number | null
  /** Why there is no reading. */
  readonly why: 'no_wheel' | 'phase_unsure' | 'ball_unsure' | 'two_balls' | 'between_pockets' | null
  /** Middle of the zero pocket; null when no wheel is seen. */
  readonly zero: number | null
  readonly phaseCertainty: number
  /** Mean probability of the colours where the sequence has them, 0–1. */
  readonly fit: number
  /** The best candidate, even if it is none; null when no wheel is seen. */
  readonly ball: {
    readonly place: 'pocket' | 'elsewhere'
    readonly angle: number
    /** In parts of the calibrated ellipse. */
    readonly radius: number
    readonly certainty: number
    /** How much another place looks like a ball, 0–1. */
    readonly rival: number
  } | null
  /** The ball's place in pockets clockwise from the middle of zero, −18.5 to 18.5, by the pockets near it; null when no wheel is seen. */
  readonly fromZero: number | null
}

/** What the model says of a strip. */
export interface WheelOutputs {
  /** Logits of red, black and green: 3 × 296. */
  readonly colours: Float32Array
  /** Logits of a ball in a pocket and elsewhere, its offset in columns, its radius: 4 × 296. */
  readonly ball: Float32Array
}

const angleOf = (column: number): number => (column / sightColumns) * 2 * Math.PI

export function sightOf({ colours, ball }: WheelOutputs): WheelSight {
  const ring = new RingColours(colours)
  const { certainty: phaseCertainty, fit } = ring
  const blind = { zero: null, phaseCertainty, fit, ball: null, fromZero: null, pocket: null, confidence: 0 }
  const wheel = fit >= fitSure || (fit >= fitMin && phaseCertainty >= phaseCertaintyMin)
  if (!wheel) return { state: 'no_read', why: 'no_wheel', ...blind }
  const seen = ballOf(ball)
  const pockets = ((seen.column - ring.zeroNear(seen.column)) / sightColumns) * pocketCount
  const fromZero = pockets - Math.round(pockets / pocketCount) * pocketCount
  return {
    ...judge(ring, seen, fromZero),
    ...{ zero: angleOf(ring.zero), phaseCertainty, fit, fromZero },
    ball: {
      place: seen.place,
      angle: angleOf(seen.column),
      radius: seen.radius,
      certainty: seen.certainty,
      rival: seen.rival,
    },
  }
}

type Judged = Pick<WheelSight, 'state' | 'confidence' | 'pocket' | 'why'>

function judge(ring: RingColours, ball: SeenBall, fromZero: number): Judged {
  const doubt = (why: WheelSight['why']): Judged => ({ state: 'no_read', confidence: 0, pocket: null, why })
  if (ball.certainty <= noBallMax) return { state: 'none', confidence: 1 - ball.certainty, pocket: null, why: null }
  if (ball.certainty < (ball.place === 'pocket' ? restingMin : rollingMin)) return doubt('ball_unsure')
  if (ball.rival > rivalMax) return doubt('two_balls')
  const alone = ball.certainty * shareOf(ball)
  if (ball.place === 'elsewhere') return { state: 'rolling', confidence: alone, pocket: null, why: null }
  if (ring.certainty < phaseCertaintyMin) return doubt('phase_unsure')
  const place = Math.round(fromZero)
  if (Math.abs(fromZero - place) > offCentreMax) return doubt('between_pockets')
  const pocket = wheelOrder[(place + pocketCount) % pocketCount] ?? null
  return { state: 'resting', confidence: alone * ring.certainty, pocket, why: null }
}

/** The ball's odds against those of its rival, as a share. */
function shareOf({ certainty, rival }: SeenBall): number {
  const against = rival * (1 - certainty)
  return 1 - against / (certainty * (1 - rival) + against)
}
