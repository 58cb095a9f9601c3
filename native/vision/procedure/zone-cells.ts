import type { Point, Quad } from '../frame.ts'
import { marginSteps } from './camera-shake.ts'
import { CellSampler, cellPx, type Size, sampleStep } from './cell-sampler.ts'
import type { Rectangle } from './event.ts'
import type { View } from './scenery.ts'

/** The cells of a zone of the picture: a grid over the rectangle around it, of which those inside of the quad count. */
export class ZoneCells {
  readonly columns: number
  readonly rows: number
  /** Indices in the grid of the cells inside. */
  readonly inside: Int32Array
  /** Of each cell inside, its left, right, upper and lower neighbours among those inside; itself where there is none. */
  readonly neighbours: Int32Array
  /** Red, green and blue of the cells inside, less the light: as they would be in the remembered picture. */
  readonly tones: Float32Array
  readonly #sampler: CellSampler
  readonly #xs: Float32Array
  readonly #ys: Float32Array
  readonly #corner: Point
  readonly #cell: number
  readonly #frame: Size

  /** @param quad parts of the frame's width, either way round */
  constructor(quad: Quad, frame: Size) {
    const cell = cellPx(frame)
    const margin = marginSteps * sampleStep(frame)
    const px = quad.map(([x, y]): Point => [x * frame.width, y * frame.width])
    const span = (axis: 0 | 1, length: number) => {
      const values = px.map((corner) => corner[axis])
      const from = Math.max(margin, Math.round(Math.min(...values)))
      return { from, count: Math.max(0, Math.floor((Math.min(Math.max(...values), length - margin) - from) / cell)) }
    }
    const [across, down] = [span(0, frame.width), span(1, frame.height)]
    this.columns = across.count
    this.rows = down.count
    this.#corner = [across.from, down.from]
    this.#cell = cell
    this.#frame = frame
    const grid = Array.from({ length: this.columns * this.rows }, (_, index) => index)
    this.inside = Int32Array.from(grid.filter((index) => isInside(px, this.#middleOf(index))))
    const order = new Map(Array.from(this.inside, (index, cell) => [index, cell]))
    this.neighbours = Int32Array.from(
      Array.from(this.inside, (index, cell) => {
        const column = index % this.columns
        const beside = [column > 0 ? index - 1 : -1, column < this.columns - 1 ? index + 1 : -1]
        return [...beside, index - this.columns, index + this.columns].map((next) => order.get(next) ?? cell)
      }).flat(),
    )
    const middles = Array.from(this.inside, (index) => this.#middleOf(index))
    this.#sampler = new CellSampler(
      middles.map(([x, y]): Point => [x - cell / 2, y - cell / 2]),
      frame,
    )
    this.#xs = Float32Array.from(middles, ([x]) => x / frame.width)
    this.#ys = Float32Array.from(middles, ([, y]) => y / frame.width)
    this.tones = new Float32Array(3 * this.inside.length)
  }

  see({ frame, shift, light }: View): void {
    this.#sampler.read(frame, shift, this.tones)
    const count = this.inside.length
    for (const channel of [0, 1, 2] as const) {
      const [level, right, down] = light.planes[channel]
      const first = channel * count
      for (let cell = 0; cell < count; cell++) {
        const more = (level ?? 0) + (right ?? 0) * (this.#xs[cell] ?? 0) + (down ?? 0) * (this.#ys[cell] ?? 0)
        this.tones[first + cell] = (this.tones[first + cell] ?? 0) - more
      }
    }
  }

  /** Around cells of the grid, given by their first and last column and row: px of the frame, wider by a margin for the eye. */
  rectangle(left: number, top: number, right: number, bottom: number, [shiftX, shiftY]: Point): Rectangle {
    const margin = 4 * this.#cell
    const { width, height } = this.#frame
    const within = (value: number, max: number) => Math.min(Math.max(value, 0), max)
    const [fromX, fromY] = [this.#corner[0] + shiftX - margin, this.#corner[1] + shiftY - margin]
    const x = within(fromX + left * this.#cell, width)
    const y = within(fromY + top * this.#cell, height)
    const endX = within(fromX + (right + 1) * this.#cell + 2 * margin, width)
    const endY = within(fromY + (bottom + 1) * this.#cell + 2 * margin, height)
    return { x, y, width: endX - x, height: endY - y }
  }

  #middleOf(index: number): Point {
    const [column, row] = [index % this.columns, Math.floor(index / this.columns)]
    return [this.#corner[0] + (column + 0.5) * this.#cell, this.#corner[1] + (row + 0.5) * this.#cell]
  }
}

/** Even and odd: whether a ray to the right crosses the polygon's edges an odd number of times. */
function isInside(polygon: readonly Point[], [x, y]: Point): boolean {
  let inside = false
  polygon.forEach(([fromX, fromY], index) => {
    const [toX, toY] = polygon[(index + 1) % polygon.length] ?? [fromX, fromY]
    if (fromY > y !== toY > y && x < fromX + ((y - fromY) / (toY - fromY)) * (toX - fromX)) inside = !inside
  })
  return inside
}
