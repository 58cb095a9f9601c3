import { type Point, pointOn, type WheelCalibration } from './ellipse.ts'
import { pockets } from './wheel-marks.ts'

/** The ring of printed numbers reaches about so far in, in parts of its outer edge. */
const ringInner = 0.84
/** The ball's mark, in parts of the calibrated ellipse. */
const ballRadius = 0.05

/** A calibrated wheel: its edge, its pockets turned to where the zero is, the zero and the ball. */
export function WheelOverlay({
  calibration,
  zero,
  ball,
}: {
  readonly calibration: WheelCalibration
  /** Parameter of the ellipse, rad; null: nobody has said, and no pockets are drawn. */
  readonly zero: number | null
  readonly ball: { readonly angle: number; readonly radius: number } | null
}) {
  const { cx, cy, rx, ry, angle } = calibration
  const turn = `rotate(${angle} ${cx} ${cy})`
  const ringOf = (radius: number, className: string) => (
    <ellipse className={className} cx={cx} cy={cy} rx={rx * radius} ry={ry * radius} transform={turn} />
  )
  const pitch = (2 * Math.PI) / pockets
  const frets =
    zero === null
      ? ''
      : Array.from({ length: pockets }, (_, pocket) => fret(calibration, zero + (pocket + 0.5) * pitch)).join('')
  return (
    <>
      {[1, ringInner].map((radius) => (
        <g key={radius}>
          {ringOf(radius, 'stage-edge')}
          {ringOf(radius, 'stage-line')}
        </g>
      ))}
      <path className="stage-line" d={frets} />
      {zero !== null && <path className="wheel-zero" d={sector(calibration, zero - pitch / 2, zero + pitch / 2)} />}
      {ball !== null && <Ball at={pointOn(calibration, ball.angle, ball.radius)} radius={ballRadius * rx} />}
    </>
  )
}

function Ball({ at: [x, y], radius }: { readonly at: Point; readonly radius: number }) {
  return (
    <>
      <circle className="stage-edge" cx={x} cy={y} r={radius} />
      <circle className="wheel-ball" cx={x} cy={y} r={radius} />
    </>
  )
}

const short = ([x, y]: Point) => `${x.toFixed(5)} ${y.toFixed(5)}`

function fret(calibration: WheelCalibration, t: number): string {
  return `M${short(pointOn(calibration, t, ringInner))}L${short(pointOn(calibration, t))}`
}

/** A pocket is so narrow that its sides may be straight. */
function sector(calibration: WheelCalibration, from: number, to: number): string {
  const corners = [
    pointOn(calibration, from, ringInner),
    pointOn(calibration, from),
    pointOn(calibration, to),
    pointOn(calibration, to, ringInner),
  ]
  return `M${corners.map(short).join('L')}Z`
}
