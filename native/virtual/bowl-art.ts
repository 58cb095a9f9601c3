import type { SKRSContext2D } from '@napi-rs/canvas'
import { conic, fullTurn, radial, ring, turnedMetal, woodGrain } from './art-tools.ts'
import { type Random, randomStream } from './random.ts'
import { deflectorAngle, deflectorCount, radii } from './wheel-geometry.ts'

/** What never moves of a wheel around the origin: the bowl with its track, and the deflectors. */
export function drawBowl(context: SKRSContext2D): void {
  const random = randomStream(1, 'bowl')
  drawShadow(context)
  drawRim(context, random)
  drawTrack(context, random)
  drawApron(context, random)
  for (let index = 0; index < deflectorCount; index++) drawDeflector(context, deflectorAngle(index), index % 2 === 0)
  drawGap(context)
}

/** The wheel stands on the table: a soft shadow, away from the lamp at the upper left. */
function drawShadow(context: SKRSContext2D): void {
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
const lacquer = [
  [0, 'rgba(255, 232, 200, 0)'],
  [0.08, 'rgba(255, 232, 200, 0.30)'],
  [0.17, 'rgba(255, 232, 200, 0)'],
  [0.5, 'rgba(0, 0, 0, 0.22)'],
  [0.58, 'rgba(255, 225, 190, 0.10)'],
  [0.66, 'rgba(0, 0, 0, 0.18)'],
  [1, 'rgba(255, 232, 200, 0)'],
] as const
/** Where the lamp stands: the reflections' beginning, rad. */
const lampFrom = -Math.PI * 0.92

function drawRim(context: SKRSContext2D, random: Random): void {
  context.save()
  ring(context, radii.rim, radii.bowl)
  context.clip()
  context.fillStyle = radial(context, radii.rim, radii.bowl, [
    [0, '#2d1408'],
    [0.2, '#5d2f14'],
    [0.5, '#7d4620'],
    [0.8, '#552a12'],
    [1, '#1e0d05'],
  ])
  context.fillRect(-radii.bowl, -radii.bowl, 2 * radii.bowl, 2 * radii.bowl)
  woodGrain(context, random, radii.rim, radii.bowl, 900, 1.5)
  context.fillStyle = conic(context, lampFrom, lacquer)
  context.fillRect(-radii.bowl, -radii.bowl, 2 * radii.bowl, 2 * radii.bowl)
  context.restore()
  ring(context, radii.rim - 3.5, radii.rim + 0.5)
  context.fillStyle = conic(context, lampFrom, turnedMetal)
  context.fill()
}

function drawTrack(context: SKRSContext2D, random: Random): void {
  const outer = radii.rim - 3.5
  context.save()
  ring(context, radii.trackInner, outer)
  context.clip()
  context.fillStyle = radial(context, radii.trackInner, outer, [
    [0, '#54290f'],
    [0.25, '#44200c'],
    [0.7, '#34180a'],
    [1, '#140803'],
  ])
  context.fillRect(-outer, -outer, 2 * outer, 2 * outer)
  woodGrain(context, random, radii.trackInner, outer, 800, 0.9)
  // The rim's shadow falls into the track on the lamp's side; the far side catches the light.
  context.fillStyle = conic(context, lampFrom, [
    [0, 'rgba(0, 0, 0, 0.30)'],
    [0.16, 'rgba(0, 0, 0, 0.40)'],
    [0.4, 'rgba(0, 0, 0, 0)'],
    [0.58, 'rgba(255, 214, 168, 0.15)'],
    [0.76, 'rgba(0, 0, 0, 0)'],
    [1, 'rgba(0, 0, 0, 0.30)'],
  ])
  context.fillRect(-outer, -outer, 2 * outer, 2 * outer)
  context.restore()
}

function drawApron(context: SKRSContext2D, random: Random): void {
  const outer = radii.trackInner
  context.save()
  ring(context, radii.rotor, outer)
  context.clip()
  context.fillStyle = radial(context, radii.rotor, outer, [
    [0, '#2a1206'],
    [0.3, '#4d2510'],
    [0.75, '#75401d'],
    [0.95, '#8a4f26'],
    [1, '#a5683a'],
  ])
  context.fillRect(-outer, -outer, 2 * outer, 2 * outer)
  woodGrain(context, random, radii.rotor, outer, 1500, 1.2)
  context.fillStyle = conic(context, lampFrom + Math.PI, lacquer)
  context.fillRect(-outer, -outer, 2 * outer, 2 * outer)
  context.restore()
  context.lineWidth = 1.2
  context.strokeStyle = conic(context, lampFrom + Math.PI, [
    [0, 'rgba(255, 214, 160, 0.45)'],
    [0.5, 'rgba(20, 8, 2, 0.6)'],
    [1, 'rgba(255, 214, 160, 0.45)'],
  ])
  context.beginPath()
  context.arc(0, 0, outer, 0, fullTurn)
  context.stroke()
}

/** A chrome diamond with four facets; every second one lies across. */
function drawDeflector(context: SKRSContext2D, angle: number, upright: boolean): void {
  context.save()
  context.translate(Math.cos(angle) * radii.deflector, Math.sin(angle) * radii.deflector)
  context.rotate(angle)
  const [along, across] = upright ? [15, 5] : [5, 15]
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
    const grey = Math.round(132 + 108 * facing)
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
function drawGap(context: SKRSContext2D): void {
  context.fillStyle = '#070403'
  context.beginPath()
  context.arc(0, 0, radii.rotor + 1.5, 0, fullTurn)
  context.fill()
}
