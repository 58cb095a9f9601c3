import {
  CardEye,
  CardTableReader,
  type CardZone,
  ProcedureDesk,
  type RgbFrame,
  type VisionModels,
  type WheelCalibration,
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
  const look =
    reads.kind === 'wheel'
      ? lookAtWheel(settings, reads.calibration, models)
      : lookAtCards(settings, reads.zones, models)
  return { settings, look }
}

function lookAtWheel({ watches }: EyeSettings, calibration: WheelCalibration, models: VisionModels): ThreadEye['look'] {
  const reader = new WheelReader(new WheelEye(models), calibration)
  const desk = new ProcedureDesk({ watches, wheel: calibration })
  return async (frame) => {
    const reading = await reader.read(frame)
    const procedure = desk.see({ frame, wheel: reading.sight })
    const { provider } = models.wheelReader
    return { reads: { kind: 'wheel', reading }, procedure, provider, models: [reading.model] }
  }
}

function lookAtCards({ watches }: EyeSettings, zones: readonly CardZone[], models: VisionModels): ThreadEye['look'] {
  const reader = new CardTableReader(new CardEye(models), zones)
  const desk = new ProcedureDesk({ watches })
  return async (frame) => {
    const reading = await reader.read(frame)
    const procedure = desk.see({ frame, cards: reading })
    // The reader runs only where the finder found something.
    const { provider } = models.cardFinder
    return { reads: { kind: 'cards', reading }, procedure, provider, models: reading.models }
  }
}
