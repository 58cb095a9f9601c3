import type { Rectangle } from '../../vision/index.ts'

/** Evidence is at least this wide and high, in pixels of the camera's picture: a person must see what lies around. */
const cropPxMin = 160

/**
 * The part of the camera's picture that a crop of the picture that was read shows: scaled, padded about its centre to
 * 160 px, inside the picture, on even pixels (4:2:0 has one colour sample for two).
 */
export function cropInPicture(
  crop: Rectangle,
  readWidth: number,
  picture: { readonly width: number; readonly height: number },
): Rectangle {
  const scale = picture.width / readWidth
  const side = (length: number, max: number) =>
    Math.min(Math.ceil(Math.max(length * scale, cropPxMin) / 2) * 2, max & ~1)
  const place = (from: number, length: number, side: number, max: number) => {
    const start = Math.round((from + length / 2) * scale - side / 2)
    return Math.max(0, Math.min(start, max - side)) & ~1
  }
  const width = side(crop.width, picture.width)
  const height = side(crop.height, picture.height)
  const x = place(crop.x, crop.width, width, picture.width)
  const y = place(crop.y, crop.height, height, picture.height)
  return { x, y, width, height }
}
