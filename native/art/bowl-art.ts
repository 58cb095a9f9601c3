import type { SKRSContext2D } from '@napi-rs/canvas'
import { conic, drawSurface, fullTurn, ring, type Stops } from './art-tools.ts'
import { classicStyle } from './classic-style.ts'
import { type Random, randomStream } from './random.ts'
import type { WheelStyle } from './wheel-style.ts'

/** What never moves of a wheel around the origin: the bowl with its track, and the deflectors. */
export function drawBowl(context: SKRSContext2D, style: WheelStyle = classicStyle): void {
  const random = randomStream(1, 'bowl')
  drawShadow(context, style)
  drawRim(context, style, random)
  drawTrack(context, style, random)
  drawApron(context, style, random)
  drawDeflectors(context, style)
  drawGap(context, style)
}

/** The wheel stands on the table: a soft shadow, away from the lamp at the upper left. */
function drawShadow(context: SKRSContext2D, { radii }: WheelStyle): void {
  context.save()
  context.shadowColor = 'rgba(0, 0, 0, 0.75)'
  context.shadowBlur = 46
  context.shadowOffsetX = 14
  context.shadowOffsetY = 20
  context.fillStyle = '#120804'
  context.beginPath()
  context.arc(0, 0, radii.bowl - 1, 0, fullTurn)
  context.fill()
  context.restore()
}

/** The lacquer's reflection of two lamps, along a ring. */
const lacquer: Stops = [
  [0, 'rgba(255, 232, 200, 0)'],
  [0.08, 'rgba(255, 232, 200, 0.30)'],
  [0.17, 'rgba(255, 232, 200, 0)'],
  [0.5, 'rgba(0, 0, 0, 0.22)'],
  [0.58, 'rgba(255, 225, 190, 0.10)'],
  [0.66, 'rgba(0, 0, 0, 0.18)'],
  [1, 'rgba(255, 232, 200, 0)'],
]
/** The rim's shadow falls into the track on the lamp's side; the far side catches the light. */
const trackLight: Stops = [
  [0, 'rgba(0, 0, 0, 0.30)'],
  [0.16, 'rgba(0, 0, 0, 0.40)'],
  [0.4, 'rgba(0, 0, 0, 0)'],
  [0.58, 'rgba(255, 214, 168, 0.15)'],
  [0.76, 'rgba(0, 0, 0, 0)'],
  [1, 'rgba(0, 0, 0, 0.30)'],
]
/** Where the lamp stands: the reflections' beginning, rad. */
const lampFrom = -Math.PI * 0.92

function drawRim(context: SKRSContext2D, { radii, rim, rimRing }: WheelStyle, random: Random): void {
  drawSurface(context, random, rim, radii.rim, radii.bowl, conic(context, lampFrom, lacquer))
  ring(context, radii.rim - 3.5, radii.rim + 0.5)
  context.fillStyle = conic(context, lampFrom, rimRing)
  context.fill()
}

function drawTrack(context: SKRSContext2D, { radii, track }: WheelStyle, random: Random): void {
  drawSurface(context, random, track, radii.trackInner, radii.rim - 3.5, conic(context, lampFrom, trackLight))
}

function drawApron(context: SKRSContext2D, { radii, apron }: WheelStyle, random: Random): void {
  const outer = radii.trackInner
  drawSurface(context, random, apron, radii.rotor, outer, conic(context, lampFrom + Math.PI, lacquer))
  context.save()
  context.globalAlpha = apron.gloss
  context.lineWidth = 1.2
  context.strokeStyle = conic(context, lampFrom + Math.PI, [
    [0, 'rgba(255, 214, 160, 0.45)'],
    [0.5, 'rgba(20, 8, 2, 0.6)'],
    [1, 'rgba(255, 214, 160, 0.45)'],
  ])
  context.beginPath()
  context.arc(0, 0, outer, 0, fullTurn)
  context.stroke()
  context.restore()
}

function drawDeflectors(context: SKRSContext2D, style: WheelStyle): void {
  const { count } = style.deflectors
  for (let index = 0; index < count; index++)
    drawDeflector(context, style, ((index + 0.5) * fullTurn) / count, index % 2 === 0)
}

/** A metal diamond with four facets; every second one lies across. */
function drawDeflector(context: SKRSContext2D, style: WheelStyle, angle: number, upright: boolean): void {
  const { long, short, mean, swing } = style.deflectors
  const { deflector } = style.radii
  context.save()
  context.translate(Math.cos(angle) * deflector, Math.sin(angle) * deflector)
  context.rotate(angle)
  const [along, across] = upright ? [long, short] : [short, long]
  const corners = [
    [along, 0],
    [0, across],
    [-along, 0],
    [0, -across],
  ] as const
  context.save()
  context.shadowColor = 'rgba(0, 0, 0, 0.65)'
  context.shadowBlur = 5
  context.shadowOffsetX = 2
  context.shadowOffsetY = 3
  context.fillStyle = '#555'
  context.beginPath()
  for (const [x, y] of corners) context.lineTo(x, y)
  context.closePath()
  context.fill()
  context.restore()
  corners.forEach(([x, y], index) => {
    const [nextX, nextY] = corners[(index + 1) % 4] ?? [0, 0]
    // A facet is as bright as it faces the lamp.
    const facing = Math.cos(Math.atan2(y + nextY, x + nextX) + angle - (lampFrom + 0.5))
    const grey = Math.round(mean + swing * facing)
    context.fillStyle = `rgb(${grey}, ${grey}, ${grey + 3})`
    context.beginPath()
    context.moveTo(0, 0)
    context.lineTo(x, y)
    context.lineTo(nextX, nextY)
    context.closePath()
    context.fill()
  })
  context.restore()
}

/** The dark slit between bowl and rotor. */
function drawGap(context: SKRSContext2D, { radii }: WheelStyle): void {
  context.fillStyle = '#070403'
  context.beginPath()
  context.arc(0, 0, radii.rotor + 1.5, 0, fullTurn)
  context.fill()
}
