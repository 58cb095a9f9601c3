import { VisionError } from '../model/index.ts'

/**
 * Where the wheel stands in the picture: the ellipse of the outer edge of the ring of printed numbers. Lengths are parts of
 * the frame's *width*, so that they hold at any resolution.
 */
export interface WheelCalibration {
  readonly cx: number
  readonly cy: number
  readonly rx: number
  readonly ry: number
  /** Of the rx axis: degrees, clockwise in the picture. */
  readonly angle: number
}

/** A smaller wheel cannot be read, px. */
const radiusPxMin = 60
/** A wheel seen from further aside than this is too flat to be read. */
const flatnessMin = 0.5

/**
 * Whether a wheel can stand there in a picture of this size, and can be read.
 * @throws VisionError `bad_calibration`
 */
export function checkCalibration({ cx, cy, rx, ry, angle }: WheelCalibration, size: Size): void {
  const refuse = (message: string): never => {
    throw new VisionError('bad_calibration', `the wheel's calibration does not fit: ${message}`)
  }
  if (![cx, cy, rx, ry, angle].every(Number.isFinite)) refuse('every number must be finite')
  if (Math.min(rx, ry) < flatnessMin * Math.max(rx, ry) || rx <= 0)
    refuse(`radii of ${rx} and ${ry} are no wheel seen from above`)
  const px = Math.min(rx, ry) * size.width
  if (px < radiusPxMin) refuse(`a radius of ${px.toFixed(0)} px is under the ${radiusPxMin} px that can be read`)
  const [x, y] = [cx * size.width, cy * size.width]
  if (x < 0 || x > size.width || y < 0 || y > size.height) refuse('its centre lies outside of the picture')
  if (rx > 1 || ry > 1) refuse('it is larger than the picture')
}

interface Size {
  /** px */
  readonly width: number
  readonly height: number
}
