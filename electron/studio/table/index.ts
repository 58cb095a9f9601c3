/**
 * One table: its session (pure), its sensor, and what the backend says of it. In flow wheel events, camera readings, time and people's decisions; out flow steps that are already written down. It must never tell what is
 * not in the store, and never end a round without two witnesses or a named person.
 */
export { BackendWatch } from './backend-watch.ts'
export { clockView } from './clock-view.ts'
export { type SensorState, sensorAfter, sensorBefore, sensorNews } from './sensor-state.ts'
export type { Decision, Refusal, Step } from './session/index.ts'
export { Simulator, SimulatorAwayError } from './simulator.ts'
export { mediaProcessHealth, tableSnapshot } from './snapshot.ts'
export { isSpinEvent, Table } from './table.ts'
