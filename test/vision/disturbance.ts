import { seededRandom } from '../house/random.ts'

/** What a camera and its room do to a picture. */
export const disturbanceNames = ['lighting', 'blur', 'shake'] as const
export type DisturbanceName = (typeof disturbanceNames)[number]

const [width, height] = [1280, 720]
/** Planes Y, U and V of 4:2:0 as they lie one after the other. */
const planes = [
  { from: 0, wide: width, high: height },
  { from: width * height, wide: width / 2, high: height / 2 },
  { from: (width * height * 5) / 4, wide: width / 2, high: height / 2 },
] as const
/** The light drifts by this part within `driftMs`, and flickers by this part from picture to picture. */
const light = { drift: 0.35, driftMs: 9_000, flicker: 0.06, warmth: 6 }
/** Half the side of the square that a defocused point becomes, px, and how long it takes to come and go. */
const defocus = { pxMax: 2, ms: 6_000 }
/** The camera trembles by so many px, at these frequencies, 1/s. */
const tremor = { px: 3, along: 2.3, down: 3.1 }

/** Disturbs the pictures of one camera, the same way for the same seed. */
export class Disturbance {
  readonly #random: () => number
  readonly #phase: number
  readonly #curve = new Uint8Array(256)

  constructor(seed: number) {
    this.#random = seededRandom(seed)
    this.#phase = this.#random() * 2 * Math.PI
  }

  /**
   * @param picture planes of 1280 × 720, left as they are
   * @param at ms
   */
  apply(picture: Buffer, names: readonly DisturbanceName[], at: number): Buffer {
    let disturbed = picture
    if (names.includes('blur')) disturbed = blurred(disturbed, this.#swing(at, defocus.ms, 0.5) * defocus.pxMax)
    if (names.includes('shake')) disturbed = moved(disturbed, ...this.#tremble(at))
    if (names.includes('lighting')) disturbed = this.#lit(disturbed, at)
    return disturbed
  }

  /** A swing between 1 − 2 · `depth` and 1. */
  #swing(at: number, periodMs: number, depth: number): number {
    return 1 - depth + depth * Math.sin((at / periodMs) * 2 * Math.PI + this.#phase)
  }

  #tremble(at: number): [right: number, down: number] {
    const of = (frequency: number) =>
      tremor.px * Math.sin((at / 1000) * frequency * 2 * Math.PI + this.#phase) + this.#random() - 0.5
    return [Math.round(of(tremor.along)), Math.round(of(tremor.down))]
  }

  #lit(picture: Buffer, at: number): Buffer {
    const drift = 1 + light.drift * (2 * this.#swing(at, light.driftMs, 0.5) - 1)
    const gain = drift * (1 + light.flicker * (2 * this.#random() - 1))
    const warmth = Math.round(light.warmth * (2 * this.#swing(at, 1.7 * light.driftMs, 0.5) - 1))
    for (let level = 0; level < 256; level++) this.#curve[level] = Math.max(16, Math.min(235, 16 + (level - 16) * gain))
    const lit = Buffer.from(picture)
    const [, blue, red] = planes
    for (let sample = 0; sample < blue.from; sample++) lit[sample] = this.#curve[lit[sample] ?? 0] ?? 0
    for (let sample = blue.from; sample < red.from; sample++) lit[sample] = (lit[sample] ?? 0) - warmth
    for (let sample = red.from; sample < lit.length; sample++) lit[sample] = (lit[sample] ?? 0) + warmth
    return lit
  }
}

/** Each sample is the mean of the square around it. @param half its side's half for brightness, px; colour has half of that */
function blurred(picture: Buffer, half: number): Buffer {
  const soft = Buffer.from(picture)
  for (const { from, wide, high } of planes) {
    const reach = Math.round((half * wide) / width)
    if (reach === 0) continue
    const lines = soft.subarray(from, from + wide * high)
    for (let row = 0; row < high; row++) average(lines, row * wide, 1, wide, reach)
    for (let column = 0; column < wide; column++) average(lines, column, wide, high, reach)
  }
  return soft
}

const line = new Uint8Array(width)

/** A running mean along one line of samples, in place; its ends go on. */
function average(samples: Buffer, from: number, step: number, count: number, reach: number): void {
  for (let index = 0; index < count; index++) line[index] = samples[from + index * step] ?? 0
  const at = (index: number) => line[Math.min(Math.max(index, 0), count - 1)] ?? 0
  let sum = 0
  for (let index = -reach; index <= reach; index++) sum += at(index)
  for (let index = 0; index < count; index++) {
    samples[from + index * step] = sum / (2 * reach + 1)
    sum += at(index + reach + 1) - at(index - reach)
  }
}

/** The picture moved by whole px; its edges go on. Colour, at half the size, moves by half, rounded. */
function moved(picture: Buffer, right: number, down: number): Buffer {
  const shifted = Buffer.alloc(picture.length)
  for (const { from, wide, high } of planes) {
    const [across, under] = [Math.round((right * wide) / width), Math.round((down * wide) / width)]
    for (let row = 0; row < high; row++) {
      const source = from + Math.min(Math.max(row - under, 0), high - 1) * wide
      const target = from + row * wide
      const [start, end] = [Math.max(0, across), Math.min(wide, wide + across)]
      picture.copy(shifted, target + start, source + start - across, source + end - across)
      shifted.fill(picture[source] ?? 0, target, target + start)
      shifted.fill(picture[source + wide - 1] ?? 0, target + end, target + wide)
    }
  }
  return shifted
}
