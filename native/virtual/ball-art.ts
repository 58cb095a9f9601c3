import { type Canvas, createCanvas, type SKRSContext2D } from '@napi-rs/canvas'
import { fullTurn } from './art-tools.ts'
import type { BallPosition } from './ball-path.ts'
import { radii } from './wheel-geometry.ts'

const spriteHalf = 16
/** Drawn larger than shown: the ball lies at fractions of a pixel. */
const spriteScale = 4

function sprite(paint: (context: SKRSContext2D) => void): Canvas {
  const canvas = createCanvas(2 * spriteHalf * spriteScale, 2 * spriteHalf * spriteScale)
  const context = canvas.getContext('2d')
  context.scale(spriteScale, spriteScale)
  context.translate(spriteHalf, spriteHalf)
  paint(context)
  return canvas
}

const ballSprite = sprite((context) => {
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

const shadowSprite = sprite((context) => {
  const soft = context.createRadialGradient(0, 0, 2, 0, 0, radii.ball * 1.5)
  soft.addColorStop(0, 'rgba(0, 0, 0, 0.75)')
  soft.addColorStop(0.55, 'rgba(0, 0, 0, 0.45)')
  soft.addColorStop(1, 'rgba(0, 0, 0, 0)')
  context.fillStyle = soft
  context.beginPath()
  context.arc(0, 0, radii.ball * 1.5, 0, fullTurn)
  context.fill()
})

/** The ball with its shadow, around the wheel's centre; where it was while the shutter was open trails behind it. */
export function drawBall(context: SKRSContext2D, positions: readonly BallPosition[]): void {
  const now = positions.at(-1)
  if (!now) return
  context.save()
  stamp(context, shadowSprite, now, 3 + now.height * 0.5, 4 + now.height * 0.65, 1, 0.9 / (1 + now.height / 40))
  positions.forEach((position, index) => {
    const last = index === positions.length - 1
    stamp(
      context,
      ballSprite,
      position,
      0,
      0,
      1 + position.height / 220,
      last ? 1 : (0.5 * (index + 1)) / positions.length,
    )
  })
  context.restore()
}

function stamp(
  context: SKRSContext2D,
  image: Canvas,
  { angle, radius }: BallPosition,
  offsetX: number,
  offsetY: number,
  scale: number,
  alpha: number,
): void {
  const half = spriteHalf * scale
  context.globalAlpha = alpha
  context.drawImage(
    image,
    Math.cos(angle) * radius + offsetX - half,
    Math.sin(angle) * radius + offsetY - half,
    2 * half,
    2 * half,
  )
}
