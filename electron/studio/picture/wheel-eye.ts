import type { PictureSettings } from '../../../native/media/index.ts'

/** The source on which vision reads the wheel; null without one. Pure. */
export function wheelSource({ vision }: PictureSettings): string | null {
  return vision.find(({ reads }) => reads.kind === 'wheel')?.source ?? null
}
