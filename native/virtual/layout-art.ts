import type { SKRSContext2D } from '@napi-rs/canvas'
import { colourOf, fontFamily, fullTurn } from '../art/index.ts'

/** Where a betting layout lies in a picture: the upper left corner of number 3, and the size of one number's field, px. */
export interface LayoutPlace {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

const columns = 12
const rows = 3
const line = 'rgba(236, 224, 190, 0.85)'
const inks = { green: '#0f7a43', red: '#a51620', black: '#161619' } as const

/** The layout as it is printed on the cloth: zero, thirty-six numbers, dozens and even chances. */
export function drawLayout(context: SKRSContext2D, place: LayoutPlace): void {
  const { x, y, width, height } = place
  context.save()
  context.lineWidth = Math.max(1.5, height / 36)
  context.strokeStyle = line
  context.textAlign = 'center'
  context.textBaseline = 'middle'
  for (let number = 0; number <= columns * rows; number++) field(context, place, number)
  const dozen = (columns / 3) * width
  const below = y + rows * height
  ;['1st 12', '2nd 12', '3rd 12'].forEach((text, index) => {
    plain(context, { x: x + index * dozen, y: below, width: dozen, height: height * 0.62 }, text)
  })
  ;['1–18', 'Even', 'Red', 'Black', 'Odd', '19–36'].forEach((text, index) => {
    plain(
      context,
      { x: x + (index * dozen) / 2, y: below + height * 0.62, width: dozen / 2, height: height * 0.62 },
      text,
    )
  })
  for (let row = 0; row < rows; row++)
    plain(context, { x: x + columns * width, y: y + row * height, width, height }, '2:1')
  context.restore()
}

/** The middle of a number's field. */
export function fieldOf({ x, y, width, height }: LayoutPlace, number: number): { x: number; y: number } {
  if (number === 0) return { x: x - width / 2, y: y + (rows * height) / 2 }
  const [column, row] = [Math.floor((number - 1) / rows), rows - 1 - ((number - 1) % rows)]
  return { x: x + (column + 0.5) * width, y: y + (row + 0.5) * height }
}

function field(context: SKRSContext2D, place: LayoutPlace, number: number): void {
  const { width } = place
  const height = number === 0 ? rows * place.height : place.height
  const middle = fieldOf(place, number)
  context.fillStyle = inks[colourOf(number)]
  context.fillRect(middle.x - width / 2, middle.y - height / 2, width, height)
  context.strokeRect(middle.x - width / 2, middle.y - height / 2, width, height)
  print(context, middle, String(number), place.height * 0.44)
}

function plain(context: SKRSContext2D, { x, y, width, height }: LayoutPlace, text: string): void {
  context.strokeRect(x, y, width, height)
  print(context, { x: x + width / 2, y: y + height / 2 }, text, height * 0.34)
}

function print(context: SKRSContext2D, at: { x: number; y: number }, text: string, px: number): void {
  context.fillStyle = '#f3efe4'
  context.font = `600 ${px}px "${fontFamily}"`
  context.fillText(text, at.x, at.y)
}

/** The dolly: a glass that the dealer puts on the winning number, around the origin. @param radius px */
export function drawDolly(context: SKRSContext2D, radius: number): void {
  context.save()
  context.shadowColor = 'rgba(0, 0, 0, 0.6)'
  context.shadowBlur = radius * 0.5
  context.shadowOffsetX = radius * 0.25
  context.shadowOffsetY = radius * 0.35
  const glass = context.createRadialGradient(-radius * 0.3, -radius * 0.35, radius * 0.05, 0, 0, radius)
  glass.addColorStop(0, 'rgba(255, 255, 255, 0.98)')
  glass.addColorStop(0.3, 'rgba(244, 214, 128, 0.92)')
  glass.addColorStop(0.75, 'rgba(202, 148, 46, 0.92)')
  glass.addColorStop(1, 'rgba(104, 66, 12, 0.95)')
  context.fillStyle = glass
  context.beginPath()
  context.arc(0, 0, radius, 0, fullTurn)
  context.fill()
  context.restore()
  context.strokeStyle = 'rgba(255, 244, 210, 0.8)'
  context.lineWidth = Math.max(1, radius * 0.08)
  context.beginPath()
  context.arc(0, 0, radius * 0.55, 0, fullTurn)
  context.stroke()
}
