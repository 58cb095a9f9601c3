/** What is needed of a wheel's sight: angles in rad clockwise in the picture, radius in parts of the printed numbers' outer edge. */
export interface BallSight {
  /** Middle of the zero pocket; null where no wheel is seen. */
  readonly zero: number | null
  readonly ball: SeenBall | null
}

export interface SeenBall {
  readonly place: 'pocket' | 'elsewhere'
  readonly angle: number
  readonly radius: number
  /** 0–1 */
  readonly certainty: number
}

/** The track lies outside of the printed numbers, whose outer edge is 1. */
const trackRadiusMin = 1.05

export const inTrack = ({ place, radius }: SeenBall): boolean => place === 'elsewhere' && radius >= trackRadiusMin
