/**
 * Where pictures and sound come from: cameras, streams, files and the test pattern. In flow settings, out flow decoded
 * pictures and sound with the time of their capture, the packets they came in, and why a connection failed. It must never
 * end by itself, wait without a bound, or let one source's trouble be felt by another.
 */
export { listDevices } from './devices.ts'
export { Source } from './source.ts'
