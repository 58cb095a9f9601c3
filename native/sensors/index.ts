/**
 * Sensors on the table's equipment: one codec per protocol (pure), one port per transport (serial, TCP). In flow bytes, out
 * flow wheel events. It must never guess: what no whole frame said is not an event.
 */
export {
  encodeStatus,
  encodeWinningNumber,
  SlingShotCommandDecoder,
  type SlingShotStatus,
} from './slingshot/codec.ts'
export type { SensorPort, WheelEvent, WheelWarning } from './wheel-event.ts'
export type { WheelCommand } from './wheel-protocol.ts'
export { WheelSensor } from './wheel-sensor.ts'
