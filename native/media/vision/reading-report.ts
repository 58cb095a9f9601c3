import type { WheelReading } from '../../vision/index.ts'

/** The confidence from which a reading counts as a witness's word. */
const witnessConfidence = 0.9
/** A ball at rest is told again this often, so that a listener that came late knows. */
const repeatRestingMs = 1_000
/** The crop as evidence is at least this wide and high, in pixels of the camera's picture: a person must see the pocket's neighbours. */
const cropPxMin = 160

interface Rectangle {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** Which of the readings of each frame are worth telling. */
export class ReadingReport {
  #told: WheelReading | null = null

  /** Whether this reading says something new, or says again that the ball rests. */
  tells(reading: WheelReading): boolean {
    const told = this.#told
    const news =
      told === null ||
      told.kind !== reading.kind ||
      told.pocket !== reading.pocket ||
      told.confidence >= witnessConfidence !== reading.confidence >= witnessConfidence ||
      (reading.kind === 'resting' && reading.capturedAt - told.capturedAt >= repeatRestingMs)
    if (news) this.#told = reading
    return news
  }
}

/**
 * The part of the camera's picture that a crop of the smaller, read picture shows: scaled up, padded about its centre to
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
