import type { PictureSettings } from '../../../native/media/index.ts'
import { type PictureState, pictureDoubt } from './picture-state.ts'

/** An eye that looks at less than this share of the pictures that it is to look at may miss a rolling ball. */
const paceMin = 0.5

/** The source on which vision reads the wheel; null without one. Pure. */
export function wheelSource({ vision }: PictureSettings): string | null {
  return vision.find(({ reads }) => reads.kind === 'wheel')?.source ?? null
}

/** Why vision could not witness a spin that begins now, as a clause; null: it can, or the table has no such witness. Pure. */
export function wheelBlindness(picture: PictureState, settings: PictureSettings): string | null {
  const eye = settings.vision.find(({ reads }) => reads.kind === 'wheel')
  if (!eye) return null
  const doubt = pictureDoubt(picture.sources.get(eye.source))
  if (doubt !== null) return doubt
  const numbers = picture.statistics?.vision.find(({ source }) => source === eye.source)
  if (!numbers) return 'vision has not begun to look'
  if (numbers.why !== undefined) return numbers.why
  const slow = numbers.fps < eye.fps * paceMin
  return slow ? `vision looks at only ${Math.round(numbers.fps)} of ${eye.fps} pictures a second` : null
}
