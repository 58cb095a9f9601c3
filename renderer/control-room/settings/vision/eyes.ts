import type { PictureSettings } from '../draft.ts'
import type { WheelCalibration } from './ellipse.ts'

export type Eye = PictureSettings['vision'][number]

export const eyesMax = 4
export const zonesMax = 16
export const watchesMax = 4

/** A wheel in the middle of the picture: where a new eye looks until someone marks it. */
export const unmarked: WheelCalibration = { cx: 0.5, cy: 0.28125, rx: 0.17, ry: 0.17, angle: 0 }

const freshReads = {
  wheel: { kind: 'wheel', calibration: unmarked },
  cards: { kind: 'cards', zones: [] },
} as const satisfies Record<Eye['reads']['kind'], unknown>

/** Pictures a second: turns of the ball are counted, and cards lie still. */
const fpsOf = { wheel: 15, cards: 5 } as const

/** An eye for a source that has none; undefined when every source has one. */
export function freshEye({
  sources,
  vision,
}: {
  readonly sources: readonly Pick<PictureSettings['sources'][number], 'id'>[]
  readonly vision: PictureSettings['vision']
}): Eye | undefined {
  const free = sources.find(({ id }) => !vision.some(({ source }) => source === id))
  return free && { source: free.id, fps: fpsOf.wheel, reads: freshReads.wheel, watches: [] }
}

/** The same eye on something else; its watched zones stay. */
export function reading(eye: Eye, kind: Eye['reads']['kind']): Eye {
  if (eye.reads.kind === kind) return eye
  return { ...eye, fps: fpsOf[kind], reads: kind === 'wheel' ? freshReads.wheel : { kind, zones: [] } }
}
