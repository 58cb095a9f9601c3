import type { SKRSContext2D } from '@napi-rs/canvas'
import { fontFamily, fullTurn, picture, randomStream } from '../art/index.ts'

/** The table's cloth under two lamps, and the house's mark. */
export function drawFelt(context: SKRSContext2D): void {
  const random = randomStream(1, 'felt')
  const { width, height } = picture
  const light = context.createRadialGradient(width * 0.42, height * 0.34, 80, width / 2, height / 2, width * 0.66)
  light.addColorStop(0, '#1d4a3c')
  light.addColorStop(0.55, '#123228')
  light.addColorStop(1, '#081712')
  context.fillStyle = light
  context.fillRect(0, 0, width, height)
  context.lineWidth = 0.8
  for (let fibre = 0; fibre < 16_000; fibre++) {
    const [x, y, angle] = [random.between(0, width), random.between(0, height), random.between(0, fullTurn)]
    context.strokeStyle = random.chance(0.5) ? 'rgba(255, 255, 255, 0.022)' : 'rgba(0, 0, 0, 0.07)'
    context.beginPath()
    context.moveTo(x, y)
    context.lineTo(x + Math.cos(angle) * 3.5, y + Math.sin(angle) * 3.5)
    context.stroke()
  }
  drawMark(context)
}

/** Inlaid lines of the table's edge, concentric with the wheel around the origin and out of its way. */
export function drawInlay(context: SKRSContext2D): void {
  for (const [radius, alpha, line] of [
    [392, 0.34, 1.6],
    [400, 0.16, 1],
  ] as const) {
    context.strokeStyle = `rgba(214, 184, 122, ${alpha})`
    context.lineWidth = line
    context.beginPath()
    context.arc(0, 0, radius, 0, fullTurn)
    context.stroke()
  }
}

function drawMark(context: SKRSContext2D): void {
  context.save()
  context.fillStyle = 'rgba(226, 204, 156, 0.5)'
  context.font = `600 19px "${fontFamily}"`
  context.letterSpacing = '1.5px'
  context.textAlign = 'right'
  context.fillText('Tablecast', picture.width - 38, picture.height - 36)
  context.restore()
}
