import { z } from 'zod'

const sourceState = z.enum(['connecting', 'ok', 'degraded', 'stale', 'lost'])

const wheelReading = z.object({
  kind: z.enum(['rolling', 'resting', 'none']),
  pocket: z.number().int().min(0).max(36).exactOptional(),
  confidence: z.number().min(0).max(1),
  capturedAt: z.number().nonnegative(),
  since: z.number(),
  rolledAt: z.number().nullable(),
  frames: z.number(),
  why: z.enum(['no_wheel', 'no_ball', 'picture_frozen', 'between_pockets', 'too_few_frames']).exactOptional(),
  crop: z.object({ x: z.number(), y: z.number(), width: z.number(), height: z.number() }),
})

const statistics = z.object({
  source: z.object({
    state: sourceState,
    why: z.string().exactOptional(),
    width: z.number(),
    height: z.number(),
    fps: z.number(),
    frameAgeMs: z.number().nullable(),
    black: z.boolean(),
    frozen: z.boolean(),
  }),
  program: z.object({ encoder: z.string(), fps: z.number(), bitrate: z.number() }),
})
export type Statistics = z.infer<typeof statistics>

/** What the studio reads of the media process's messages: a child that is out of its mind must not take the table with it. */
export const mediaReportSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ready') }),
  z.object({ type: z.literal('refused'), message: z.string() }),
  z.object({ type: z.literal('statistics'), at: z.number(), statistics }),
  z.object({ type: z.literal('reading'), reading: wheelReading, crop: z.instanceof(Uint8Array).nullable() }),
  z.object({ type: z.literal('source'), at: z.number(), state: sourceState, why: z.string().exactOptional() }),
])
export type ReadMediaReport = z.infer<typeof mediaReportSchema>
