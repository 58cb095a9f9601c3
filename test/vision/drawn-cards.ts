import { createCanvas, type SKRSContext2D } from '@napi-rs/canvas'
import type { RgbFrame } from '../../native/vision/index.ts'

const [width, height] = [1280, 720]
const card = { width: 106, height: 150 }
const suits = { S: ['♠', '#101010'], H: ['♥', '#c01020'], D: ['♦', '#c01020'], C: ['♣', '#101010'] } as const

/**
 * A baccarat table from above with six cards on it, two of them across, drawn plainly: the same each time.
 * @param shift px to the right
 */
export function tableOfSixCards(shift = 0): RgbFrame {
  const context = createCanvas(width, height).getContext('2d')
  context.fillStyle = '#1c5c38'
  context.fillRect(0, 0, width, height)
  context.translate(shift, 0)
  drawCard(context, 300, 380, 0, 'K', 'S')
  drawCard(context, 420, 384, 3, '7', 'H')
  drawCard(context, 180, 370, 90, '2', 'C')
  drawCard(context, 860, 380, -2, '9', 'D')
  drawCard(context, 980, 378, 1, 'A', 'S')
  drawCard(context, 1110, 372, 90, '10', 'H')
  const { data } = context.getImageData(0, 0, width, height)
  const rgb = new Uint8Array(width * height * 3)
  for (let pixel = 0; pixel < width * height; pixel++)
    for (let colour = 0; colour < 3; colour++) rgb[pixel * 3 + colour] = data[pixel * 4 + colour] ?? 0
  return { width, height, data: rgb, capturedAt: 0 }
}

/** @param x, y of its middle, px @param turned degrees */
function drawCard(
  context: SKRSContext2D,
  x: number,
  y: number,
  turned: number,
  rank: string,
  suit: keyof typeof suits,
): void {
  const [glyph, colour] = suits[suit]
  context.save()
  context.translate(x, y)
  context.rotate((turned * Math.PI) / 180)
  context.fillStyle = '#f6f4ee'
  context.beginPath()
  context.roundRect(-card.width / 2, -card.height / 2, card.width, card.height, 7)
  context.fill()
  context.fillStyle = colour
  context.textAlign = 'center'
  context.font = '64px DejaVu Sans'
  context.fillText(glyph, 0, 24)
  for (let side = 0; side < 2; side++) {
    context.font = 'bold 26px DejaVu Sans'
    context.fillText(rank, -card.width / 2 + 17, -card.height / 2 + 27)
    context.font = '22px DejaVu Sans'
    context.fillText(glyph, -card.width / 2 + 17, -card.height / 2 + 48)
    context.rotate(Math.PI)
  }
  context.restore()
}
