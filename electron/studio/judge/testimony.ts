import { z } from 'zod'
import { pocketSchema, utcMsSchema } from '../../../backend/contract/index.ts'
import type { Verdict } from '../api/index.ts'

/** What one witness has said of a round so far. `silent` is final: who could not tell, or contradicted itself, is not heard again. */
export const testimonySchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('awaited') }),
  z.object({ kind: z.literal('spoke'), pocket: pocketSchema, capturedAt: utcMsSchema }),
  z.object({ kind: z.literal('silent'), why: z.string() }),
])
export type Testimony = z.infer<typeof testimonySchema>

export const awaited: Testimony = { kind: 'awaited' }

/** A counted reading. The first one stands; a second one that names another pocket takes the witness's word away. */
export function speak(before: Testimony, pocket: number, capturedAt: number): Testimony {
  if (before.kind === 'awaited') return { kind: 'spoke', pocket, capturedAt }
  if (before.kind === 'spoke' && before.pocket !== pocket) {
    return { kind: 'silent', why: `said ${before.pocket} and then ${pocket}` }
  }
  return before
}

/** The witness will not tell, or takes back what it told. */
export function fallSilent(before: Testimony, why: string): Testimony {
  return before.kind === 'silent' ? before : { kind: 'silent', why }
}

/** @returns null while a witness that may still speak is awaited */
export function judge(sensor: Testimony, vision: Testimony): Verdict | null {
  if (sensor.kind === 'spoke' && vision.kind === 'spoke') return sensor.pocket === vision.pocket ? 'agree' : 'disagree'
  if (sensor.kind === 'awaited' || vision.kind === 'awaited') return null
  return 'no_read'
}
