import { sightColumns } from './phase.ts'

/** What lies this near to a ball is the ball itself, columns: less than a pocket. */
const ownColumns = { pocket: 7, elsewhere: 14 } as const
/** Columns to each side of the peak that say where the ball's middle is. */
const middleColumns = 2

/** The rows of the model's output. */
const [inPocket, elsewhere, offset, radius] = [0, 1, 2, 3]

/** The place that looks most like a ball. */
export interface SeenBall {
  readonly place: 'pocket' | 'elsewhere'
  /** Its middle in columns from the first one's edge, 0 to 296; may lie between two. */
  readonly column: number
  /** In parts of the calibrated ellipse. */
  readonly radius: number
  /** That there is a ball, 0–1. */
  readonly certainty: number
  /** That there is one more, or that this one is in the other place, 0–1. */
  readonly rival: number
}

/** @param ball rows of 296 columns: logits of a ball in a pocket and elsewhere, its offset in columns, its radius */
export function ballOf(ball: Float32Array): SeenBall {
  const value = (row: number, column: number) => ball[row * sightColumns + around(column)] ?? 0
  const heat = (row: number, column: number) => 1 / (1 + Math.exp(-value(row, column)))
  let [row, peak] = [inPocket, 0]
  for (const place of [inPocket, elsewhere])
    for (let column = 0; column < sightColumns; column++)
      if (value(place, column) > value(row, peak)) [row, peak] = [place, column]
  const place = row === inPocket ? 'pocket' : 'elsewhere'
  const other = row === inPocket ? elsewhere : inPocket
  let rival = 0
  for (let away = 0; away < sightColumns; away++) {
    rival = Math.max(rival, heat(other, peak + away))
    if (Math.min(away, sightColumns - away) > ownColumns[place]) rival = Math.max(rival, heat(row, peak + away))
  }
  let [weight, middle, out] = [0, 0, 0]
  for (let away = -middleColumns; away <= middleColumns; away++) {
    const share = heat(row, peak + away)
    weight += share
    middle += share * (away + 0.5 + value(offset, peak + away))
    out += share * value(radius, peak + away)
  }
  const column = peak + middle / weight
  return {
    place,
    column: column - Math.floor(column / sightColumns) * sightColumns,
    radius: out / weight,
    certainty: heat(row, peak),
    rival,
  }
}

const around = (column: number): number => ((column % sightColumns) + sightColumns) % sightColumns
