/** What the network is to see in a strip. */

import { colourOf, pocketCount, pocketPitch, wheelOrder } from '../../../art/index.ts'
import { type Ellipse, type Point, polarOf } from './camera.ts'
import type { Scene } from './scene.ts'
import type { Wheel } from './wheel.ts'

export const readColumns = 296
const classOf = { red: 0, black: 1, green: 2 } as const
/** Columns this near to the edge of a pocket may be of either colour, in pockets; they are marked with this. */
const edgeOfPocket = 0.12
const eitherColour = 255

/** Columns of 296 are clockwise from the ellipse's rx axis, radii in those of the ellipse. */
export interface Label {
  readonly colours: Uint8Array
  /** 0 none, 1 resting, 2 rolling. */
  readonly state: 0 | 1 | 2
  readonly ballColumn: number
  readonly ballRadius: number
  /** Index clockwise from zero; −1 unless the ball rests. */
  readonly slot: number
  /** Where the middle of zero is seen. */
  readonly zeroColumn: number
}

export function labelOf(wheel: Wheel, { camera, rotor, ball, slot }: Scene, ellipse: Ellipse): Label {
  const columnOf = (angle: number): number => {
    const { radius, height } = wheel.colours
    const seen = camera.seen({ x: Math.cos(angle) * radius, y: Math.sin(angle) * radius }, height)
    return columnAt(polarOf(ellipse, seen).angle)
  }
  const colours = new Uint8Array(readColumns).fill(eitherColour)
  for (const [index, number] of wheelOrder.entries()) {
    const middle = rotor + index * pocketPitch
    const from = columnOf(middle - (0.5 - edgeOfPocket) * pocketPitch)
    const span = (columnOf(middle + (0.5 - edgeOfPocket) * pocketPitch) - from + readColumns) % readColumns
    for (let column = Math.ceil(from - 0.5); column + 0.5 <= from + span; column++)
      colours[(column + readColumns) % readColumns] = classOf[colourOf(number)]
  }
  const seen = ball && polarOf(ellipse, camera.seen(ballPlace(rotor, ball), ball.height))
  return {
    colours,
    state: ball === null ? 0 : ball.state === 'resting' ? 1 : 2,
    ballColumn: seen ? columnAt(seen.angle) : 0,
    ballRadius: seen?.radius ?? 0,
    slot: slot === null ? -1 : slot % pocketCount,
    zeroColumn: columnOf(rotor),
  }
}

function ballPlace(rotor: number, { state, angle, radius }: NonNullable<Scene['ball']>): Point {
  const turned = state === 'resting' ? rotor + angle : angle
  return { x: Math.cos(turned) * radius, y: Math.sin(turned) * radius }
}

/** In [0, 296); a column's middle lies at its index plus a half. */
const columnAt = (angle: number): number => ((((angle / (2 * Math.PI)) % 1) + 1) % 1) * readColumns
