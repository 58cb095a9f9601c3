/**
 * Sensors on the table's equipment: one codec per protocol (pure), one port per transport (serial, TCP). In flow bytes, out
 * flow wheel events. It must never guess: what no whole frame said is not an event.
 *
 * Another protocol is one new file here:
 * - A `Codec`: its facts, each with where it was read (`protocol-facts.ts`), and a decoder from bytes to frames (`codec.ts`;
 *   `lines.ts` cuts lines). What is not wholly a frame must come out as `corrupt` with a reason, and the next whole frame
 *   must be read whatever came before it, of lines the next that begins at a line end. `barcode/codec.ts` is the shortest.
 * - For a wheel a `WheelProtocol` (`wheel-protocol.ts`): a codec that also follows a spin through its frames and encodes
 *   commands. `WheelSensor.open({ port, protocol }, …)` brings ports, reconnecting and the silence watch;
 *   `another-wheel.test.ts` is a whole one.
 * - Its name in `codecs.ts`: then `npm run -s sensors -- decode <name>` reads it, and `codecs.test.ts` wants it spoilt.
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
