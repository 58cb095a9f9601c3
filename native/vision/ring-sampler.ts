import type { WheelCalibration } from './wheel-reading.ts'

/** Where the samples of one ring lie in a frame: `steps` angles from the picture's right clockwise, `depth` radii each. */
export interface RingSampler {
  readonly steps: number
  readonly depth: number
  /** Byte offset of each sample's red in an RGB24 frame, angle by angle from the inside out. */
  readonly offsets: Int32Array
}

/**
 * Lays out a ring's samples once for a frame size.
 * @param inner, outer radii as in the calibration, in parts of the frame's width
 * @param depth radii, evenly from `inner` to `outer`
 */
export function ringSampler(
  { centreX, centreY, squash }: WheelCalibration,
  size: { readonly width: number; readonly height: number },
  ring: { readonly inner: number; readonly outer: number },
  steps: number,
  depth: number,
): RingSampler {
  const offsets = new Int32Array(steps * depth)
  const within = (value: number, max: number) => Math.min(Math.max(Math.round(value), 0), max)
  for (let step = 0; step < steps; step++) {
    const angle = (step * 2 * Math.PI) / steps
    for (let level = 0; level < depth; level++) {
      const radius = ring.inner + ((ring.outer - ring.inner) * (level + 0.5)) / depth
      const x = (centreX + radius * Math.cos(angle)) * size.width
      const y = (centreY + radius * squash * Math.sin(angle)) * size.width
      offsets[step * depth + level] = (within(y, size.height - 1) * size.width + within(x, size.width - 1)) * 3
    }
  }
  return { steps, depth, offsets }
}
