import type { RgbFrame } from '../frame.ts'
import type { VisionModels } from '../model/index.ts'
import type { CardLook, CardSighting } from './card.ts'
import { cropBytes, cropHeight, cropWidth, drawCrop } from './card-crop.ts'
import { type Candidate, candidatesMax, candidatesOf } from './finder-map.ts'
import { centreOf, isCardShaped, upsideDown } from './quad.ts'
import { bothLooks, cropReadings } from './reader-output.ts'
import { type FoundCard, judged } from './sighting.ts'
import { SmallPicture, smallHeight, smallWidth } from './small-picture.ts'
import type { StillRegions } from './still-regions.ts'

/** A crop whose corners lie further off than this was framed badly: another look replaces the first, px of the crop. */
const movedMax = 10
/** Below this confidence another look is taken as well, and counts as much. */
const certainFrom = 0.95
/** … unless the first look says that it is no card at all. */
const lookAgainFaceMin = 0.05

/**
 * Sees the face-up cards in single pictures: the finder says where one may lie in the whole picture, the reader names each
 * from its full-size crop. One look at a time: its memory is used again for the next.
 */
export class CardEye {
  readonly #models: VisionModels
  readonly #small = new SmallPicture()
  readonly #crops = new Uint8Array(candidatesMax * cropBytes)

  constructor(models: VisionModels) {
    this.#models = models
  }

  /**
   * @param frame 640 × 360 to 3840 × 2160 px
   * @returns the cards of this picture alone that are certain enough to tell
   * @throws VisionError `picture_too_small`, `picture_too_large`, `picture_damaged`, and what the models throw
   */
  async look(frame: RgbFrame): Promise<readonly CardSighting[]> {
    return (await this.examine(frame)).sightings
  }

  /**
   * Looks and tells what it could not name as well.
   * @param regions only what lies in them is read, and only where something has changed
   * @throws as `look`
   */
  async examine(frame: RgbFrame, regions?: StillRegions): Promise<CardLook> {
    const layout = this.#small.draw(frame)
    if (regions?.compare(this.#small.data, layout, frame) === 'still') return this.#lookOf(frame, regions.kept())
    const { map } = await this.#models.cardFinder.run({
      data: this.#small.data,
      shape: [1, smallHeight, smallWidth, 3],
    })
    if (!map) throw new Error('the finder gave no map')
    const candidates = candidatesOf(map, layout).filter(({ quad }) => regions?.isOpen(centreOf(quad)) ?? true)
    const judgement = judged(await this.#read(frame, candidates))
    return this.#lookOf(frame, regions?.merged(judgement) ?? judgement)
  }

  #lookOf({ capturedAt, width, height }: RgbFrame, found: Pick<CardLook, 'sightings' | 'unread'>): CardLook {
    const { cardFinder, cardReader } = this.#models
    const models = [cardFinder, cardReader].map(({ id, sha256 }) => ({ id, sha256 }))
    return { capturedAt, width, height, models, ...found }
  }

  async #read(frame: RgbFrame, candidates: readonly Candidate[]): Promise<FoundCard[]> {
    const first = await this.#readCrops(frame, candidates)
    const doubtful = first.filter(isDoubtful)
    // The corners as read frame the card better, and upside down the reader sees it with other eyes.
    const places = doubtful.map(({ quad, finder }) => ({ quad: upsideDown(quad), finder }))
    const second = await this.#readCrops(frame, places)
    const settled = second.map((card, index) => {
      const [before, place] = [doubtful[index], places[index]]
      const both = before && place && before.moved <= movedMax ? bothLooks(before, card, place.quad) : card
      return { ...both, quad: upsideDown(both.quad), finder: card.finder }
    })
    return [...first.filter((card) => !isDoubtful(card)), ...settled]
  }

  async #readCrops(frame: RgbFrame, candidates: readonly Candidate[]): Promise<FoundCard[]> {
    if (candidates.length === 0) return []
    for (const [index, { quad }] of candidates.entries()) {
      drawCrop(frame, quad, this.#crops.subarray(index * cropBytes, (index + 1) * cropBytes))
    }
    const { reading } = await this.#models.cardReader.run({
      data: this.#crops.subarray(0, candidates.length * cropBytes),
      shape: [candidates.length, cropHeight, cropWidth, 3],
    })
    if (!reading) throw new Error('the reader gave no reading')
    const readings = cropReadings(
      reading,
      candidates.map(({ quad }) => quad),
    )
    return readings.map((card, index) => ({ ...card, finder: candidates[index]?.finder ?? 0 }))
  }
}

const isDoubtful = ({ moved, confidence, numbers, quad }: FoundCard): boolean =>
  (moved > movedMax || confidence < certainFrom) && numbers.face >= lookAgainFaceMin && isCardShaped(quad)
