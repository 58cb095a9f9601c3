/** One plane of a picture in memory: `stride` bytes from row to row. */
export interface Plane {
  readonly bytes: Uint8Array
  readonly stride: number
  readonly width: number
  readonly height: number
}

/** One plane of something to lay over a picture, rows without padding: colours, and how much of each covers (255: all). */
export interface CoverPlane {
  readonly width: number
  readonly height: number
  readonly colours: Uint8Array
  readonly alphas: Uint8Array
  /** Of each row: the first column that covers anything, and the one after the last. */
  readonly from: Uint16Array
  readonly until: Uint16Array
}

/** Lays `cover` over the plane with its corner at (x, y), which must lie inside as a whole. */
export function blend(plane: Plane, cover: CoverPlane, x: number, y: number): void {
  const { bytes, stride } = plane
  const { colours, alphas, width } = cover
  for (let row = 0; row < cover.height; row++) {
    const until = row * width + (cover.until[row] ?? 0)
    const shift = (y + row) * stride + x - row * width
    for (let i = row * width + (cover.from[row] ?? 0); i < until; i++) {
      const alpha = alphas[i] ?? 0
      if (alpha === 255) bytes[shift + i] = colours[i] ?? 0
      else if (alpha > 0) {
        const sum = (colours[i] ?? 0) * alpha + (bytes[shift + i] ?? 0) * (255 - alpha) + 128
        // Division by 255, rounded, without dividing.
        bytes[shift + i] = (sum + (sum >> 8)) >> 8
      }
    }
  }
}

const evenBytes = 0x00ff00ff
const halves = 0x00800080
const weightOne = 256

/**
 * Mixes `incoming` into `picture`, byte by byte, four of them in one word.
 * @param picture a whole number of words, as all canvases are
 * @param weight of the incoming, 0–1
 */
export function dissolve(picture: Uint32Array, incoming: Uint32Array, weight: number): void {
  const gain = Math.round(weight * weightOne)
  const rest = weightOne - gain
  for (let i = 0; i < picture.length; i++) {
    const old = picture[i] ?? 0
    const next = incoming[i] ?? 0
    const even = Math.imul(old & evenBytes, rest) + Math.imul(next & evenBytes, gain) + halves
    const odd = Math.imul((old >>> 8) & evenBytes, rest) + Math.imul((next >>> 8) & evenBytes, gain) + halves
    picture[i] = ((even >>> 8) & evenBytes) | (odd & ~evenBytes)
  }
}

/** Copies a picture's plane into another with its corner at (x, y), which must lie inside as a whole. */
export function copyInto(plane: Plane, source: Plane, x: number, y: number): void {
  for (let row = 0; row < source.height; row++) {
    const from = row * source.stride
    plane.bytes.set(source.bytes.subarray(from, from + source.width), (y + row) * plane.stride + x)
  }
}
