import { type Canvas, createCanvas, type SKRSContext2D } from '@napi-rs/canvas'
import { conic, fontFamily, fullTurn, radial, ring, slice, turnedMetal, woodGrain } from './art-tools.ts'
import { randomStream } from './random.ts'
import { pocketPitch, radii, wheelOrder } from './wheel-geometry.ts'

/** Half the side of the square that holds the rotor, px of the picture. */
export const rotorHalf = radii.rotor + 3

/** Source: the colours printed on every European wheel. */
const redNumbers = new Set([1, 3, 5, 7, 9, 12, 14, 16, 18, 19, 21, 23, 25, 27, 30, 32, 34, 36])
export const colourOf = (number: number) => (number === 0 ? 'green' : redNumbers.has(number) ? 'red' : 'black')
/** Outer and inner colour of the number ring, then of the pocket's floor. */
const paints = {
  green: ['#0d8a44', '#0a6f37', '#0a5f30', '#053a1d'],
  red: ['#c4161f', '#a31018', '#8d0e15', '#51070b'],
  black: ['#1d1d20', '#141416', '#131315', '#070708'],
} as const

/** The part that turns, with zero at angle 0. Drawn once for each `scale`. */
export function drawRotor(scale: number): Canvas {
  const [canvas, context] = rotorCanvas(scale)
  ring(context, 0, radii.rotor)
  context.fillStyle = '#3a3b3e'
  context.fill()
  wheelOrder.forEach((number, index) => {
    drawPocket(context, number, index * pocketPitch)
  })
  for (let index = 0; index < wheelOrder.length; index++) drawFret(context, (index + 0.5) * pocketPitch)
  drawCone(context)
  drawRings(context)
  return canvas
}

function drawPocket(context: SKRSContext2D, number: number, angle: number): void {
  const [ringOuter, ringInner, floorOuter, floorInner] = paints[colourOf(number)]
  const [from, until] = [angle - pocketPitch / 2, angle + pocketPitch / 2]
  slice(context, radii.pockets, radii.numbers, from, until)
  context.fillStyle = radial(context, radii.pockets, radii.numbers, [
    [0, ringInner],
    [1, ringOuter],
  ])
  context.fill()
  slice(context, radii.cone, radii.pockets, from, until)
  context.fillStyle = radial(context, radii.cone, radii.pockets, [
    [0, floorInner],
    [0.45, floorOuter],
    [0.85, floorOuter],
    [1, floorInner],
  ])
  context.fill()
  context.save()
  context.rotate(angle)
  context.translate((radii.pockets + radii.numbers) / 2 + 0.5, 0)
  context.rotate(Math.PI / 2)
  context.font = `700 17px "${fontFamily}"`
  context.textAlign = 'center'
  context.textBaseline = 'alphabetic'
  context.fillStyle = '#f3efe4'
  context.fillText(String(number), 0, 6.1)
  context.restore()
}

function drawFret(context: SKRSContext2D, angle: number): void {
  context.save()
  context.rotate(angle)
  context.fillStyle = 'rgba(0, 0, 0, 0.5)'
  context.fillRect(radii.cone, 0.4, radii.pockets - radii.cone, 2.2)
  const metal = context.createLinearGradient(radii.cone, 0, radii.pockets, 0)
  metal.addColorStop(0, '#8d8d90')
  metal.addColorStop(0.5, '#c9c9c8')
  metal.addColorStop(1, '#98989a')
  context.fillStyle = metal
  context.fillRect(radii.cone, -0.9, radii.pockets - radii.cone, 1.8)
  context.fillStyle = 'rgba(214, 196, 150, 0.75)'
  context.fillRect(radii.pockets, -0.5, radii.numbers - radii.pockets, 1)
  context.restore()
}

function drawCone(context: SKRSContext2D): void {
  context.save()
  ring(context, 0, radii.cone)
  context.clip()
  context.fillStyle = radial(context, 0, radii.cone, [
    [0, '#7a4420'],
    [0.45, '#643415'],
    [0.9, '#3f1d0a'],
    [1, '#211005'],
  ])
  context.fillRect(-radii.cone, -radii.cone, 2 * radii.cone, 2 * radii.cone)
  const random = randomStream(2, 'cone')
  woodGrain(context, random, 30, radii.cone, 700, 1)
  // Inlaid rays between cone and turret: they make the turning seen.
  for (let ray = 0; ray < 8; ray++) {
    context.save()
    context.rotate((ray * fullTurn) / 8)
    context.beginPath()
    context.moveTo(62, 0)
    context.lineTo(96, -7)
    context.lineTo(128, 0)
    context.lineTo(96, 7)
    context.closePath()
    context.fillStyle = ray % 2 === 0 ? '#2c1206' : '#8f5a2c'
    context.fill()
    context.lineWidth = 0.9
    context.strokeStyle = 'rgba(224, 196, 140, 0.75)'
    context.stroke()
    context.restore()
  }
  context.restore()
  drawTurret(context)
}

/** Brass, lit from above in its own frame; the fixed light lies over it. */
const brass = ['#fff3cf', '#e0bd72', '#a87a35', '#5c3c12'] as const

function drawTurret(context: SKRSContext2D): void {
  context.save()
  context.shadowColor = 'rgba(0, 0, 0, 0.55)'
  context.shadowBlur = 9
  for (let arm = 0; arm < 4; arm++) {
    context.save()
    context.rotate((arm * fullTurn) / 4)
    const bar = context.createLinearGradient(0, -5, 0, 5)
    bar.addColorStop(0, brass[3])
    bar.addColorStop(0.35, brass[0])
    bar.addColorStop(0.6, brass[1])
    bar.addColorStop(1, brass[3])
    context.fillStyle = bar
    context.beginPath()
    context.moveTo(0, -5)
    context.lineTo(56, -3)
    context.lineTo(56, 3)
    context.lineTo(0, 5)
    context.fill()
    context.restore()
    const [x, y] = [Math.cos((arm * fullTurn) / 4) * 59, Math.sin((arm * fullTurn) / 4) * 59]
    drawBrassDome(context, x, y, 7)
  }
  drawBrassDome(context, 0, 0, 30)
  context.restore()
  for (const radius of [30, 21, 12]) {
    context.strokeStyle = 'rgba(70, 42, 10, 0.55)'
    context.lineWidth = 1
    context.beginPath()
    context.arc(0, 0, radius, 0, fullTurn)
    context.stroke()
  }
  drawBrassDome(context, 0, 0, 10)
}

function drawBrassDome(context: SKRSContext2D, x: number, y: number, radius: number): void {
  const dome = context.createRadialGradient(x, y, radius * 0.05, x, y, radius)
  dome.addColorStop(0, brass[0])
  dome.addColorStop(0.35, brass[1])
  dome.addColorStop(0.8, brass[2])
  dome.addColorStop(1, brass[3])
  context.fillStyle = dome
  context.beginPath()
  context.arc(x, y, radius, 0, fullTurn)
  context.fill()
}

function drawRings(context: SKRSContext2D): void {
  const metal = conic(context, 0, [
    [0, '#b9b9b8'],
    [0.25, '#8f8f92'],
    [0.5, '#b9b9b8'],
    [0.75, '#8f8f92'],
    [1, '#b9b9b8'],
  ])
  for (const [inner, outer] of [
    [radii.numbers, radii.rotor],
    [radii.pockets - 1.2, radii.pockets + 1.2],
    [radii.cone - 2.4, radii.cone],
  ] as const) {
    ring(context, inner, outer)
    context.fillStyle = metal
    context.fill()
  }
}

function rotorCanvas(scale: number): [Canvas, SKRSContext2D] {
  const side = Math.ceil(2 * rotorHalf * scale)
  const canvas = createCanvas(side, side)
  const context = canvas.getContext('2d')
  context.scale(scale, scale)
  context.translate(rotorHalf, rotorHalf)
  return [canvas, context]
}

/** The light that stays while the rotor turns: a transparent layer that lies over it. */
export function drawRotorLight(scale: number): Canvas {
  const [canvas, context] = rotorCanvas(scale)
  // The bowl's shadow on the lamp's side of the number ring.
  const shadow = context.createRadialGradient(14, 18, radii.cone, 14, 18, radii.rotor + 18)
  shadow.addColorStop(0, 'rgba(0, 0, 0, 0)')
  shadow.addColorStop(0.55, 'rgba(0, 0, 0, 0.06)')
  shadow.addColorStop(1, 'rgba(0, 0, 0, 0.5)')
  ring(context, radii.cone, radii.rotor)
  context.fillStyle = shadow
  context.fill()
  // The cone's lacquer: two lamps, drawn out along its slope.
  ring(context, 0, radii.cone - 2.4)
  context.fillStyle = conic(context, -Math.PI * 0.92, [
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
  ])
  context.fill()
  // Highlights on the metal rings, where they face the lamp.
  for (const radius of [radii.rotor - 1.5, radii.pockets, radii.cone - 1.2]) {
    context.lineWidth = 2.4
    context.strokeStyle = conic(context, -Math.PI * 0.92, turnedMetalLight)
    context.beginPath()
    context.arc(0, 0, radius, 0, fullTurn)
    context.stroke()
  }
  return canvas
}

const turnedMetalLight = turnedMetal.map(([place, colour]) => [place, `${colour}80`] as const)
