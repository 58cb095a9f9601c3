import { z } from 'zod'
import { betSchema, betsPerSlipMax, roundIdSchema, slipIdSchema } from '../../../backend/contract/index.ts'
import type { Memory } from './session.ts'

const pendingKey = 'tablecast.pending-slip'

const pendingSchema = z.object({
  playerId: z.string(),
  slipId: slipIdSchema,
  roundId: roundIdSchema,
  bets: z.array(betSchema).min(1).max(betsPerSlipMax),
})

/** A slip on its way: asked for, not answered yet. Kept where a reload finds it, before it is sent for the first time. */
export type PendingSlip = z.infer<typeof pendingSchema>

export function rememberPending(memory: Memory, slip: PendingSlip | undefined): void {
  if (slip === undefined) memory.removeItem(pendingKey)
  else memory.setItem(pendingKey, JSON.stringify(slip))
}

/** The slip that was on its way when the page was left; undefined when there was none. */
export function recallPending(memory: Memory): PendingSlip | undefined {
  try {
    return pendingSchema.safeParse(JSON.parse(memory.getItem(pendingKey) ?? 'null')).data
  } catch {
    return undefined
  }
}
