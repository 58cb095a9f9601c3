import { z } from 'zod'
import { feedIdSchema, type PreviewWish, previewFeedsMax } from '../messages/index.ts'

/** Longest wish, bytes: all its feeds with the longest names, and some room. */
export const wishBytesMax = 4_096

const wishSchema = z.strictObject({
  feeds: z
    .array(
      z.strictObject({
        feed: feedIdSchema,
        width: z.number().int().min(0).max(16_384),
        fps: z.number().min(1).max(1_000),
      }),
    )
    .max(previewFeedsMax),
}) satisfies z.ZodType<PreviewWish>

/** What a window asks for, or what is wrong with it, in words. */
export function readWish(text: string): PreviewWish | { readonly refused: string } {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    return { refused: 'A wish is JSON' }
  }
  const read = wishSchema.safeParse(json)
  if (read.success) return read.data
  const [issue] = read.error.issues
  return { refused: `A wish cannot be like this: ${issue?.path.join('.')}: ${issue?.message}` }
}
