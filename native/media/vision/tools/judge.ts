import {
  CardEye,
  type CardSighting,
  type Point,
  type Quad,
  type VisionModels,
  WheelEye,
} from '../../../vision/index.ts'
import type { CalibrationOf } from './calibration-file.ts'
import { readPicture } from './picture-file.ts'

/** What vision says of one picture alone; lengths in px of the picture. */
export interface CardsVerdict {
  readonly cards: readonly Pick<CardSighting, 'rank' | 'suit' | 'confidence' | 'quad'>[]
}
export interface WheelVerdict {
  readonly state: 'resting' | 'rolling' | 'none' | 'no_read'
  /** There when a ball rests. */
  readonly pocket?: number
  readonly confidence: number
}

export type Verdict = CardsVerdict | WheelVerdict

/** Judges the picture in a file. @throws {VisionError} */
export type Judge<Of extends Verdict = Verdict> = (file: string) => Promise<Of>

export function cardsJudge(models: VisionModels): Judge<CardsVerdict> {
  const eye = new CardEye(models)
  return async (file) => {
    const sightings = await eye.look(await readPicture(file))
    return {
      cards: sightings.map(({ rank, suit, confidence, quad }) => ({
        rank,
        suit,
        confidence: rounded(confidence, 4),
        quad: roundedQuad(quad),
      })),
    }
  }
}

export function wheelJudge(models: VisionModels, calibrationOf: CalibrationOf): Judge<WheelVerdict> {
  const eye = new WheelEye(models)
  return async (file) => {
    const picture = await readPicture(file)
    const { state, pocket, confidence } = await eye.look(picture, calibrationOf(file, picture.width))
    return { state, ...(state === 'resting' && pocket !== null && { pocket }), confidence: rounded(confidence, 4) }
  }
}

const roundedQuad = ([a, b, c, d]: Quad): Quad => [roundedPoint(a), roundedPoint(b), roundedPoint(c), roundedPoint(d)]
const roundedPoint = ([x, y]: Point): Point => [rounded(x, 1), rounded(y, 1)]
const rounded = (value: number, digits: number): number => Math.round(value * 10 ** digits) / 10 ** digits
