import { oc } from '@orpc/contract'
import { z } from 'zod'
import { playerIdSchema, roundIdSchema, slipIdSchema } from './identity.ts'
import { amountSchema, signedAmountSchema } from './money.ts'
import { refusable } from './refusable.ts'

/** Holds resolved in one call; a larger round is settled in several. */
export const resolutionsPerCallMax = 500

const player = z.object({ playerId: playerIdSchema })
const balance = z.object({ balance: amountSchema })

/** How a hold ends: captured (the stake goes to the house, `payout` comes back) or released (the stake comes back). */
const resolutionSchema = z.discriminatedUnion('action', [
  z.object({ action: z.literal('capture'), holdId: slipIdSchema, payout: amountSchema }),
  z.object({ action: z.literal('release'), holdId: slipIdSchema }),
])
export type Resolution = z.infer<typeof resolutionSchema>

/** A hold has the id of its slip. Each hold is resolved exactly once; a repeat with the same content gets the same answer. */
export const walletContract = {
  /** Opens a player's account with the demo grant, once; later calls answer the balance. */
  open: refusable.route({ method: 'PUT', path: '/players/{playerId}' }).input(player).output(balance),
  balance: refusable.route({ method: 'GET', path: '/players/{playerId}' }).input(player).output(balance),
  hold: refusable
    .route({ method: 'POST', path: '/holds' })
    .input(player.extend({ holdId: slipIdSchema, roundId: roundIdSchema, amount: amountSchema }))
    .output(balance),
  /**
   * Resolves holds in one transaction. A release of a hold that never arrived leaves a tombstone: the hold is refused
   * when it comes after all (HOLD_CONFLICT). A capture of one is refused (HOLD_UNKNOWN).
   */
  resolve: refusable
    .route({ method: 'POST', path: '/resolutions' })
    .input(z.object({ resolutions: z.array(resolutionSchema).min(1).max(resolutionsPerCallMax) }))
    .output(z.object({ balances: z.array(z.object({ playerId: playerIdSchema, balance: amountSchema })) })),
  /** What a round moved. */
  round: refusable
    .route({ method: 'GET', path: '/rounds/{roundId}' })
    .input(z.object({ roundId: roundIdSchema }))
    .output(z.object({ held: amountSchema, captured: amountSchema, released: amountSchema, paid: amountSchema })),
  /** Re-adds the whole ledger from its entries. */
  audit: oc.route({ method: 'GET', path: '/audit' }).output(
    z.object({
      /** The sum of all entries: zero, or the ledger is broken. */
      sum: signedAmountSchema,
      /** The sum of what is held and not yet resolved. */
      held: amountSchema,
      entries: z.number().int(),
      transfers: z.number().int(),
      /** Accounts whose balance differs from the sum of their entries. */
      unbalancedAccounts: z.number().int(),
      house: signedAmountSchema,
    }),
  ),
}
