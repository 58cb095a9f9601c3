import type { RgbFrame } from '../frame.ts'
import { VisionError } from '../model/index.ts'

/** Of the picture that the finder sees, px. */
export const smallWidth = 640
export const smallHeight = 360
/** The largest picture, px: 4K. */
const widthMax = 3_840
const heightMax = 2_160

/** Where a frame lies in the small picture: small = frame · scale + (left, top), px. */
export interface SmallLayout {
  readonly scale: number
  readonly left: number
  readonly top: number
}

/**
 * Makes frames small for the finder: each pixel is the mean of those that it covers; a frame of another aspect gets black
 * edges. Its memory is used again for the next frame.
 */
export class SmallPicture {
  /** Rows of RGB24, 640 × 360. */
  readonly data = new Uint8Array(smallWidth * smallHeight * 3)
  #columns: Int32Array = new Int32Array(0)
  #rows: Int32Array = new Int32Array(0)
  #size = { width: 0, height: 0 }
  #layout: SmallLayout = { scale: 1, left: 0, top: 0 }

  /** @throws VisionError `picture_too_small`, `picture_too_large`, `picture_damaged` */
  draw(frame: RgbFrame): SmallLayout {
    checkPicture(frame)
    if (frame.width !== this.#size.width || frame.height !== this.#size.height) this.#layOut(frame)
    if (frame.width === 2 * smallWidth && frame.height === 2 * smallHeight) this.#halve(frame.data)
    else this.#average(frame)
    return this.#layout
  }

  #layOut({ width, height }: RgbFrame): void {
    const scale = Math.min(smallWidth / width, smallHeight / height)
    const across = Math.round(width * scale)
    const down = Math.round(height * scale)
    this.#size = { width, height }
    this.#layout = { scale, left: (smallWidth - across) >> 1, top: (smallHeight - down) >> 1 }
    this.#columns = edges(width, across)
    this.#rows = edges(height, down)
    this.data.fill(0)
  }

  /** 720p is what cameras give most: this is a third of the general way's time. */
  #halve(from: Uint8Array): void {
    const stride = 2 * smallWidth * 3
    let to = 0
    for (let y = 0; y < smallHeight; y++) {
      let above = 2 * y * stride
      let below = above + stride
      for (let x = 0; x < smallWidth; x++) {
        for (let channel = 0; channel < 3; channel++, above++, below++) {
          const sum = (from[above] ?? 0) + (from[above + 3] ?? 0) + (from[below] ?? 0) + (from[below + 3] ?? 0)
          this.data[to++] = (sum + 2) >> 2
        }
        above += 3
        below += 3
      }
    }
  }

  #average({ data: from, width }: RgbFrame): void {
    const columns = this.#columns
    const rows = this.#rows
    const { left, top } = this.#layout
    for (let y = 0; y + 1 < rows.length; y++) {
      const above = rows[y] ?? 0
      const below = rows[y + 1] ?? 0
      let to = ((top + y) * smallWidth + left) * 3
      for (let x = 0; x + 1 < columns.length; x++) {
        const first = columns[x] ?? 0
        const last = columns[x + 1] ?? 0
        let red = 0
        let green = 0
        let blue = 0
        for (let row = above; row < below; row++) {
          const end = (row * width + last) * 3
          for (let at = (row * width + first) * 3; at < end; at += 3) {
            red += from[at] ?? 0
            green += from[at + 1] ?? 0
            blue += from[at + 2] ?? 0
          }
        }
        const share = 1 / ((below - above) * (last - first))
        this.data[to++] = red * share + 0.5
        this.data[to++] = green * share + 0.5
        this.data[to++] = blue * share + 0.5
      }
    }
  }
}

/** Where each small pixel's part of a line begins, px; each pixel of the line belongs to one. */
const edges = (from: number, to: number): Int32Array =>
  Int32Array.from({ length: to + 1 }, (_, index) => Math.round((index * from) / to))

function checkPicture({ width, height, data }: RgbFrame): void {
  const size = `a picture of ${width} × ${height} px`
  if (!(width >= smallWidth && height >= smallHeight))
    throw new VisionError(
      'picture_too_small',
      `${size} is too small for cards: at least ${smallWidth} × ${smallHeight}`,
    )
  if (!(width <= widthMax && height <= heightMax))
    throw new VisionError('picture_too_large', `${size} is too large: at most ${widthMax} × ${heightMax}`)
  if (data.length !== width * height * 3)
    throw new VisionError('picture_damaged', `${size} has ${data.length} bytes instead of ${width * height * 3}`)
}
