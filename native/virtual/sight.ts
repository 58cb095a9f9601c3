import type { BallPosition } from './ball-path.ts'
import type { World } from './world.ts'

/** What the camera sees at one moment. */
export interface Sight {
  /** rad, clockwise. */
  readonly rotorAngle: number
  /** The ball while the shutter is open, oldest first; empty when there is none. */
  readonly ball: readonly BallPosition[]
  /** The number on which the dolly stands; null while there is none on the layout. */
  readonly marked: number | null
}

/** A fast shutter, in real time whatever the world's speed, s. */
const shutterSeconds = 1 / 250

/** The dealer calls the number, then puts the dolly on it, and takes it away before bets open; world s. */
const dollySeconds = 1.2

function markedOf({ stage, plan, time }: World): number | null {
  return stage.name === 'winning_number' && time - stage.from >= dollySeconds ? plan.pocket : null
}

/** What a camera sees of the world at its present moment. @param speed world seconds per second */
export function sightOf(world: World, speed: number): Sight {
  // Close enough that a fast ball leaves a streak and no row of balls.
  const moments = 4 + 2 * Math.ceil(speed)
  const ball: BallPosition[] = []
  for (let moment = moments - 1; moment >= 0; moment--) {
    const position = world.ball(world.time - (moment / (moments - 1)) * shutterSeconds * speed)
    if (position) ball.push(position)
  }
  return { rotorAngle: world.rotorAngle(world.time), ball, marked: markedOf(world) }
}
