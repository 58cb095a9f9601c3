import { z } from 'zod'
import { feedIdSchema } from './source.ts'

/** Continuous recording: what is recorded, in pieces of `segmentMs`, and for how long it is kept. */
export const recordSettingsSchema = z.strictObject({
  /** Sources by their id, and `program`. */
  feeds: z.array(feedIdSchema).max(10),
  segmentMs: z.number().int().min(2_000).max(3_600_000).default(60_000),
  retentionHours: z
    .number()
    .gt(0)
    .max(24 * 400)
    .default(72),
})
export type RecordSettings = z.infer<typeof recordSettingsSchema>

/** What the disk allows: amber below 5 GB, red below 1 GB, where continuous recording stops and clips go on. */
export const recordStatusSchema = z.strictObject({
  disk: z.enum(['ok', 'attention', 'alarm']),
  freeBytes: z.number(),
  recording: z.array(
    z.strictObject({
      feed: feedIdSchema,
      state: z.enum(['recording', 'waiting', 'stopped']),
      why: z.string().exactOptional(),
    }),
  ),
  segments: z.number().int(),
  bytes: z.number(),
  /** Segments that a power cut had left unfinished and that were repaired at the start. */
  repaired: z.number().int(),
  /** Memory that the rings of the last 30 s take. */
  ringBytes: z.number(),
})
export type RecordStatus = z.infer<typeof recordStatusSchema>
