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
 * It runs between two pictures, so it makes nothing but its result.
 * @param rgba colours multiplied by their alpha, as Skia keeps them; rows without padding
 * @param width px, even
 * @param height px, even
 */
export function coverOf(rgba: Uint8Array, width: number, height: number): Cover {
  const [luma, blue, red] = [plane(width, height), plane(width / 2, height / 2), plane(width / 2, height / 2)]
  for (let i = 0; i < width * height; i++) {
    const alpha = rgba[i * 4 + 3] ?? 0
    if (alpha === 0) continue
    const bright = brightness(rgba[i * 4] ?? 0, rgba[i * 4 + 1] ?? 0, rgba[i * 4 + 2] ?? 0)
    luma.colours[i] = Math.round(lumaOffset + (lumaRange * bright) / alpha)
    luma.alphas[i] = alpha
  }
  for (let i = 0; i < blue.colours.length; i++) {
    const column = i % blue.width
    const corner = ((i - column) * 4 + column * 2) * 4
    const alpha = ofFour(rgba, corner + 3, width)
    if (alpha === 0) continue
    const [r, g, b] = [ofFour(rgba, corner, width), ofFour(rgba, corner + 1, width), ofFour(rgba, corner + 2, width)]
    const bright = brightness(r, g, b)
    blue.colours[i] = Math.round(chromaOffset + (chromaRange * (b - bright)) / blueScale / alpha)
    red.colours[i] = Math.round(chromaOffset + (chromaRange * (r - bright)) / redScale / alpha)
    blue.alphas[i] = red.alphas[i] = Math.round(alpha / 4)
  }
  return { luma: spanned(luma), chroma: [spanned(blue), spanned(red)] }
}

/** Of colours that are multiplied by an alpha: so is the answer. */
function brightness(red: number, green: number, blue: number): number {
  return redPart * red + greenPart * green + bluePart * blue
}

/** The sum over two by two pixels. */
function ofFour(rgba: Uint8Array, at: number, width: number): number {
  const below = at + width * 4
  return (rgba[at] ?? 0) + (rgba[at + 4] ?? 0) + (rgba[below] ?? 0) + (rgba[below + 4] ?? 0)
}

function plane(width: number, height: number): CoverPlane {
  const bytes = () => new Uint8Array(width * height)
  const ends = () => new Uint16Array(height)
  return { width, height, colours: bytes(), alphas: bytes(), from: ends(), until: ends() }
}

function spanned(plane: CoverPlane): CoverPlane {
  const { width, height, alphas, from, until } = plane
  for (let row = 0; row < height; row++) {
    let [first, end] = [row * width, (row + 1) * width]
    while (first < end && alphas[first] === 0) first++
    while (end > first && alphas[end - 1] === 0) end--
    from[row] = end > first ? first - row * width : 0
    until[row] = end > first ? end - row * width : 0
  }
  return plane
}
