import { ellipseThrough, type Point, parameterOf, pointOn, type WheelCalibration } from './ellipse.ts'

/** What a person points at in the picture of a wheel. */
export interface WheelMarks {
  readonly centre: Point | null
  /** On the outer edge of the printed numbers. */
  readonly rim: readonly Point[]
  /** The zero as the picture shows it: the rotor turns, so that it holds for this picture alone. */
  readonly zero: Point | null
}
export type MarkKind = 'centre' | 'rim' | 'zero'

export const rimPointsMin = 2
export const rimPointsMax = 4
export const noMarks: WheelMarks = { centre: null, rim: [], zero: null }

/** The marks that a person would have made for a calibration: its centre and the ends of its axes. */
export function marksOf(calibration: WheelCalibration): WheelMarks {
  const ends = [0, 1, 2, 3].map((quarter) => pointOn(calibration, (quarter * Math.PI) / 2))
  return { centre: [calibration.cx, calibration.cy], rim: ends, zero: null }
}

/** Null while there are too few marks, or such as no ellipse goes through. */
export function calibrationOf({ centre, rim }: WheelMarks): WheelCalibration | null {
  return centre === null || rim.length < rimPointsMin ? null : rounded(ellipseThrough(centre, rim))
}

/** A click makes a mark: another centre or zero, or one more rim point, the last of which moves when there are enough. */
export function marked(marks: WheelMarks, kind: MarkKind, at: Point): WheelMarks {
  if (kind !== 'rim') return { ...marks, [kind]: at }
  return { ...marks, rim: [...marks.rim.slice(0, rimPointsMax - 1), at] }
}

/** What is most likely to be marked after `kind`; null when there is nothing left. */
export function kindAfter(marks: WheelMarks, kind: MarkKind): MarkKind | null {
  if (kind === 'centre') return marks.rim.length < rimPointsMax ? 'rim' : 'zero'
  if (kind === 'rim') return marks.rim.length < rimPointsMax ? 'rim' : 'zero'
  return null
}

/** Every handle: `centre`, `rim-0` …, `zero`. */
export function moved(marks: WheelMarks, handle: string, to: Point): WheelMarks {
  if (handle === 'centre' || handle === 'zero') return { ...marks, [handle]: to }
  return { ...marks, rim: marks.rim.map((point, i) => (handle === `rim-${i}` ? to : point)) }
}

/** The whole wheel somewhere else, as when the camera was pushed. */
export function shifted(marks: WheelMarks, dx: number, dy: number): WheelMarks {
  const shift = ([x, y]: Point): Point => [x + dx, y + dy]
  const one = (point: Point | null) => (point === null ? null : shift(point))
  return { centre: one(marks.centre), rim: marks.rim.map(shift), zero: one(marks.zero) }
}

export const pockets = 37
const pitch = (2 * Math.PI) / pockets

/** How many pockets lie between two places of the zero, 0…18.5. @param mine, theirs parameters of the ellipse, rad */
export function pocketsApart(mine: number, theirs: number): number {
  const turn = Math.abs(mine - theirs) % (2 * Math.PI)
  return Math.min(turn, 2 * Math.PI - turn) / pitch
}

/** Where a person sees the zero, as a parameter of the calibrated ellipse; null without either. */
export function markedZero(marks: WheelMarks): number | null {
  const calibration = calibrationOf(marks)
  return marks.zero === null || calibration === null ? null : parameterOf(calibration, marks.zero)
}

/** A hundredth of a pixel is more than any hand means; the file stays readable. */
function rounded(calibration: WheelCalibration | null): WheelCalibration | null {
  if (calibration === null) return null
  const { cx, cy, rx, ry, angle } = calibration
  const short = (value: number, digits: number) => Number(value.toFixed(digits))
  return { cx: short(cx, 5), cy: short(cy, 5), rx: short(rx, 5), ry: short(ry, 5), angle: short(angle, 2) }
}
