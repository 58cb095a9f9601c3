import { type Canvas, createCanvas, type SKRSContext2D } from '@napi-rs/canvas'
import { fullTurn } from './art-tools.ts'
import type { BallPosition } from './ball-path.ts'
import { radii } from './wheel-geometry.ts'

const spriteHalf = 16
/** Drawn larger than shown: the ball lies at fractions of a pixel. */
const spriteScale = 4

function drawSprite(paint: (context: SKRSContext2D) => void): Canvas {
  const canvas = createCanvas(2 * spriteHalf * spriteScale, 2 * spriteHalf * spriteScale)
  const context = canvas.getContext('2d')
  context.scale(spriteScale, spriteScale)
  context.translate(spriteHalf, spriteHalf)
  paint(context)
  return canvas
}

const ballSprite = drawSprite((context) => {
  const light = context.createRadialGradient(-2.6, -2.9, 0.4, 0, 0, radii.ball)
  light.addColorStop(0, '#ffffff')
  light.addColorStop(0.45, '#f6f5f0')
  light.addColorStop(0.8, '#d9d7cf')
  light.addColorStop(1, '#98958c')
  context.fillStyle = light
  context.beginPath()
  context.arc(0, 0, radii.ball, 0, fullTurn)
  context.fill()
})

const shadowSprite = drawSprite((context) => {
  const soft = context.createRadialGradient(0, 0, 2, 0, 0, radii.ball * 1.5)
  soft.addColorStop(0, 'rgba(0, 0, 0, 0.75)')
  soft.addColorStop(0.55, 'rgba(0, 0, 0, 0.45)')
  soft.addColorStop(1, 'rgba(0, 0, 0, 0)')
  context.fillStyle = soft
  context.beginPath()
  context.arc(0, 0, radii.ball * 1.5, 0, fullTurn)
  context.fill()
})

/** How strong the streak is that a moving ball leaves while the shutter is open. */
const streakAlpha = 0.38

/** The ball with its shadow, around the wheel's centre; where it was while the shutter was open trails behind it. */
export function drawBall(context: SKRSContext2D, positions: readonly BallPosition[]): void {
  const now = positions.at(-1)
  if (!now) return
  context.save()
  // The lamp stands at the upper left: a ball in the air casts its shadow further off, and softer.
  const [x, y] = placeOf(now)
  context.globalAlpha = 0.9 / (1 + now.height / 40)
  stamp(context, shadowSprite, x + 3 + now.height * 0.5, y + 4 + now.height * 0.65, 1)
  positions.forEach((position, index) => {
    const part = (index + 1) / positions.length
    context.globalAlpha = part === 1 ? 1 : streakAlpha * part
    stamp(context, ballSprite, ...placeOf(position), 1 + position.height / 220)
  })
  context.restore()
}

const placeOf = ({ angle, radius }: BallPosition) => [Math.cos(angle) * radius, Math.sin(angle) * radius] as const

function stamp(context: SKRSContext2D, sprite: Canvas, x: number, y: number, scale: number): void {
  const half = spriteHalf * scale
  context.drawImage(sprite, x - half, y - half, 2 * half, 2 * half)
}
