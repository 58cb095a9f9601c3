/**
 * Vision: frames in, readings out. It is a witness: better silent than wrong. It must never know of rounds, money or what
 * another witness said.
 */
export {
  CardEye,
  type CardSighting,
  CardTableReader,
  type CardTableReading,
  type CardZone,
  type ModelMark,
  type Rectangle,
  type ZoneReading,
} from './cards/index.ts'
export type { Point, Quad, RgbFrame } from './frame.ts'
export {
  type Model,
  type ProviderNews,
  VisionError,
  VisionModels,
} from './model/index.ts'
export { ProcedureDesk, type ProcedureEvent, type ProcedureNews } from './procedure/index.ts'
export type { WheelCalibration } from './wheel/calibration.ts'
export { WheelEye } from './wheel/eye.ts'
export { type FoundWheel, findWheel } from './wheel/find-wheel.ts'
export { WheelReader } from './wheel/reader.ts'
export type { WheelReading } from './wheel/reading.ts'
export type { WheelSight } from './wheel/sight.ts'
