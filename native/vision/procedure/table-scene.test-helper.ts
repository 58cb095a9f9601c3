import { type Canvas, createCanvas, type SKRSContext2D } from '@napi-rs/canvas'
import { seededRandom } from '../../media/frame/seeded-random.ts'
import type { RgbFrame } from '../frame.ts'

const sceneWidth = 640
export const sceneHeight = 360
/** Of a table of noise that each picture begins to read somewhere else. */
const noiseMask = 0xfffff
export type Draw = (context: SKRSContext2D) => void

/** What spoils a picture; all but noise is 0 when left out. */
export interface Conditions {
  /** Standard deviation, of 255. */
  readonly noise: number
  /** How far the camera lies from its place, px. */
  readonly shake?: readonly [number, number]
  /** Linear light: 1 is as always; and how much more there is at the right edge than at the left. */
  readonly light?: number
  readonly slope?: number
  /** More red and less blue by this part, as from a warmer lamp. */
  readonly warmth?: number
}

/** A felt with printed boxes, words and a red-and-black layout, as a camera sees it: light, shake and noise are put in for each picture. */
export class TableScene {
  readonly #still = createCanvas(sceneWidth + 40, sceneHeight + 40)
  readonly #seen: Canvas = createCanvas(sceneWidth, sceneHeight)
  readonly #noise: Float32Array
  readonly #random: () => number

  constructor(seed: number) {
    this.#random = seededRandom(seed)
    this.#noise = Float32Array.from({ length: noiseMask + 1 }, () => gauss(this.#random))
    drawFelt(this.#still.getContext('2d'), this.#random)
  }

  /** @param draw what lies or moves on the table, in px of the picture */
  picture(
    capturedAt: number,
    { noise, shake = [0, 0], light = 1, slope = 0, warmth = 0 }: Conditions,
    draw?: Draw,
  ): RgbFrame {
    const context = this.#seen.getContext('2d')
    context.setTransform(1, 0, 0, 1, shake[0], shake[1])
    context.drawImage(this.#still, -20, -20)
    draw?.(context)
    const rgba = context.getImageData(0, 0, sceneWidth, sceneHeight).data
    // Rounds and clamps by itself.
    const data = new Uint8ClampedArray(sceneWidth * sceneHeight * 3)
    const first = Math.floor(this.#random() * this.#noise.length)
    // A picture's values are about the 2.2th root of the light.
    const across = Float32Array.from(
      { length: sceneWidth },
      (_, x) => (light * (1 + slope * (x / sceneWidth - 0.5))) ** (1 / 2.2),
    )
    for (let pixel = 0, to = 0; pixel < sceneWidth * sceneHeight; pixel++, to += 3) {
      const lit = across[pixel % sceneWidth] ?? 1
      const at = first + to
      data[to] = (rgba[pixel * 4] ?? 0) * lit * (1 + warmth) + noise * (this.#noise[at & noiseMask] ?? 0)
      data[to + 1] = (rgba[pixel * 4 + 1] ?? 0) * lit + noise * (this.#noise[(at + 1) & noiseMask] ?? 0)
      data[to + 2] = (rgba[pixel * 4 + 2] ?? 0) * lit * (1 - warmth) + noise * (this.#noise[(at + 2) & noiseMask] ?? 0)
    }
    return { width: sceneWidth, height: sceneHeight, data: new Uint8Array(data.buffer), capturedAt }
  }
}

const gauss = (random: () => number): number =>
  Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())

function drawFelt(context: SKRSContext2D, random: () => number): void {
  context.translate(20, 20)
  context.fillStyle = '#14573a'
  context.fillRect(-20, -20, sceneWidth + 40, sceneHeight + 40)
  for (let fleck = 0; fleck < 6000; fleck++) {
    context.fillStyle = random() < 0.5 ? 'rgba(0,0,0,0.08)' : 'rgba(255,255,255,0.05)'
    context.fillRect(random() * 680 - 20, random() * 400 - 20, 3, 2)
  }
  context.strokeStyle = '#e8e4d0'
  context.lineWidth = 2
  for (let column = 0; column < 12; column++)
    for (let row = 0; row < 3; row++) {
      const [x, y] = [80 + column * 40, 180 + row * 44]
      context.fillStyle = (column + row) % 2 === 0 ? '#a31621' : '#17171b'
      context.fillRect(x + 6, y + 8, 28, 28)
      context.strokeRect(x, y, 40, 44)
      context.fillStyle = '#f2efe2'
      context.font = '14px sans-serif'
      context.fillText(String(column * 3 + row + 1), x + 12, y + 27)
    }
  context.font = 'bold 30px sans-serif'
  context.fillText('PLAYER', 90, 90)
  context.fillText('BANKER', 400, 90)
  context.strokeRect(60, 40, 240, 90)
  context.strokeRect(360, 40, 240, 90)
}

/** A hand with its sleeve, reaching in from below; its finger tips are at `x`, `y`. */
export const hand =
  (x: number, y: number): Draw =>
  (context) => {
    context.fillStyle = 'rgba(0,0,0,0.25)'
    context.beginPath()
    context.ellipse(x + 10, y + 40, 34, 46, 0, 0, 7)
    context.fill()
    context.fillStyle = '#c98f6d'
    context.beginPath()
    context.ellipse(x, y + 32, 22, 32, 0, 0, 7)
    context.fill()
    context.fillRect(x - 13, y + 40, 26, 60)
    context.fillStyle = '#20222a'
    context.fillRect(x - 20, y + 90, 40, 400)
  }

export const chip =
  (x: number, y: number, colour = '#2a62c8'): Draw =>
  (context) => {
    context.fillStyle = colour
    context.beginPath()
    context.arc(x, y, 9, 0, 7)
    context.fill()
    context.strokeStyle = '#f4f4f4'
    context.setLineDash([4, 4])
    context.stroke()
    context.setLineDash([])
  }

/** A person's head and shoulders from the front, at `x`, `y`. */
export const person =
  (x: number, y: number): Draw =>
  (context) => {
    context.fillStyle = '#2b2d38'
    context.beginPath()
    context.ellipse(x, y + 75, 55, 50, 0, 0, 7)
    context.fill()
    context.fillStyle = '#c98f6d'
    context.beginPath()
    context.ellipse(x, y, 20, 27, 0, 0, 7)
    context.fill()
    context.fillStyle = '#33241c'
    context.fillRect(x - 20, y - 28, 40, 12)
  }
