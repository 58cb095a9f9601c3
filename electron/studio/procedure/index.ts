/**
 * Procedure: what cameras saw of hands, ball, cards and dealer goes in, together with the round that it belongs to; out come
 * words for the record and alerts for whoever is on duty. It must never confirm, void or hold up anything: it informs a person.
 */
export { ProcedureDesk } from './procedure-desk.ts'
export type { ProcedureState } from './watch.ts'
