import type { RgbFrame } from '../frame.ts'
import type { VisionModels } from '../model/index.ts'
import { checkCalibration, type WheelCalibration } from './calibration.ts'
import { sightOf, type WheelSight } from './sight.ts'
import { stripColumns, stripOf, stripRows } from './strip.ts'

/** Sees a wheel in one picture alone; it remembers nothing. */
export class WheelEye {
  readonly #models: Pick<VisionModels, 'wheelReader'>

  constructor(models: Pick<VisionModels, 'wheelReader'>) {
    this.#models = models
  }

  /** What is looked with: its name and version, and the file's SHA-256. */
  get model(): { readonly id: string; readonly sha256: string } {
    const { id, sha256 } = this.#models.wheelReader
    return { id, sha256 }
  }

  /** @throws VisionError `bad_calibration` where the wheel cannot be there; what the model throws */
  async look(frame: RgbFrame, calibration: WheelCalibration): Promise<WheelSight> {
    checkCalibration(calibration, frame)
    return await this.read(stripOf(frame, calibration))
  }

  /** @param strip of `stripOf` */
  async read(strip: Uint8Array): Promise<WheelSight> {
    const { colours, ball } = await this.#models.wheelReader.run({
      data: strip,
      shape: [1, stripRows, stripColumns, 3],
    })
    if (!colours || !ball) throw new Error('the wheel-reader model gave no outputs')
    return sightOf({ colours, ball })
  }
}
