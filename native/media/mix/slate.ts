import type { SKRSContext2D } from '@napi-rs/canvas'
import type { MixSettings, OverlayValues } from '../messages/index.ts'
import { Canvas } from './canvas.ts'
import { fitText, middled, painted } from './drawing.ts'
import { type Place, placeOf } from './placement.ts'

/** The value that names the table. */
const tableValue = 'table'
/** The light on the bar goes there and back in this time. */
const swingMs = 4_000
/** Near-black, without a colour. */
const lumaOfSlate = 27

/**
 * What is shown when there is no live picture: a text, the table's name, and a light that moves slowly along a bar, so that
 * nobody takes it for a picture that stands still.
 */
export class Slate implements Disposable {
  readonly #text: string
  readonly #canvas: Canvas
  readonly #whole: Place
  readonly #words: Place
  readonly #bar: Place
  readonly #light: ReturnType<typeof painted>
  readonly #lightWidth: number
  #table: string | null | undefined

  constructor({ slate, width, height }: MixSettings) {
    this.#text = slate.text
    this.#canvas = new Canvas(width, height)
    this.#whole = { x: 0, y: 0, width, height }
    this.#words = placeOf({ x: 0.05, y: 0.34, width: 0.9, height: 0.24 }, width, height)
    this.#bar = placeOf({ x: 0.41, y: 0.63, width: 0.18, height: 0.008 }, width, height)
    this.#lightWidth = 2 * Math.ceil(this.#bar.width / 8)
    const { height: high } = this.#bar
    this.#light = painted(this.#lightWidth, high, (context) => fillBar(context, this.#lightWidth, high, '#e8eaee'))
  }

  /** @param canvas of the program's size @param at UTC ms */
  draw(canvas: Canvas, values: OverlayValues, at: number): void {
    const table = values[tableValue] === undefined || values[tableValue] === null ? null : String(values[tableValue])
    if (table !== this.#table) this.#write(table)
    canvas.frame.copy(this.#canvas.frame)
    const { x, y, width } = this.#bar
    const swing = (1 - Math.cos((2 * Math.PI * at) / swingMs)) / 2
    canvas.lay(this.#light, x + 2 * Math.round((swing * (width - this.#lightWidth)) / 2), y)
  }

  #write(table: string | null): void {
    this.#table = table
    const { width, height } = this.#words
    this.#canvas.fill(this.#whole, lumaOfSlate)
    const words = painted(width, height, (context) => {
      context.textAlign = 'center'
      const line = (text: string, size: number, weight: number, colour: string, y: number) => {
        const fitted = fitText(context, text, size, weight, width)
        context.fillStyle = colour
        context.fillText(fitted.text, width / 2, middled(y, fitted.size))
      }
      if (table) line(table, height * 0.2, 500, '#9aa1ad', height * 0.2)
      line(this.#text, height * 0.36, 600, '#f2f3f5', height * (table ? 0.64 : 0.5))
    })
    this.#canvas.lay(words, this.#words.x, this.#words.y)
    const { width: wide, height: high } = this.#bar
    this.#canvas.lay(
      painted(wide, high, (context) => fillBar(context, wide, high, '#3a404a')),
      this.#bar.x,
      this.#bar.y,
    )
  }

  [Symbol.dispose](): void {
    this.#canvas[Symbol.dispose]()
  }
}

function fillBar(context: SKRSContext2D, width: number, height: number, colour: string): void {
  context.fillStyle = colour
  context.beginPath()
  context.roundRect(0, 0, width, height, height / 2)
  context.fill()
}
