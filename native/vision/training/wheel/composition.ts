/** Layers, ball and light of a scene put together as seen from straight above. */

import { type Canvas, createCanvas, type SKRSContext2D } from '@napi-rs/canvas'
import type { Random } from '../../../art/index.ts'
import { fullTurn } from '../../../art/index.ts'
import { pick, rather } from './chance.ts'
import { drawLights } from './lights.ts'
import { css, toneOf } from './materials.ts'
import type { Ball, Scene } from './scene.ts'
import { type Layer, tableReach, type Wheel } from './wheel.ts'

/** Turns drawn over each other for a smeared rotor lie no further apart than this, px. */
const smearStepPx = 1.3
const smearStepsMax = 12

/** The plane of the wheel's numbers with everything on it; the wheel's middle is the canvas's. */
export function compose(random: Random, wheel: Wheel, scene: Scene): Canvas {
  const half = Math.ceil(tableReach * wheel.radiusPx)
  const canvas = createCanvas(2 * half, 2 * half)
  const context = canvas.getContext('2d')
  drawTable(context, random, 2 * half)
  context.translate(half, half)
  const { heights } = wheel
  lay(context, wheel, scene, wheel.bowl, heights.bowl, 0)
  const ball = ballLook(random, wheel)
  const turning = createCanvas(2 * half, 2 * half)
  const turned = turning.getContext('2d')
  turned.translate(half, half)
  lay(turned, wheel, scene, wheel.pockets, heights.pockets, scene.rotor)
  lay(turned, wheel, scene, wheel.numbers, 0, scene.rotor)
  lay(turned, wheel, scene, wheel.cone, heights.cone, scene.rotor)
  if (scene.ball?.state === 'resting')
    drawBall(turned, wheel, scene, { ...scene.ball, angle: scene.rotor + scene.ball.angle }, ball)
  const steps = Math.min(smearStepsMax, Math.ceil((scene.smear * wheel.radiusPx) / smearStepPx) + 1)
  for (let step = 0; step < steps; step++) {
    context.save()
    context.globalAlpha = 1 / (step + 1)
    context.rotate(steps === 1 ? 0 : scene.smear * (step / (steps - 1) - 0.5))
    context.drawImage(turning, -half, -half)
    context.restore()
  }
  lay(context, wheel, scene, wheel.light, 0, 0)
  if (scene.ball?.state === 'rolling') drawBall(context, wheel, scene, scene.ball, ball)
  context.scale(wheel.radiusPx, wheel.radiusPx)
  drawLights(context, random, wheel, scene)
  return canvas
}

function lay(
  context: SKRSContext2D,
  wheel: Wheel,
  { camera }: Scene,
  layer: Layer,
  height: number,
  angle: number,
): void {
  const { move, grow } = camera.lift(height)
  context.save()
  context.translate(move.x * wheel.radiusPx, move.y * wheel.radiusPx)
  context.scale(grow, grow)
  context.rotate(angle)
  context.drawImage(layer.canvas, -layer.half, -layer.half, 2 * layer.half, 2 * layer.half)
  context.restore()
}

/** Felt, a plain ground, or one with patches. */
function drawTable(context: SKRSContext2D, random: Random, side: number): void {
  const tone = toneOf(random, pick(random, ['lacquer', 'lacquer', 'ebony', 'walnut', 'pastel', 'steel', 'midnight']))
  context.fillStyle = css(tone)
  context.fillRect(0, 0, side, side)
  if (random.chance(0.6)) return
  for (let patch = 0; patch < 8; patch++) {
    context.fillStyle = css(toneOf(random, pick(random, ['lacquer', 'ivory', 'ebony'])), random.between(0.2, 1))
    context.fillRect(
      random.between(0, side),
      random.between(0, side),
      random.between(0, side / 4),
      random.between(0, side / 4),
    )
  }
}

/** How the ball of one picture is lit. Offsets in its radii. */
interface BallLook {
  readonly shine: { readonly x: number; readonly y: number }
  readonly shadow: { readonly x: number; readonly y: number; readonly size: number; readonly alpha: number }
  /** Of a streak, over what lies below. */
  readonly streakAlpha: number
}

function ballLook(random: Random, { style }: Wheel): BallLook {
  const lamp = random.between(0, fullTurn)
  const off = style.shade === 0 ? 0 : random.between(0, 0.9)
  const place = (by: number) => ({ x: Math.cos(lamp) * by, y: Math.sin(lamp) * by })
  return {
    shine: place(random.between(0, 0.5)),
    shadow: {
      ...place(-off),
      size: random.between(1.05, 1.7),
      alpha: random.chance(0.3) ? 0 : rather(random, 0.1, 0.8),
    },
    streakAlpha: random.between(0.3, 0.95),
  }
}

function drawBall(context: SKRSContext2D, wheel: Wheel, { camera }: Scene, ball: Ball, look: BallLook): void {
  const { radiusPx, style } = wheel
  const { move, grow } = camera.lift(ball.height)
  const size = wheel.ball * radiusPx * grow
  context.save()
  context.translate(move.x * radiusPx, move.y * radiusPx)
  context.rotate(ball.angle)
  const reach = ball.radius * radiusPx * grow
  if (ball.streak > 0) {
    context.globalAlpha = look.streakAlpha
    context.lineCap = 'round'
    context.lineWidth = 2 * size
    context.strokeStyle = style.ball[1]?.[1] ?? '#fff'
    context.beginPath()
    context.arc(0, 0, reach, -ball.streak / 2, ball.streak / 2)
    context.stroke()
    context.restore()
    return
  }
  context.translate(reach, 0)
  context.rotate(-ball.angle)
  const { shadow, shine } = look
  const aloft = 1 + Math.max(0, ball.height - 2 * wheel.ball) * 20
  const dark = context.createRadialGradient(
    shadow.x * size * aloft,
    shadow.y * size * aloft,
    0,
    shadow.x * size * aloft,
    shadow.y * size * aloft,
    shadow.size * size,
  )
  dark.addColorStop(0.5, `rgba(0, 0, 0, ${shadow.alpha})`)
  dark.addColorStop(1, 'rgba(0, 0, 0, 0)')
  context.fillStyle = dark
  context.fillRect(-6 * size, -6 * size, 12 * size, 12 * size)
  const light = context.createRadialGradient(shine.x * size, shine.y * size, 0, 0, 0, size)
  for (const [place, colour] of style.ball) light.addColorStop(place, colour)
  context.fillStyle = light
  context.beginPath()
  context.arc(0, 0, size, 0, fullTurn)
  context.fill()
  context.restore()
}
