import { z } from 'zod'

/** What can go wrong with the virtual table, on request. */
export const faultNames = [
  'sensor_wrong_number',
  'sensor_corrupt',
  'sensor_silent',
  'mis_spin',
  'short_spin',
  'failed_launch',
  'ball_out',
  'camera_frozen',
  'camera_black',
  'camera_gone',
] as const
export const faultNameSchema = z.enum(faultNames)
export type FaultName = z.infer<typeof faultNameSchema>

/** `PUT /faults/{name}`: active at once, until cleared (`spins: null`) or for so many whole spins. `DELETE /faults/{name}` clears. */
export const faultRequestSchema = z.object({ spins: z.number().int().min(1).max(1000).nullable() })

export const virtualSpinSchema = z.object({
  /** 1, 2, 3, … since the process started. */
  index: z.number().int().positive(),
  /** Where the ball truly came to rest; null when the spin failed. */
  pocket: z.number().int().min(0).max(36).nullable(),
  startedAt: z.number().int(),
  /** When the ball came to rest or the spin failed: UTC, ms. */
  endedAt: z.number().int(),
  faults: z.array(faultNameSchema),
})
export type VirtualSpin = z.infer<typeof virtualSpinSchema>

/** `GET /state`. `speed`: world seconds per second. */
export const virtualStateSchema = z.object({
  seed: z.number().int(),
  speed: z.number().min(0.1).max(5),
  spin: z.number().int(),
  stage: z.enum(['before_game', 'place_bets', 'ball_in_rim', 'no_more_bets', 'winning_number', 'closed']),
  faults: z.array(z.object({ name: faultNameSchema, spinsLeft: z.number().int().nullable() })),
  /** The last 20 spins, newest first. */
  spins: z.array(virtualSpinSchema),
  renderMs: z.number(),
})
export type VirtualState = z.infer<typeof virtualStateSchema>
