import {
  CardEye,
  CardTableReader,
  type RgbFrame,
  type VisionModels,
  WheelEye,
  WheelReader,
} from '../../vision/index.ts'
import type { EyeSettings } from '../messages/index.ts'
import type { Seen } from './questions.ts'

/** An eye as vision's thread has it: with what it remembers of earlier pictures. */
export interface ThreadEye {
  readonly settings: EyeSettings
  /** @throws VisionError */
  look(frame: RgbFrame): Promise<Seen>
}

export function openEye(settings: EyeSettings, models: VisionModels): ThreadEye {
  const { reads } = settings
  if (reads.kind === 'wheel') {
    const reader = new WheelReader(new WheelEye(models), reads.calibration)
    return {
      settings,
      async look(frame) {
        const reading = await reader.read(frame)
        const by = reading.model
          ? { provider: models.wheelReader.provider, models: [reading.model] }
          : { provider: null, models: [] }
        return { reads: { kind: 'wheel', reading }, procedure: [], ...by }
      },
    }
  }
  const reader = new CardTableReader(new CardEye(models), reads.zones)
  return {
    settings,
    async look(frame) {
      const reading = await reader.read(frame)
      // The reader runs only where the finder found something.
      const { provider } = models.cardFinder
      return { reads: { kind: 'cards', reading }, procedure: [], provider, models: reading.models }
    },
  }
}
