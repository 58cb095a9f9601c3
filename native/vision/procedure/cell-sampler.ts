import type { Point, RgbFrame } from '../frame.ts'

/** A cell is 4 × 4 px of a picture 640 px wide, of which every second is read, as on a chessboard. */
const cellSide = 4
const referenceWidth = 640
const samples = 8
/** What a camera makes of black, of 255: below it brightness says little. */
const darkness = 24
const tonesPerDoubling = 32

/** A doubling of light is the same step anywhere, so that light is added and a shadow changes no colour. */
const toneOfSum = Float32Array.from(
  { length: 255 * samples + 1 },
  (_, sum) => tonesPerDoubling * Math.log2(1 + sum / samples / darkness),
)

export interface Size {
  readonly width: number
  readonly height: number
}

/** px of the frame between the samples of a cell. */
export const sampleStep = ({ width }: Size): number => Math.max(1, Math.round(width / referenceWidth))
/** px of the frame. */
export const cellPx = (frame: Size): number => cellSide * sampleStep(frame)

/** Reads the tones of cells at fixed places of a frame. */
export class CellSampler {
  readonly count: number
  readonly #offsets: Int32Array
  readonly #steps: Int32Array

  /** @param places the cells' upper left corners: whole px, further from the frame's edges than any shift */
  constructor(places: readonly Point[], frame: Size) {
    const step = sampleStep(frame)
    this.count = places.length
    this.#offsets = Int32Array.from(places, ([x, y]) => (y * frame.width + x) * 3)
    this.#steps = Int32Array.from({ length: samples }, (_, sample) => {
      const row = sample >> 1
      const column = (sample & 1) * 2 + (row & 1)
      return (row * frame.width + column) * step * 3
    })
  }

  /** @param shift whole px that the picture lies right of and below its place @param tones red of all cells, then green, then blue */
  read({ data, width }: RgbFrame, [right, down]: Point, tones: Float32Array): void {
    const { count } = this
    const shift = (down * width + right) * 3
    for (let cell = 0; cell < count; cell++) {
      const from = (this.#offsets[cell] ?? 0) + shift
      let [red, green, blue] = [0, 0, 0]
      for (let sample = 0; sample < samples; sample++) {
        const at = from + (this.#steps[sample] ?? 0)
        red += data[at] ?? 0
        green += data[at + 1] ?? 0
        blue += data[at + 2] ?? 0
      }
      tones[cell] = toneOfSum[red] ?? 0
      tones[count + cell] = toneOfSum[green] ?? 0
      tones[2 * count + cell] = toneOfSum[blue] ?? 0
    }
  }

  /** How far the green tones are from `expected` on the mean, each at most `differenceMax`. */
  distance({ data, width }: RgbFrame, [right, down]: Point, expected: Float32Array, differenceMax: number): number {
    const shift = (down * width + right) * 3 + 1
    let sum = 0
    for (let cell = 0; cell < this.count; cell++) {
      const from = (this.#offsets[cell] ?? 0) + shift
      let green = 0
      for (let sample = 0; sample < samples; sample++) green += data[from + (this.#steps[sample] ?? 0)] ?? 0
      sum += Math.min(Math.abs((toneOfSum[green] ?? 0) - (expected[cell] ?? 0)), differenceMax)
    }
    return sum / Math.max(1, this.count)
  }
}
