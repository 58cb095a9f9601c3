import { Canvas } from './canvas.ts'

/** One with the encoder, two in a dissolve, one in preview, and some for those who hold a picture a little longer. */
const canvasesMax = 8

/** Canvases of one size, used over and over. */
export class CanvasPool implements Disposable {
  readonly #width: number
  readonly #height: number
  readonly #idle: Canvas[] = []
  #lent = 0
  #closed = false

  constructor(width: number, height: number) {
    this.#width = width
    this.#height = height
  }

  /** What was drawn into it is still there. @throws Error when too many are in use */
  take(): Canvas {
    const free = this.#idle.findIndex((canvas) => !canvas.inUse)
    const [canvas] = free < 0 ? [] : this.#idle.splice(free, 1)
    if (!canvas && this.#lent + this.#idle.length >= canvasesMax) {
      throw new Error('The program’s pictures are held for too long by those who use them')
    }
    const taken = canvas ?? new Canvas(this.#width, this.#height)
    this.#lent++
    return taken
  }

  give(canvas: Canvas): void {
    this.#lent--
    if (this.#closed) canvas[Symbol.dispose]()
    else this.#idle.push(canvas)
  }

  /** Those that are lent are freed when they come back. */
  [Symbol.dispose](): void {
    this.#closed = true
    for (const canvas of this.#idle.splice(0)) canvas[Symbol.dispose]()
  }
}
