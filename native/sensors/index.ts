/**
 * Sensors on the table's equipment: one codec per protocol (pure), one port per transport (serial, TCP). In flow bytes, out
 * flow wheel events. It must never guess: what no whole frame said is not an event.
 */
export type { WheelEvent, SensorPort } from './wheel-event.ts'
export { WheelSensor } from './wheel-sensor.ts'
