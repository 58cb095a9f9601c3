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
