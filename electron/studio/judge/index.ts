/**
 * The judge: what the witnesses of one round said goes in, a verdict comes out. Pure functions, no clock, no I/O.
 * It must never pick between witnesses, never count what is not certainly of this round, and never make a guess of silence.
 */
export { absenceWords, visionDoubt } from './admission.ts'
export { awaited, fallSilent, judge, speak, type Testimony, testimonySchema } from './testimony.ts'
