/**
 * Vision: frames in, readings out. It is a witness: better silent than wrong. It must never know of rounds, money or what
 * another witness said.
 */
export { WheelReader } from './wheel-reader.ts'
export type { RgbFrame, WheelCalibration, WheelReading } from './wheel-reading.ts'
