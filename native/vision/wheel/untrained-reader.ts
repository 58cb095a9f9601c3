import type { RgbFrame } from '../frame.ts'
import { WheelReader as ClassicalReader } from '../wheel-reader.ts'
import { checkCalibration, type WheelCalibration } from './calibration.ts'
import type { WheelEye } from './eye.ts'
import type { WheelReading } from './reading.ts'

/** The rings of the wheels that we know, in parts of the ring of numbers. */
const rings = {
  ...{ pocketInner: 0.71, pocketOuter: 0.85, colourInner: 0.874, colourOuter: 0.99 },
  ...{ trackInner: 1.29, trackOuter: 1.406 },
}

/** Reads with the classical finders what the wheel-reader model will read once it is trained: goes away on that day. */
export class UntrainedReader {
  readonly #calibration: WheelCalibration
  readonly #reader: ClassicalReader

  constructor(_eye: WheelEye, calibration: WheelCalibration) {
    const { cx: centreX, cy: centreY, rx, ry } = calibration
    const radii = Object.fromEntries(Object.entries(rings).map(([name, part]) => [name, part * rx])) as typeof rings
    this.#calibration = calibration
    this.#reader = new ClassicalReader({ centreX, centreY, squash: ry / rx, ...radii })
  }

  async read(frame: RgbFrame): Promise<WheelReading> {
    checkCalibration(this.#calibration, frame)
    return { ...this.#reader.read(frame), model: null, sight: null }
  }
}
