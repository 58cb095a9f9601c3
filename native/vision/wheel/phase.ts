import { pocketCount } from './pattern.ts'

/** Columns of the model's outputs: half as many as the strip has. */
export const sightColumns = 296
const columnsOfPocket = sightColumns / pocketCount
/** Columns in the middle of a pocket that say its colour; at its edges the model is of two minds. */
const saying = { from: -3, count: 6 } as const
/** However sure the model is, one column speaks against a colour by no more than this: nats. */
const againstMax = 6
/** Seen from aside or slightly off, a ring is stretched: pockets this near count most for where zero lies by them, columns. */
const nearColumns = 24
/** … and it is stretched by no more than this, columns. */
const stretchMax = 4

const [red, black, green] = [0, 1, 2]
/** The colours clockwise from zero, as the model numbers them: red and black alternate, beginning with red. */
const colourOfPlace = Array.from({ length: pocketCount }, (_, place) =>
  place === 0 ? green : place % 2 === 1 ? red : black,
)

/** The colours that the model sees around the ring: how the rotor stands is where the known sequence is likeliest. */
export class RingColours {
  /** Middle of zero, as a column's edge: 0 to 296; may lie between two. */
  readonly zero: number
  /** That it is this pocket and not another which is zero, 0–1. */
  readonly certainty: number
  /** Mean probability of the colours that should be there, 0–1: near 1 on a wheel, below a half where there is none. */
  readonly fit: number
  /** For each colour, its log-likelihood in the pocket whose middle lies at each column's first edge. */
  readonly #pockets: Float64Array
  /** The shift with the highest likelihood. */
  readonly #best: number

  /** @param colours logits of red, black and green: three rows of 296 columns */
  constructor(colours: Float32Array) {
    this.#pockets = pocketsOf(logProbabilities(colours))
    const scores = Float64Array.from({ length: sightColumns }, (_, shift) => this.#score(shift, null))
    const score = (shift: number) => scores[around(shift)] ?? 0
    let best = 0
    for (let shift = 1; shift < sightColumns; shift++) if (score(shift) > score(best)) best = shift
    let rival = Number.NEGATIVE_INFINITY
    for (let away = columnsOfPocket / 2; away <= sightColumns - columnsOfPocket / 2; away++)
      rival = Math.max(rival, score(best + away))
    // The columns of one pocket speak as one: they see the same paint.
    const margin = (score(best) - rival) / saying.count
    this.zero = wrapped(best + between(score, best))
    this.certainty = 1 / (1 + Math.exp(-margin))
    this.fit = Math.exp(score(best) / (pocketCount * saying.count))
    this.#best = best
  }

  /** Where zero lies by the pockets near a column: what is counted from there counts rightly. In columns, may be < 0 or > 296. */
  zeroNear(column: number): number {
    const score = (shift: number) => this.#score(shift, column)
    let best = this.#best
    for (let stretch = -stretchMax; stretch <= stretchMax; stretch++)
      if (score(this.#best + stretch) > score(best)) best = this.#best + stretch
    return best + between(score, best)
  }

  /** The sequence's log-likelihood with zero's middle at a column's first edge. @param near weighs pockets near this column */
  #score(shift: number, near: number | null): number {
    let score = 0
    for (let place = 0; place < pocketCount; place++) {
      const middle = shift + place * columnsOfPocket
      const weight = near === null ? 1 : Math.exp(-((gap(middle - near) / nearColumns) ** 2))
      score += weight * (this.#pockets[(colourOfPlace[place] ?? 0) * sightColumns + around(middle)] ?? 0)
    }
    return score
  }
}

/** Three rows of logits as logarithms of probabilities. */
function logProbabilities(colours: Float32Array): Float64Array {
  const logs = new Float64Array(3 * sightColumns)
  for (let column = 0; column < sightColumns; column++) {
    const logit = (colour: number) => colours[colour * sightColumns + column] ?? 0
    const max = Math.max(logit(red), logit(black), logit(green))
    const sum = Math.exp(logit(red) - max) + Math.exp(logit(black) - max) + Math.exp(logit(green) - max)
    for (const colour of [red, black, green])
      logs[colour * sightColumns + column] = Math.max(logit(colour) - max - Math.log(sum), -againstMax)
  }
  return logs
}

/** For each colour, the sum over the columns that say the colour of a pocket with its middle at each column's first edge. */
function pocketsOf(logs: Float64Array): Float64Array {
  const sums = new Float64Array(logs.length)
  for (const colour of [red, black, green]) {
    const row = logs.subarray(colour * sightColumns, (colour + 1) * sightColumns)
    for (let middle = 0; middle < sightColumns; middle++) {
      let sum = 0
      for (let off = saying.from; off < saying.from + saying.count; off++) sum += row[around(middle + off)] ?? 0
      sums[colour * sightColumns + middle] = sum
    }
  }
  return sums
}

/** The peak's middle lies this far from its best column: midway between flanks of the same height. */
function between(score: (shift: number) => number, best: number): number {
  const reach = columnsOfPocket / 2
  const rise = (shift: number) => score(best + shift + reach) - score(best + shift - reach)
  const [before, here, after] = [rise(-1), rise(0), rise(1)]
  const zeroOf = (from: number, until: number) => Math.min(Math.max(from / (from - until), 0), 1)
  if (before <= after) return 0
  return here > 0 ? zeroOf(here, after) : zeroOf(before, here) - 1
}

const around = (column: number): number => ((column % sightColumns) + sightColumns) % sightColumns
const wrapped = (column: number): number => column - Math.floor(column / sightColumns) * sightColumns
/** The same distance in (−148, 148]. */
const gap = (columns: number): number => columns - Math.round(columns / sightColumns) * sightColumns
