/**
 * Procedure: pictures, and what was read from them, in; out what happened at the table that a rule may forbid: a hand in the
 * betting zone, a ball that was not launched or ran too short, a card moved or covered, nobody at the table. It tells what it
 * saw and when, with the picture of it; it must never know whether that was allowed.
 */
export type { ProcedureEvent, ProcedureNews } from './event.ts'
export { ProcedureDesk } from './procedure-desk.ts'
