/** What happens on a wheel at one moment, and how a camera and the light show it: drawn by chance. */

import type { Random } from '../../../art/index.ts'
import { pocketCount, pocketPitch } from '../../../art/index.ts'
import { type CameraPlace, WheelCamera } from './camera.ts'
import { pick, rather } from './chance.ts'
import type { Wheel } from './wheel.ts'

/** Angles in rad clockwise, lengths in radii of the printed numbers. */
export interface Ball {
  readonly state: 'resting' | 'rolling'
  /** Against the rotor when it rests, against the picture when it rolls. */
  readonly angle: number
  readonly radius: number
  readonly height: number
  /** How far it ran while the shutter was open. */
  readonly streak: number
}

export interface Scene {
  readonly camera: WheelCamera
  readonly rotor: number
  /** How far the rotor turned while the shutter was open. */
  readonly smear: number
  readonly ball: Ball | null
  /** Index of the pocket clockwise from zero; null unless the ball rests. */
  readonly slot: number | null
}

/** Shares of pictures: the ball rests, rolls, or is not there. */
const shares = { resting: 0.55, rolling: 0.33 } as const
/** Seen straight from above, otherwise up to this far aside. */
const straightShare = 0.3
const tiltMax = (15.5 * Math.PI) / 180

export function sceneOf(random: Random, wheel: Wheel, place: Pick<CameraPlace, 'middle' | 'radiusPx'>): Scene {
  const camera = new WheelCamera({
    ...place,
    tilt: random.chance(straightShare) ? 0 : random.between(0, tiltMax),
    towards: random.between(0, 2 * Math.PI),
    distance: random.between(3.5, 12),
  })
  const rotor = random.between(0, 2 * Math.PI)
  const smear = random.chance(0.5) ? 0 : rather(random, 0, 0.07)
  const dice = random.between(0, 1)
  if (dice < shares.resting) {
    const slot = random.below(pocketCount)
    return { camera, rotor, smear, slot, ball: restingBall(random, wheel, slot) }
  }
  const ball = dice < shares.resting + shares.rolling ? rollingBall(random, wheel, rotor) : null
  return { camera, rotor, smear, slot: null, ball }
}

/** Anywhere in its pocket where frets leave it room. */
function restingBall(random: Random, { rest, ball, heights }: Wheel, slot: number): Ball {
  const radius = random.between(rest.inner, Math.max(rest.inner, rest.outer))
  const room = Math.max(0, pocketPitch / 2 - (ball * 1.05) / radius - 0.006)
  const lean = random.chance(0.4) ? 0 : random.between(-room, room)
  return { state: 'resting', angle: slot * pocketPitch + lean, radius, height: heights.pockets + ball, streak: 0 }
}

/** In the track, falling, over the numbers, on the cone, or above the frets. */
function rollingBall(random: Random, wheel: Wheel, rotor: number): Ball {
  const { style, rest, ball, heights } = wheel
  const parts = ['trackInner', 'rim', 'rotor', 'numbers', 'cone'] as const
  const [trackInner, rim, rotorEdge, numbers, cone] = parts.map((part) => style.radii[part] / style.radii.numbers) as [
    number,
    number,
    number,
    number,
    number,
  ]
  const angle = random.between(0, 2 * Math.PI)
  const streak = random.chance(0.45) ? 0 : rather(random, 0, 0.35)
  const at = (inner: number, outer: number, height: number): Ball => ({
    state: 'rolling',
    angle,
    radius: random.between(inner, Math.max(inner, outer)),
    height,
    streak,
  })
  const combined = rest.outer > 0.905
  const where = pick(random, [
    'track',
    'track',
    'track',
    'track',
    'apron',
    'apron',
    'edge',
    'numbers',
    'cone',
    'fret',
    'run',
  ])
  if (where === 'track') return at(Math.max(trackInner - 0.02, rim - 2.4 * ball), rim - ball, heights.track)
  if (where === 'apron') return at(rotorEdge + ball, trackInner, heights.bowl)
  if (where === 'edge') return at(combined ? numbers + 0.6 * ball : numbers - ball, rotorEdge + 2 * ball, ball)
  if (where === 'numbers' && !combined) return at(rest.outer + 1.6 * ball, numbers, random.between(ball, 0.15))
  if (where === 'cone') return at(0.38, cone - 1.5 * ball, heights.cone + ball)
  const over = { ...at(rest.inner, rest.outer, random.between(ball, 0.12)) }
  // Over the middle of a fret it cannot rest; nor does it where it draws a streak over the pockets.
  if (where === 'fret') {
    const slot = random.below(pocketCount) + 0.5 + random.between(-0.06, 0.06)
    return { ...over, angle: rotor + slot * pocketPitch, streak: 0 }
  }
  return { ...over, streak: random.between(1.2, 2.6) * pocketPitch }
}
