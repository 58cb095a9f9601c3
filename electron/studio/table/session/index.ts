/**
 * A table's session: the state machine of its rounds. Pure: a state and an input (wheel, camera, time, a person) go in, the
 * next state and what is to be written down come out. It must never know a clock, a store or a device.
 */
export { type Decision, decide, type Refusal } from './decision.ts'
export { emptySession, isInFlight, type Round, type SessionState, type Step, sessionStateSchema } from './round.ts'
export { nextDeadline, type SessionInput, type SpinEvent, step } from './session.ts'
