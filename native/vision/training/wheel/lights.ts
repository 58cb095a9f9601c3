/** Lamps, windows and their reflections on a wheel: what imitates a ball, or hides one. Lengths in radii of the numbers. */

import type { SKRSContext2D } from '@napi-rs/canvas'
import type { Random } from '../../../art/index.ts'
import { fullTurn, pocketCount, pocketPitch } from '../../../art/index.ts'
import { pick } from './chance.ts'
import type { Scene } from './scene.ts'
import type { Wheel } from './wheel.ts'

type Painter = (context: SKRSContext2D, random: Random, wheel: Wheel, scene: Scene) => void

/** Each with the share of pictures that show it. */
const painters: readonly (readonly [number, Painter])[] = [
  [0.45, hotSpots],
  [0.3, glints],
  [0.2, ghost],
  [0.25, sectors],
  [0.2, windows],
  [0.3, unevenness],
]

/** Over a picture seen from above whose unit is the numbers' radius. */
export function drawLights(context: SKRSContext2D, random: Random, wheel: Wheel, scene: Scene): void {
  for (const [share, paint] of painters) if (random.chance(share)) paint(context, random, wheel, scene)
}

function lampColour(random: Random): string {
  const warm = random.between(0, 1)
  return `255, ${Math.round(255 - 20 * warm)}, ${Math.round(255 - 60 * warm)}`
}

/** In radii of the ball. */
const spotSizes = {
  wide: [1.8, 7],
  speck: [0.1, 0.42],
  streak: [0.15, 0.4],
  like: [0.6, 1.3],
  faint: [0.7, 1.6],
  soft: [1, 2.2],
} as const
const spotsInPockets = ['wide', 'wide', 'speck', 'speck', 'streak', 'faint', 'soft', 'soft'] as const
const spotsElsewhere = ['wide', 'speck', 'streak', 'like', 'like', 'faint'] as const

/** Soft or hard spots anywhere; where balls rest only such as are no ball: larger, far smaller, softer or long. */
function hotSpots(context: SKRSContext2D, random: Random, { rest, ball }: Wheel): void {
  const count = 1 + random.below(5)
  for (let spot = 0; spot < count; spot++) {
    const angle = random.between(0, fullTurn)
    const radius = random.between(0.35, 1.5)
    const inPockets = radius > rest.inner - 2 * ball && radius < rest.outer + 2 * ball
    const kind = pick(random, inPockets ? spotsInPockets : spotsElsewhere)
    const [smallest, largest] = spotSizes[kind]
    const size = random.between(smallest, largest) * ball
    const alpha = kind === 'faint' ? random.between(0.12, 0.4) : random.between(0.4, 1)
    const long = kind === 'streak' ? random.between(4, 14) : random.between(1, 1.3)
    context.save()
    context.rotate(angle)
    context.translate(radius, 0)
    context.rotate(kind === 'streak' ? pick(random, [0, Math.PI / 2, random.between(0, fullTurn)]) : 0)
    context.scale(long, 1)
    blob(context, size, kind === 'soft' ? 0 : random.between(0, kind === 'wide' ? 0.4 : 0.9), lampColour(random), alpha)
    context.restore()
  }
}

/** @param core share of its size in which it is as bright as in its middle */
function blob(context: SKRSContext2D, size: number, core: number, colour: string, alpha: number): void {
  const light = context.createRadialGradient(0, 0, core * size, 0, 0, size)
  light.addColorStop(0, `rgba(${colour}, ${alpha})`)
  light.addColorStop(0.5, `rgba(${colour}, ${alpha * 0.4})`)
  light.addColorStop(1, `rgba(${colour}, 0)`)
  context.fillStyle = light
  context.beginPath()
  context.arc(0, 0, size, 0, fullTurn)
  context.fill()
}

/** Frets that face the lamp flash, along or at one end. */
function glints(context: SKRSContext2D, random: Random, { style, rest, ball }: Wheel, { rotor }: Scene): void {
  const lamp = random.between(0, fullTurn)
  const width = random.between(0.3, 1.4)
  const [from, until] = [style.radii.cone / style.radii.numbers, style.radii.pockets / style.radii.numbers]
  const atEnd = random.chance(0.5)
  const at = random.between(from, until)
  const alpha = random.between(0.4, 1)
  const thick = random.between(0.2, 0.55) * ball
  const colour = lampColour(random)
  for (let fret = 0; fret < pocketCount; fret++) {
    const angle = rotor + (fret + 0.5) * pocketPitch
    const facing = Math.cos(angle - lamp) - Math.cos(width)
    if (facing <= 0) continue
    context.save()
    context.rotate(angle)
    context.fillStyle = `rgba(${colour}, ${alpha * Math.min(1, facing * 3)})`
    context.beginPath()
    if (atEnd) context.ellipse(at, 0, thick, thick * 0.6, 0, 0, fullTurn)
    else context.rect(Math.max(from, at - 0.05), -thick / 3, Math.min(0.1, rest.outer - from), (thick * 2) / 3)
    context.fill()
    context.restore()
  }
}

/** The ball mirrored in the lacquer of cone, numbers or apron. */
function ghost(context: SKRSContext2D, random: Random, { ball: size }: Wheel, { ball, rotor }: Scene): void {
  if (!ball) return
  const angle = ball.state === 'resting' ? rotor + ball.angle : ball.angle
  const radius = ball.radius + pick(random, [-1, 1]) * random.between(2.2, 4.5) * size
  context.save()
  context.rotate(angle + random.between(-0.02, 0.02))
  context.translate(radius, 0)
  context.scale(random.between(0.6, 1.2), random.between(0.6, 1.1))
  blob(context, size * random.between(0.7, 1.1), random.between(0, 0.6), '240, 236, 226', random.between(0.12, 0.45))
  context.restore()
}

/** Lacquer shows a lamp as a bright sector. */
function sectors(context: SKRSContext2D, random: Random): void {
  const [inner, thick] = [random.between(0.3, 1.3), random.between(0.08, 0.5)]
  for (let sector = 0; sector < 1 + random.below(3); sector++) {
    const [middle, half] = [random.between(0, 1), random.between(0.01, 0.09)]
    const light = context.createConicGradient(middle * fullTurn - fullTurn / 2, 0, 0)
    const colour = random.chance(0.75) ? lampColour(random) : '0, 0, 0'
    light.addColorStop(0.5 - half, `rgba(${colour}, 0)`)
    light.addColorStop(0.5, `rgba(${colour}, ${random.between(0.1, 0.6)})`)
    light.addColorStop(0.5 + half, `rgba(${colour}, 0)`)
    context.fillStyle = light
    context.beginPath()
    context.arc(0, 0, inner + thick, 0, fullTurn)
    context.arc(0, 0, inner, 0, fullTurn, true)
    context.fill()
  }
}

/** A bright rectangle or band across everything. */
function windows(context: SKRSContext2D, random: Random): void {
  context.save()
  context.rotate(random.between(0, fullTurn))
  context.fillStyle = `rgba(${lampColour(random)}, ${random.between(0.06, 0.35)})`
  const [wide, high] = [random.between(0.05, 0.5), random.between(0.2, 4)]
  context.fillRect(random.between(-1.3, 1.3), random.between(-1.5, 0.5), wide, high)
  context.restore()
}

/** One side lies in the light, the other in shadow. */
function unevenness(context: SKRSContext2D, random: Random): void {
  const [x, y] = [random.between(-1.2, 1.2), random.between(-1.2, 1.2)]
  const light = context.createRadialGradient(x, y, random.between(0, 0.6), x, y, random.between(1.4, 3))
  const [near, far] = random.chance(0.5) ? ['255, 244, 226', '0, 0, 0'] : ['0, 0, 0', '0, 0, 0']
  light.addColorStop(0, `rgba(${near}, ${near === far ? 0 : random.between(0, 0.25)})`)
  light.addColorStop(1, `rgba(${far}, ${random.between(0.2, 0.7)})`)
  context.fillStyle = light
  context.fillRect(-2, -2, 4, 4)
}
