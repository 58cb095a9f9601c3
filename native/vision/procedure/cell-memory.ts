import type { View } from './scenery.ts'
import type { ZoneCells } from './zone-cells.ts'

/** What a difference must exceed, in tones: a least, and so many times the usual noise. */
const colourMin = 5
const brightnessMin = 6
const noiseTimes = 4
const noiseAtFirst = 1.5
/** Noise above this is something that moves, in tones. */
const noiseMax = 3
/** Part of the contrast to the neighbours that a little shake, left over, makes of a cell; and in a picture that was shaken. */
const contrastPart = 0.25
const shakenContrastPart = 0.6
/** A shadow, and a lamp's spot, change the brightness by less than this, in tones: by a quarter. */
const shadowMax = 14
/** Brightness is judged against the mean of so many cells around: a shadow is soft. */
const reach = 3
const noiseSeconds = 4
const contrastEveryLooks = 16

/** How each cell of a zone is remembered, and which cells look different now: in colour, or in brightness that no shadow explains. */
export class CellMemory {
  readonly #cells: ZoneCells
  /** Red, green and blue tones, as of `ZoneCells`. */
  readonly #tones: Float32Array
  /** Mean differences of brightness and of colour, where nothing differs. */
  readonly #noise: readonly [Float32Array, Float32Array]
  readonly #contrast: readonly [Float32Array, Float32Array]
  readonly #brightness: Float32Array
  readonly #colour: Float32Array
  readonly #surroundings: Surroundings
  #looks = 0
  /** Per cell, in the order of `ZoneCells.inside`: 1 where it differs. */
  readonly differs: Uint8Array

  constructor(cells: ZoneCells) {
    const { length } = cells.inside
    const perCell = () => new Float32Array(length)
    this.#cells = cells
    this.#tones = cells.tones.slice()
    this.#noise = [perCell().fill(noiseAtFirst), perCell().fill(noiseAtFirst)]
    this.#contrast = [perCell(), perCell()]
    this.#brightness = perCell()
    this.#colour = perCell()
    this.#surroundings = new Surroundings(cells)
    this.differs = new Uint8Array(length)
  }

  /** Compares the zone's present tones with those remembered. @returns how many cells differ */
  compare({ shaken }: View): number {
    const part = shaken ? shakenContrastPart : contrastPart
    const { differs } = this
    const { tones } = this.#cells
    const count = differs.length
    if (this.#looks++ % contrastEveryLooks === 0) this.#findContrast()
    for (let cell = 0; cell < count; cell++) {
      const red = (tones[cell] ?? 0) - (this.#tones[cell] ?? 0)
      const green = (tones[count + cell] ?? 0) - (this.#tones[count + cell] ?? 0)
      const blue = (tones[2 * count + cell] ?? 0) - (this.#tones[2 * count + cell] ?? 0)
      this.#brightness[cell] = (red + 2 * green + blue) / 4
      this.#colour[cell] = Math.abs(red - green) + Math.abs(blue - green)
    }
    const soft = this.#surroundings.meansOf(this.#brightness)
    const [brightnessNoise, colourNoise] = this.#noise
    const [brightnessContrast, colourContrast] = this.#contrast
    let sum = 0
    for (let cell = 0; cell < count; cell++) {
      const brightness = this.#brightness[cell] ?? 0
      const sharp = Math.abs(brightness - (soft[cell] ?? 0))
      const hard = Math.max(sharp, Math.abs(brightness) - shadowMax)
      this.#brightness[cell] = sharp
      const colourLimit = noiseTimes * (colourNoise[cell] ?? 0) + part * (colourContrast[cell] ?? 0)
      const brightnessLimit = noiseTimes * (brightnessNoise[cell] ?? 0) + part * (brightnessContrast[cell] ?? 0)
      const different = (this.#colour[cell] ?? 0) > colourMin + colourLimit || hard > brightnessMin + brightnessLimit
      differs[cell] = different ? 1 : 0
      if (different) sum++
    }
    return sum
  }

  /** Remembers a little of the cells that do not differ. @param part of the present in the memory, 0–1 @param seconds since the last time */
  follow(part: number, seconds: number): void {
    const { tones } = this.#cells
    const count = this.differs.length
    const [brightnessNoise, colourNoise] = this.#noise
    const noisePart = Math.min(1, seconds / noiseSeconds)
    for (let cell = 0; cell < count; cell++) {
      if (this.differs[cell]) continue
      const [brightness, colour] = [brightnessNoise[cell] ?? 0, colourNoise[cell] ?? 0]
      brightnessNoise[cell] = Math.min(noiseMax, brightness + ((this.#brightness[cell] ?? 0) - brightness) * noisePart)
      colourNoise[cell] = Math.min(noiseMax, colour + ((this.#colour[cell] ?? 0) - colour) * noisePart)
      for (let tone = cell; tone < 3 * count; tone += count)
        this.#tones[tone] = (this.#tones[tone] ?? 0) + ((tones[tone] ?? 0) - (this.#tones[tone] ?? 0)) * part
    }
  }

  /** Remembers a cell as it is now. */
  adopt(cell: number): void {
    const count = this.differs.length
    for (let tone = cell; tone < 3 * count; tone += count) this.#tones[tone] = this.#cells.tones[tone] ?? 0
  }

  /** The greatest difference to a neighbour, of brightness and of colour. */
  #findContrast(): void {
    const { neighbours } = this.#cells
    const count = this.differs.length
    const [brightnessContrast, colourContrast] = this.#contrast
    for (let cell = 0; cell < count; cell++) {
      let [brightness, colour] = [0, 0]
      for (let side = 0; side < 4; side++) {
        const next = neighbours[4 * cell + side] ?? cell
        const red = (this.#tones[cell] ?? 0) - (this.#tones[next] ?? 0)
        const green = (this.#tones[count + cell] ?? 0) - (this.#tones[count + next] ?? 0)
        const blue = (this.#tones[2 * count + cell] ?? 0) - (this.#tones[2 * count + next] ?? 0)
        brightness = Math.max(brightness, Math.abs(red + 2 * green + blue) / 4)
        colour = Math.max(colour, Math.abs(red - green) + Math.abs(blue - green))
      }
      brightnessContrast[cell] = brightness
      colourContrast[cell] = colour
    }
  }
}

/** Means over the squares around cells, by sums over the grid: as quick for wide squares as for small ones. */
class Surroundings {
  readonly #cells: ZoneCells
  readonly #sums: Float64Array
  readonly #grid: Float32Array
  readonly #counts: Float32Array
  readonly #means: Float32Array

  constructor(cells: ZoneCells) {
    this.#cells = cells
    const { columns, rows, inside } = cells
    this.#sums = new Float64Array((columns + 1) * (rows + 1))
    this.#grid = new Float32Array(columns * rows)
    this.#means = new Float32Array(inside.length)
    this.#counts = new Float32Array(inside.length).fill(1)
    this.#counts = this.meansOf(new Float32Array(inside.length).fill(1)).slice()
  }

  meansOf(values: Float32Array): Float32Array {
    const { columns, rows, inside } = this.#cells
    for (let cell = 0; cell < inside.length; cell++) this.#grid[inside[cell] ?? 0] = values[cell] ?? 0
    for (let row = 0; row < rows; row++) {
      let sum = 0
      for (let column = 0; column < columns; column++) {
        sum += this.#grid[row * columns + column] ?? 0
        const above = this.#sums[row * (columns + 1) + column + 1] ?? 0
        this.#sums[(row + 1) * (columns + 1) + column + 1] = above + sum
      }
    }
    for (let cell = 0; cell < inside.length; cell++) {
      const index = inside[cell] ?? 0
      const [column, row] = [index % columns, Math.floor(index / columns)]
      const [left, right] = [Math.max(0, column - reach), Math.min(columns, column + reach + 1)]
      const [top, bottom] = [Math.max(0, row - reach) * (columns + 1), Math.min(rows, row + reach + 1) * (columns + 1)]
      const at = (sum: number) => this.#sums[sum] ?? 0
      const sum = at(bottom + right) - at(top + right) - at(bottom + left) + at(top + left)
      this.#means[cell] = sum / (this.#counts[cell] ?? 1)
    }
    return this.#means
  }
}
