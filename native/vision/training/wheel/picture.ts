/** One picture of a wheel with its truth. */

import type { Random } from '../../../art/index.ts'
import type { RgbFrame } from '../../frame.ts'
import type { WheelCalibration } from '../../wheel/calibration.ts'
import type { Ellipse } from './camera.ts'
import { normal } from './chance.ts'
import { compose } from './composition.ts'
import { expose, type Size } from './exposure.ts'
import { type Scene, sceneOf } from './scene.ts'
import type { Wheel } from './wheel.ts'

export interface WheelPicture {
  readonly frame: RgbFrame
  readonly scene: Scene
  /** Where the outer edge of the printed numbers is truly seen. */
  readonly circle: Ellipse
}

/** @param middle where the wheel's middle is seen, px */
export async function pictureOf(
  random: Random,
  wheel: Wheel,
  size: Size,
  middle: { x: number; y: number },
): Promise<WheelPicture> {
  const scene = sceneOf(random, wheel, { middle, radiusPx: wheel.radiusPx })
  const plane = compose(random, wheel, scene)
  const frame = await expose(random, plane, wheel.radiusPx, scene.camera, size)
  return { frame, scene, circle: scene.camera.circle() }
}

/** A calibration is never quite right, and its axes begin anywhere. */
export function jittered(random: Random, circle: Ellipse): Ellipse {
  const size = Math.max(circle.rx, circle.ry)
  const grow = 1 + 0.008 * normal(random)
  const stretch = 1 + 0.003 * normal(random)
  const quarter = random.below(4)
  const [rx, ry] = quarter % 2 === 0 ? [circle.rx, circle.ry] : [circle.ry, circle.rx]
  return {
    cx: circle.cx + 0.006 * size * normal(random),
    cy: circle.cy + 0.006 * size * normal(random),
    rx: rx * grow * stretch,
    ry: (ry * grow) / stretch,
    angle: circle.angle + 90 * quarter,
  }
}

/** As vision takes it: lengths in parts of the frame's width. */
export const calibrationOf = ({ cx, cy, rx, ry, angle }: Ellipse, { width }: Size): WheelCalibration => ({
  cx: cx / width,
  cy: cy / width,
  rx: rx / width,
  ry: ry / width,
  angle,
})
