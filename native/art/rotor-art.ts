import { type Canvas, createCanvas, type SKRSContext2D } from '@napi-rs/canvas'
import { conic, fullTurn, radial, ring, type Stops, slice, turnedMetal } from './art-tools.ts'
import { classicStyle } from './classic-style.ts'
import { drawCone } from './cone-art.ts'
import { pocketPitch, wheelOrder } from './wheel-geometry.ts'
import type { PocketColour, WheelStyle } from './wheel-style.ts'

/** Half the side of the square that holds a rotor, px of the picture. */
export const rotorHalfOf = (style: WheelStyle): number => style.radii.rotor + 3
export const rotorHalf = rotorHalfOf(classicStyle)

/** Source: the colours printed on every European wheel. */
const redNumbers = new Set([1, 3, 5, 7, 9, 12, 14, 16, 18, 19, 21, 23, 25, 27, 30, 32, 34, 36])
export const colourOf = (number: number): PocketColour =>
  number === 0 ? 'green' : redNumbers.has(number) ? 'red' : 'black'

/** The parts that turn together, from the deepest to the highest. */
type RotorPart = 'pockets' | 'numbers' | 'cone'
const allParts: readonly RotorPart[] = ['pockets', 'numbers', 'cone']

/** The part that turns, with zero at angle 0. Drawn once for each `scale`. @param parts of it, the others left clear */
export function drawRotor(scale: number, style = classicStyle, parts = allParts): Canvas {
  const [canvas, context] = rotorCanvas(scale, style)
  for (const part of parts) drawPart[part](context, style)
  return canvas
}

const drawPart: Readonly<Record<RotorPart, (context: SKRSContext2D, style: WheelStyle) => void>> = {
  pockets: drawPockets,
  numbers: drawNumbers,
  cone: (context, style) => {
    drawCone(context, style)
    drawMetalRing(context, style, style.radii.cone - style.rings.cone, style.radii.cone)
  },
}

function drawPockets(context: SKRSContext2D, style: WheelStyle): void {
  const { radii, pockets } = style
  ring(context, 0, radii.rotor)
  context.fillStyle = '#3a3b3e'
  context.fill()
  wheelOrder.forEach((number, index) => {
    const { floorOuter, floorInner } = pockets[colourOf(number)]
    slice(context, radii.cone, radii.pockets, (index - 0.5) * pocketPitch, (index + 0.5) * pocketPitch)
    context.fillStyle = radial(context, radii.cone, radii.pockets, [
      [0, floorInner],
      [0.45, floorOuter],
      [0.85, floorOuter],
      [1, floorInner],
    ])
    context.fill()
  })
  for (let index = 0; index < wheelOrder.length; index++) drawFret(context, style, (index + 0.5) * pocketPitch)
}

function drawFret(context: SKRSContext2D, { radii, frets }: WheelStyle, angle: number): void {
  const length = radii.pockets - radii.cone
  context.save()
  context.rotate(angle)
  context.fillStyle = `rgba(0, 0, 0, ${frets.shadow.alpha})`
  context.fillRect(radii.cone, 0.4, length, frets.shadow.width)
  const metal = context.createLinearGradient(radii.cone, 0, radii.pockets, 0)
  for (const [place, colour] of frets.stops) metal.addColorStop(place, colour)
  context.fillStyle = metal
  context.fillRect(radii.cone, -frets.width / 2, length, frets.width)
  context.restore()
}

function drawNumbers(context: SKRSContext2D, style: WheelStyle): void {
  const { radii, rings, pads, frets } = style
  const [inner, outer] = [radii.pockets, radii.numbers]
  if (pads) {
    ring(context, inner, outer)
    context.fillStyle = pads.ground
    context.fill()
  }
  wheelOrder.forEach((number, index) => {
    drawNumber(context, style, number, index * pocketPitch)
  })
  for (let index = 0; frets.line && index < wheelOrder.length; index++) {
    context.save()
    context.rotate((index + 0.5) * pocketPitch)
    context.fillStyle = frets.line.colour
    context.fillRect(inner, -frets.line.width / 2, outer - inner, frets.line.width)
    context.restore()
  }
  drawMetalRing(context, style, outer, radii.rotor)
  drawMetalRing(context, style, inner - rings.pockets / 2, inner + rings.pockets / 2)
}

function drawNumber(context: SKRSContext2D, style: WheelStyle, number: number, angle: number): void {
  const { radii, pads, numerals } = style
  const { ringOuter, ringInner } = style.pockets[colourOf(number)]
  const inset = pads?.inset ?? 0
  const half = pocketPitch / 2 - inset / radii.numbers
  slice(context, radii.pockets + inset, radii.numbers - inset, angle - half, angle + half)
  context.fillStyle = radial(context, radii.pockets, radii.numbers, [
    [0, ringInner],
    [1, ringOuter],
  ])
  context.fill()
  context.save()
  context.rotate(angle)
  context.translate((radii.pockets + radii.numbers) / 2 + 0.5, 0)
  context.rotate(Math.PI / 2 + numerals.turn)
  context.font = `${numerals.weight} ${numerals.size}px "${numerals.family}"`
  context.textAlign = 'center'
  context.textBaseline = 'alphabetic'
  context.fillStyle = numerals.colour
  // Digits are about this high above their baseline, half of it.
  context.fillText(String(number), 0, (numerals.size * 6.1) / 17)
  context.restore()
}

function drawMetalRing(context: SKRSContext2D, { rings }: WheelStyle, inner: number, outer: number): void {
  ring(context, inner, outer)
  context.fillStyle = conic(context, 0, rings.stops)
  context.fill()
}

function rotorCanvas(scale: number, style: WheelStyle): [Canvas, SKRSContext2D] {
  const half = rotorHalfOf(style)
  const side = Math.ceil(2 * half * scale)
  const canvas = createCanvas(side, side)
  const context = canvas.getContext('2d')
  context.scale(scale, scale)
  context.translate(half, half)
  return [canvas, context]
}

/** The cone's lacquer: two lamps, drawn out along its slope. */
const coneLight: Stops = [
  [0, 'rgba(255, 236, 208, 0)'],
  [0.06, 'rgba(255, 236, 208, 0.10)'],
  [0.1, 'rgba(255, 240, 216, 0.40)'],
  [0.14, 'rgba(255, 236, 208, 0.10)'],
  [0.22, 'rgba(0, 0, 0, 0.10)'],
  [0.45, 'rgba(0, 0, 0, 0.24)'],
  [0.56, 'rgba(255, 230, 196, 0.05)'],
  [0.6, 'rgba(255, 230, 196, 0.20)'],
  [0.65, 'rgba(255, 230, 196, 0.03)'],
  [0.85, 'rgba(0, 0, 0, 0.26)'],
  [1, 'rgba(255, 236, 208, 0)'],
]
const ringLight = turnedMetal.map(([place, colour]) => [place, `${colour}80`] as const)
/** Where the lamp stands: the reflections' beginning, rad. */
const lampFrom = -Math.PI * 0.92

/** The light that stays while the rotor turns: a transparent layer that lies over it. */
export function drawRotorLight(scale: number, style = classicStyle): Canvas {
  const { radii, rings, cone, shade } = style
  const [canvas, context] = rotorCanvas(scale, style)
  // The bowl's shadow on the lamp's side of the number ring.
  const shadow = context.createRadialGradient(14, 18, radii.cone, 14, 18, radii.rotor + 18)
  shadow.addColorStop(0, 'rgba(0, 0, 0, 0)')
  shadow.addColorStop(0.55, 'rgba(0, 0, 0, 0.06)')
  shadow.addColorStop(1, 'rgba(0, 0, 0, 0.5)')
  ring(context, radii.cone, radii.rotor)
  context.globalAlpha = shade
  context.fillStyle = shadow
  context.fill()
  ring(context, 0, radii.cone - rings.cone)
  context.globalAlpha = cone.gloss
  context.fillStyle = conic(context, lampFrom, coneLight)
  context.fill()
  // Highlights on the metal rings, where they face the lamp.
  context.globalAlpha = rings.gloss
  for (const radius of [radii.rotor - 1.5, radii.pockets, radii.cone - rings.cone / 2]) {
    context.lineWidth = 2.4
    context.strokeStyle = conic(context, lampFrom, ringLight)
    context.beginPath()
    context.arc(0, 0, radius, 0, fullTurn)
    context.stroke()
  }
  return canvas
}
