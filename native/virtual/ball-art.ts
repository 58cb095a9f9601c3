import { type Canvas, createCanvas, type SKRSContext2D } from '@napi-rs/canvas'
import type { WheelStyle } from '../art/index.ts'
import { classicStyle, fullTurn, type Stops } from '../art/index.ts'
import type { BallPosition } from './ball-path.ts'

/** Half the side of a sprite, in balls' radii. */
const spriteReach = 2
/** Drawn larger than shown: the ball lies at fractions of a pixel. */
const spriteScale = 4
/** How strong the streak is that a moving ball leaves while the shutter is open. */
const streakAlpha = 0.38

const shadowStops: Stops = [
  [0, 'rgba(0, 0, 0, 0.75)'],
  [0.55, 'rgba(0, 0, 0, 0.45)'],
  [1, 'rgba(0, 0, 0, 0)'],
]

/** The ball with its shadow, around the wheel's centre; where it was while the shutter was open trails behind it. */
export class BallArt {
  readonly #radius: number
  readonly #ball: Canvas
  readonly #shadow: Canvas

  constructor({ radii, ball }: WheelStyle = classicStyle) {
    const radius = radii.ball
    this.#radius = radius
    this.#ball = drawSprite(radius, (context) => {
      const light = context.createRadialGradient(-0.325 * radius, -0.3625 * radius, 0.05 * radius, 0, 0, radius)
      disc(context, light, ball, radius)
    })
    this.#shadow = drawSprite(radius, (context) => {
      const soft = context.createRadialGradient(0, 0, 0.25 * radius, 0, 0, 1.5 * radius)
      disc(context, soft, shadowStops, 1.5 * radius)
    })
  }

  draw(context: SKRSContext2D, positions: readonly BallPosition[]): void {
    const now = positions.at(-1)
    if (!now) return
    context.save()
    // The lamp stands at the upper left: a ball in the air casts its shadow further off, and softer.
    const [x, y] = placeOf(now)
    context.globalAlpha = 0.9 / (1 + now.height / 40)
    this.#stamp(context, this.#shadow, x + 3 + now.height * 0.5, y + 4 + now.height * 0.65, 1)
    positions.forEach((position, index) => {
      const part = (index + 1) / positions.length
      context.globalAlpha = part === 1 ? 1 : streakAlpha * part
      this.#stamp(context, this.#ball, ...placeOf(position), 1 + position.height / 220)
    })
    context.restore()
  }

  #stamp(context: SKRSContext2D, sprite: Canvas, x: number, y: number, scale: number): void {
    const half = spriteReach * this.#radius * scale
    context.drawImage(sprite, x - half, y - half, 2 * half, 2 * half)
  }
}

const placeOf = ({ angle, radius }: BallPosition) => [Math.cos(angle) * radius, Math.sin(angle) * radius] as const

function drawSprite(radius: number, paint: (context: SKRSContext2D) => void): Canvas {
  const half = spriteReach * radius
  const canvas = createCanvas(2 * half * spriteScale, 2 * half * spriteScale)
  const context = canvas.getContext('2d')
  context.scale(spriteScale, spriteScale)
  context.translate(half, half)
  paint(context)
  return canvas
}

function disc(
  context: SKRSContext2D,
  light: ReturnType<SKRSContext2D['createRadialGradient']>,
  stops: Stops,
  radius: number,
): void {
  for (const [place, colour] of stops) light.addColorStop(place, colour)
  context.fillStyle = light
  context.beginPath()
  context.arc(0, 0, radius, 0, fullTurn)
  context.fill()
}
