import { z } from 'zod'

/** A table of the studio, e.g. `roulette-1`. Chosen in the table's configuration. */
export const tableIdSchema = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'A table id has 1 to 40 lower-case letters, digits and dashes')
  .brand<'TableId'>()
export type TableId = z.infer<typeof tableIdSchema>

/** One round of one table; made by the studio before the round is announced. Never the wheel's own spin number. */
export const roundIdSchema = z.uuid().brand<'RoundId'>()
export type RoundId = z.infer<typeof roundIdSchema>

/** One thing that happened at a table; made by the studio, the key under which the backend applies it once. */
export const eventIdSchema = z.uuid().brand<'EventId'>()
export type EventId = z.infer<typeof eventIdSchema>

export const playerIdSchema = z.uuid().brand<'PlayerId'>()
export type PlayerId = z.infer<typeof playerIdSchema>

/** A bet slip: chips placed together, accepted or rejected together. Made by the player's client: a repeat is the same slip. */
export const slipIdSchema = z.uuid().brand<'SlipId'>()
export type SlipId = z.infer<typeof slipIdSchema>

/** A viewer of a feed at the SFU: one connection of one player. */
export const viewerIdSchema = z.uuid().brand<'ViewerId'>()
export type ViewerId = z.infer<typeof viewerIdSchema>

/** Milliseconds since 1970-01-01 UTC; an integer. */
export const utcMsSchema = z.number().int().nonnegative()
export type UtcMs = z.infer<typeof utcMsSchema>
