import type { Image, SKRSContext2D } from '@napi-rs/canvas'
import { fitText, middled } from './drawing.ts'
import type { OverlayContent } from './overlay-content.ts'

const fullTurn = 2 * Math.PI
const top = -fullTurn / 4

// Parts of the box's height, so that what is legible in 720 lines is in its proportion at 180.
const textSize = 0.6
const textPadding = 0.34
const panelRadius = 0.16
/**
 * Draws what an overlay shows into an empty area of its box's size.
 * @param image of an image overlay; nothing is drawn before it is loaded
 */
export function drawContent(
  context: SKRSContext2D,
  content: OverlayContent,
  width: number,
  height: number,
  image: Image | null,
): void {
  if (content.kind === 'text') drawText(context, content, width, height)
  else if (content.kind === 'timer') drawTimer(context, content, width, height)
  else if (content.kind === 'result') drawResult(context, content, width, height)
  else if (image) drawImage(context, content.opacity, image, width, height)
}

type Content<Kind> = Extract<OverlayContent, { kind: Kind }>

function drawText(context: SKRSContext2D, content: Content<'text'>, width: number, height: number): void {
  const { colour, background, align } = content
  // Without a panel the text stands at the box's edge, but for its shadow.
  const padding = height * (background ? textPadding : 0.08)
  const { text, size, wide } = fitText(context, content.text, height * textSize, 600, width - 2 * padding)
  const panel = wide + 2 * padding
  const x = { left: 0, centre: (width - panel) / 2, right: width - panel }[align]
  if (background) {
    context.fillStyle = background
    context.beginPath()
    context.roundRect(x, 0, panel, height, height * panelRadius)
    context.fill()
  } else {
    context.shadowColor = 'rgba(0, 0, 0, 0.8)'
    context.shadowBlur = size * 0.16
    context.shadowOffsetY = size * 0.03
  }
  context.fillStyle = colour
  context.fillText(text, x + padding, middled(height / 2, size))
}

function drawTimer(context: SKRSContext2D, content: Content<'timer'>, width: number, height: number): void {
  const [side, x, y] = [Math.min(width, height), width / 2, height / 2]
  const thickness = side * 0.09
  const radius = side / 2 - thickness
  context.fillStyle = 'rgba(9, 11, 15, 0.78)'
  context.beginPath()
  context.arc(x, y, side / 2, 0, fullTurn)
  context.fill()
  context.lineWidth = thickness
  context.strokeStyle = 'rgba(255, 255, 255, 0.16)'
  context.beginPath()
  context.arc(x, y, radius, 0, fullTurn)
  context.stroke()
  // It empties clockwise: what is left ends at the top.
  context.strokeStyle = content.colour
  context.lineCap = 'round'
  context.beginPath()
  context.arc(x, y, radius, top + (1 - content.left) * fullTurn, top + fullTurn)
  context.stroke()
  const { text, size } = fitText(context, String(content.seconds), side * 0.44, 600, side * 0.6)
  context.textAlign = 'center'
  context.fillStyle = '#ffffff'
  context.fillText(text, x, middled(y, size))
}

function drawResult(context: SKRSContext2D, content: Content<'result'>, width: number, height: number): void {
  const border = Math.max(2, Math.min(width, height) * 0.028)
  context.fillStyle = content.background
  context.beginPath()
  context.roundRect(border / 2, border / 2, width - border, height - border, Math.min(width, height) * 0.14)
  context.fill()
  // A black pocket over a dark table needs an edge.
  context.strokeStyle = 'rgba(255, 255, 255, 0.9)'
  context.lineWidth = border
  context.stroke()
  const { text, size } = fitText(context, content.text, height * 0.62, 700, width * 0.82, 0.2)
  context.textAlign = 'center'
  context.fillStyle = '#ffffff'
  context.fillText(text, width / 2, middled(height / 2, size))
}

function drawImage(context: SKRSContext2D, opacity: number, image: Image, width: number, height: number): void {
  const scale = Math.min(width / image.width, height / image.height)
  const [wide, high] = [image.width * scale, image.height * scale]
  context.imageSmoothingQuality = 'high'
  context.globalAlpha = opacity
  context.drawImage(image, (width - wide) / 2, (height - high) / 2, wide, high)
}
