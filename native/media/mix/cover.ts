import type { CoverPlane } from './blend.ts'

/** A drawing as the program can take it: luma, and both chromas at half the size. */
export interface Cover {
  readonly luma: CoverPlane
  readonly chroma: readonly [CoverPlane, CoverPlane]
}

// BT.709, 8 bit, limited range: ITU-R BT.709-6, items 3.2–3.5.
const [redPart, greenPart, bluePart] = [0.2126, 0.7152, 0.0722]
const [blueScale, redScale] = [2 * (1 - bluePart), 2 * (1 - redPart)]
const [lumaOffset, lumaRange, chromaOffset, chromaRange] = [16, 219, 128, 224]

/**
 * @param rgba colours multiplied by their alpha, as Skia keeps them; rows without padding
 * @param width px, even
 * @param height px, even
 */
export function coverOf(rgba: Uint8Array, width: number, height: number): Cover {
  const [luma, blue, red] = [plane(width, height), plane(width / 2, height / 2), plane(width / 2, height / 2)]
  for (let i = 0; i < width * height; i++) {
    const alpha = rgba[i * 4 + 3] ?? 0
    if (alpha === 0) continue
    const [bright] = ofBt709(rgba[i * 4] ?? 0, rgba[i * 4 + 1] ?? 0, rgba[i * 4 + 2] ?? 0, alpha)
    luma.colours[i] = bright
    luma.alphas[i] = alpha
  }
  for (let row = 0; row < height / 2; row++) {
    for (let column = 0; column < width / 2; column++) {
      const sums = [0, 0, 0, 0] as [number, number, number, number]
      const corner = (row * 2 * width + column * 2) * 4
      for (const at of [corner, corner + 4, corner + width * 4, corner + width * 4 + 4])
        for (let channel = 0; channel < 4; channel++) sums[channel] = (sums[channel] ?? 0) + (rgba[at + channel] ?? 0)
      if (sums[3] === 0) continue
      const i = (row * width) / 2 + column
      const [, blueness, redness] = ofBt709(...sums)
      blue.colours[i] = blueness
      red.colours[i] = redness
      blue.alphas[i] = red.alphas[i] = Math.round(sums[3] / 4)
    }
  }
  return { luma: spanned(luma), chroma: [spanned(blue), spanned(red)] }
}

/** Of a colour that is multiplied by `alpha`; both may be sums over pixels. */
function ofBt709(red: number, green: number, blue: number, alpha: number): [number, number, number] {
  const bright = (redPart * red + greenPart * green + bluePart * blue) / alpha
  return [
    Math.round(lumaOffset + lumaRange * bright),
    Math.round(chromaOffset + (chromaRange * (blue / alpha - bright)) / blueScale),
    Math.round(chromaOffset + (chromaRange * (red / alpha - bright)) / redScale),
  ]
}

function plane(width: number, height: number): CoverPlane {
  const bytes = () => new Uint8Array(width * height)
  const ends = () => new Uint16Array(height)
  return { width, height, colours: bytes(), alphas: bytes(), from: ends(), until: ends() }
}

function spanned(plane: CoverPlane): CoverPlane {
  const { width, height, alphas, from, until } = plane
  for (let row = 0; row < height; row++) {
    const covers = alphas.subarray(row * width, (row + 1) * width)
    const first = covers.findIndex((alpha) => alpha > 0)
    from[row] = Math.max(0, first)
    until[row] = covers.findLastIndex((alpha) => alpha > 0) + 1
  }
  return plane
}
