import type { SKRSContext2D } from '@napi-rs/canvas'
import { picture } from '../art/index.ts'
import { drawFelt, drawInlay } from './felt-art.ts'
import { drawLayout, type LayoutPlace } from './layout-art.ts'

/** What one camera of the table looks at. */
export interface CameraView {
  /** The wheel's middle, px of the picture, and its size against the camera above it. */
  readonly wheel: { readonly x: number; readonly y: number; readonly scale: number }
  readonly layout: LayoutPlace | null
  /** Pictures a second, whatever the world's speed. */
  readonly framesPerSecond: number
}

export type CameraName = 'wheel' | 'wide' | 'close'

/**
 * Straight above the wheel, which fills the picture; the whole table; and the layout, for the winning number. Only the first
 * must follow a ball: the others are slower, as all of a house may run on two processors.
 */
export const cameraViews: Readonly<Record<CameraName, CameraView>> = {
  wheel: { wheel: { x: picture.centreX, y: picture.centreY, scale: 1 }, layout: null, framesPerSecond: 30 },
  wide: {
    wheel: { x: 268, y: 330, scale: 0.62 },
    layout: { x: 604, y: 210, width: 46, height: 62 },
    framesPerSecond: 15,
  },
  close: {
    wheel: { x: 640, y: -130, scale: 1.2 },
    layout: { x: 150, y: 318, width: 80, height: 86 },
    framesPerSecond: 15,
  },
}

/** Everything under the wheel and beside it that never moves. */
export function drawTable(context: SKRSContext2D, { wheel, layout }: CameraView): void {
  drawFelt(context)
  context.save()
  context.translate(wheel.x, wheel.y)
  context.scale(wheel.scale, wheel.scale)
  drawInlay(context)
  context.restore()
  if (layout) drawLayout(context, layout)
}
