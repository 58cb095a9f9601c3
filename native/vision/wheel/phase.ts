import { pocketCount } from './pattern.ts'

/** Columns of the model's outputs: half as many as the strip has. */
export const sightColumns = 296
const columnsOfPocket = sightColumns / pocketCount
const [red, black, green] = [0, 1, 2]
/** The colours clockwise from zero, as the model numbers them: red and black alternate, beginning with red. */
const colourOfPlace = Array.from({ length: pocketCount }, (_, place) =>
  place === 0 ? green : place % 2 === 1 ? red : black,
)

/** How the rotor stands, by the whole ring of colours at once. */
export interface RotorPhase {
  /** Middle of zero, as a column's edge: 0 to 296; may lie between two. */
  readonly zero: number
  /** That it is this pocket and not another which is zero, 0–1. */
  readonly certainty: number
  /** Mean probability of the colours that should be there, 0–1: near 1 on a wheel, below a half where there is none. */
  readonly fit: number
}

/**
 * The shift of the known sequence with the highest likelihood.
 * @param colours logits of red, black and green: three rows of 296 columns
 */
export function phaseOf(colours: Float32Array): RotorPhase {
  const scores = scoresOf(sumsOfPockets(logProbabilities(colours)))
  const score = (shift: number) => scores[around(shift)] ?? 0
  let best = 0
  for (let shift = 1; shift < sightColumns; shift++) if (score(shift) > score(best)) best = shift
  let rival = Number.NEGATIVE_INFINITY
  for (let away = columnsOfPocket / 2; away <= sightColumns - columnsOfPocket / 2; away++)
    rival = Math.max(rival, score(best + away))
  // The columns of one pocket speak as one: they see the same paint.
  const margin = (score(best) - rival) / columnsOfPocket
  return {
    zero: wrapped(best + between(score, best)),
    certainty: 1 / (1 + Math.exp(-margin)),
    fit: Math.exp(score(best) / sightColumns),
  }
}

/** Three rows of logits as logarithms of probabilities. */
function logProbabilities(colours: Float32Array): Float64Array {
  const logs = new Float64Array(3 * sightColumns)
  for (let column = 0; column < sightColumns; column++) {
    const logit = (colour: number) => colours[colour * sightColumns + column] ?? 0
    const max = Math.max(logit(red), logit(black), logit(green))
    const sum = Math.exp(logit(red) - max) + Math.exp(logit(black) - max) + Math.exp(logit(green) - max)
    for (const colour of [red, black, green]) logs[colour * sightColumns + column] = logit(colour) - max - Math.log(sum)
  }
  return logs
}

/** For each colour, the sum over one pocket's width that begins at each column. */
function sumsOfPockets(logs: Float64Array): Float64Array {
  const sums = new Float64Array(logs.length)
  for (const colour of [red, black, green]) {
    const row = logs.subarray(colour * sightColumns, (colour + 1) * sightColumns)
    let sum = 0
    for (let column = 0; column < columnsOfPocket; column++) sum += row[column] ?? 0
    for (let column = 0; column < sightColumns; column++) {
      sums[colour * sightColumns + column] = sum
      sum += (row[around(column + columnsOfPocket)] ?? 0) - (row[column] ?? 0)
    }
  }
  return sums
}

/** The sequence's log-likelihood with zero's middle at each column's first edge. */
function scoresOf(sums: Float64Array): Float64Array {
  const scores = new Float64Array(sightColumns)
  for (let shift = 0; shift < sightColumns; shift++) {
    let score = 0
    for (let place = 0; place < pocketCount; place++) {
      const from = around(shift + place * columnsOfPocket - columnsOfPocket / 2)
      score += sums[(colourOfPlace[place] ?? 0) * sightColumns + from] ?? 0
    }
    scores[shift] = score
  }
  return scores
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
