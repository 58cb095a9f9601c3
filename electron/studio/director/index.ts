/**
 * The automatic producer of one table. In flow the table's phase, which sources have a live picture, and what the mixer
 * did; out flow takes by the rules of the table's file, and a sentence about what it waits for. It must never cut to a
 * picture that is not live, and never over a person's take before that person, or another, gives the cuts back.
 */
export { Director } from './director.ts'
