import type { RgbFrame } from '../frame.ts'
import type { CardEye } from './card-eye.ts'
import { CardTable } from './card-table.ts'
import { StillRegions } from './still-regions.ts'
import type { CardTableReading } from './table-reading.ts'
import type { CardZone } from './zone.ts'

/** Reads a table's cards, frame by frame. One for each camera; frames in the order of their capture. */
export class CardTableReader {
  readonly #eye: CardEye
  readonly #regions: StillRegions
  readonly #table: CardTable

  constructor(eye: CardEye, zones: readonly CardZone[]) {
    this.#eye = eye
    this.#regions = new StillRegions(zones)
    this.#table = new CardTable(zones)
  }

  /** @throws VisionError as `CardEye.look` */
  async read(frame: RgbFrame): Promise<CardTableReading> {
    return this.#table.see(await this.#eye.examine(frame, this.#regions))
  }
}
