/**
 * The virtual studio: one simulated world from which come a camera's picture and a wheel's serial protocol. In flow faults
 * on request, out flow an MPEG-TS stream and SlingShot frames, as from real devices. The product must never be able to
 * tell it from them, so nothing outside asks it for a result; its truth is for tests.
 */

export type { FaultName, VirtualSpin } from './api.ts'
export { faultNameSchema, faultNames, virtualSpinSchema, virtualStateSchema } from './api.ts'
export { virtualWheelCalibration } from './calibration.ts'
export { type SimulationOptions, simulateTable } from './simulation.ts'

/** The program to start as a child. */
export const virtualProgram = new URL('./main.ts', import.meta.url)
