import type { SKRSContext2D } from '@napi-rs/canvas'
import { fullTurn, radial, ring, woodGrain } from './art-tools.ts'
import { randomStream } from './random.ts'
import type { Rays, Turret, WheelStyle } from './wheel-style.ts'

/** The cone in the rotor's middle with its inlays, and the turret on it. */
export function drawCone(context: SKRSContext2D, { radii, cone, rays, turret }: WheelStyle): void {
  context.save()
  ring(context, 0, radii.cone)
  context.clip()
  context.fillStyle = radial(context, 0, radii.cone, cone.stops)
  context.fillRect(-radii.cone, -radii.cone, 2 * radii.cone, 2 * radii.cone)
  if (cone.grain) woodGrain(context, randomStream(2, 'cone'), 30, radii.cone, cone.grain.strokes, cone.grain.strength)
  if (rays) drawRays(context, rays)
  context.restore()
  drawTurret(context, turret)
}

function drawRays(context: SKRSContext2D, { count, inner, outer, half, broadest, colours, edge }: Rays): void {
  const middle = inner + (outer - inner) * broadest
  for (let ray = 0; ray < count; ray++) {
    context.save()
    context.rotate((ray * fullTurn) / count)
    context.beginPath()
    context.moveTo(inner, 0)
    context.lineTo(middle, -half)
    context.lineTo(outer, 0)
    context.lineTo(middle, half)
    context.closePath()
    context.fillStyle = colours[ray % 2 === 0 ? 0 : 1]
    context.fill()
    context.lineWidth = 0.9
    context.strokeStyle = edge
    context.stroke()
    context.restore()
  }
}

/** Metal, lit from above in its own frame; the fixed light lies over it. */
function drawTurret(context: SKRSContext2D, turret: Turret): void {
  const { metal, arms, armLength, armHalf, knob, hub, top, steps, stepColour } = turret
  context.save()
  context.shadowColor = 'rgba(0, 0, 0, 0.55)'
  context.shadowBlur = 9
  for (let arm = 0; arm < arms; arm++) {
    const angle = (arm * fullTurn) / arms
    context.save()
    context.rotate(angle)
    const bar = context.createLinearGradient(0, -armHalf.inner, 0, armHalf.inner)
    bar.addColorStop(0, metal[3])
    bar.addColorStop(0.35, metal[0])
    bar.addColorStop(0.6, metal[1])
    bar.addColorStop(1, metal[3])
    context.fillStyle = bar
    context.beginPath()
    context.moveTo(0, -armHalf.inner)
    context.lineTo(armLength, -armHalf.outer)
    context.lineTo(armLength, armHalf.outer)
    context.lineTo(0, armHalf.inner)
    context.fill()
    context.restore()
    drawDome(context, metal, Math.cos(angle) * (armLength + 3), Math.sin(angle) * (armLength + 3), knob)
  }
  drawDome(context, metal, 0, 0, hub)
  context.restore()
  for (const radius of steps) {
    context.strokeStyle = stepColour
    context.lineWidth = 1
    context.beginPath()
    context.arc(0, 0, radius, 0, fullTurn)
    context.stroke()
  }
  drawDome(context, metal, 0, 0, top)
}

function drawDome(context: SKRSContext2D, metal: Turret['metal'], x: number, y: number, radius: number): void {
  const dome = context.createRadialGradient(x, y, radius * 0.05, x, y, radius)
  dome.addColorStop(0, metal[0])
  dome.addColorStop(0.35, metal[1])
  dome.addColorStop(0.8, metal[2])
  dome.addColorStop(1, metal[3])
  context.fillStyle = dome
  context.beginPath()
  context.arc(x, y, radius, 0, fullTurn)
  context.fill()
}
