/**
 * How things of the virtual studio are drawn: the wheel in any style, metals and woods, and seeded chance. Pure: a canvas and
 * numbers in, a picture out. It must never know what is filmed, or what a picture is for.
 */
export { fontFamily, fullTurn, type Stops, type Surface } from './art-tools.ts'
export { drawBowl } from './bowl-art.ts'
export { classicStyle } from './classic-style.ts'
export { type Random, randomStream } from './random.ts'
export { colourOf, drawRotor, drawRotorLight, rotorHalf, rotorHalfOf } from './rotor-art.ts'
export {
  deflectorAngle,
  deflectorCount,
  picture,
  pocketCount,
  pocketPitch,
  radii,
  wheelOrder,
} from './wheel-geometry.ts'
export type {
  Frets,
  MetalRings,
  Numerals,
  PocketColour,
  PocketPaint,
  Rays,
  Turret,
  WheelRadii,
  WheelStyle,
} from './wheel-style.ts'
