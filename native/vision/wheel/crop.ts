import type { WheelCalibration } from './calibration.ts'
import { pocketPitch } from './pattern.ts'
import type { WheelReading } from './reading.ts'

/** Half the side of the crop around a ball, in pockets. */
const pockets = 3
/** The whole wheel with its track, in parts of the calibrated ellipse. */
const wheel = 1.4

/**
 * The ball with three pockets to each side; the whole wheel without a ball.
 * @param ball angle in rad and radius in parts of the ellipse
 * @returns px of the frame, inside of it
 */
export function cropAround(
  { cx, cy, rx, ry, angle }: WheelCalibration,
  ball: { readonly angle: number; readonly radius: number } | null,
  { width, height }: { readonly width: number; readonly height: number },
): WheelReading['crop'] {
  const turn = (angle * Math.PI) / 180
  const along = ball ? ball.radius * rx * Math.cos(ball.angle) : 0
  const aside = ball ? ball.radius * ry * Math.sin(ball.angle) : 0
  const half = Math.max(rx, ry) * (ball ? pockets * pocketPitch : wheel) * width
  const place = (middle: number, max: number) =>
    Math.round(Math.min(Math.max(middle * width - half, 0), Math.max(0, max - 2 * half)))
  const side = Math.round(2 * half)
  return {
    x: place(cx + Math.cos(turn) * along - Math.sin(turn) * aside, width),
    y: place(cy + Math.sin(turn) * along + Math.cos(turn) * aside, height),
    width: Math.min(side, width),
    height: Math.min(side, height),
  }
}
