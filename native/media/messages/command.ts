import { z } from 'zod'
import { mediaConfigurationSchema } from './configuration.ts'
import { mediaTargetSchema } from './feed.ts'
import { overlayValuesSchema, transitionSchema } from './mix.ts'
import { feedIdSchema } from './source.ts'
import { wheelCalibrationSchema } from './vision.ts'

/** Studio → media, over the child's IPC channel. */
export const mediaCommandSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('configure'), configuration: mediaConfigurationSchema }),
  /** Where the program is sent; null while the SFU is away. */
  z.strictObject({ type: z.literal('target'), target: mediaTargetSchema.nullable() }),
  /** All values that overlays may show; what is not among them is not shown. */
  z.strictObject({ type: z.literal('values'), values: overlayValuesSchema }),
  /** Puts a scene on the preview bus. Unknown scenes are refused. */
  z.strictObject({ type: z.literal('preview'), scene: feedIdSchema }),
  /** Puts a scene on air; without one, that of the preview bus (the two change places). The tally says when it is so. */
  z.strictObject({ type: z.literal('take'), scene: feedIdSchema.exactOptional(), transition: transitionSchema }),
  /** Writes the pictures of a source from `from` to `to` (UTC ms) to an MP4 file, as they came; answered by `clip`. */
  z.strictObject({
    type: z.literal('clip'),
    clipId: z.string().min(1).max(100),
    feed: feedIdSchema,
    from: z.number(),
    to: z.number(),
    file: z.string().min(1).max(2000),
  }),
  /** Looks at one picture of a source, for a person who sets vision up; answered by `looked`. What is at work does not notice. */
  z.strictObject({
    type: z.literal('look'),
    lookId: z.string().min(1).max(100),
    source: feedIdSchema,
    /** The newest, which is kept until the next one; or the one kept, so that a person and vision judge the same. */
    picture: z.enum(['new', 'kept']),
    for: z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('still') }),
      z.strictObject({ kind: z.literal('find_wheel') }),
      z.strictObject({ kind: z.literal('wheel'), calibration: wheelCalibrationSchema }),
      z.strictObject({ kind: z.literal('cards') }),
    ]),
  }),
  /** Tries every encoder again; answered by `encoders`. */
  z.strictObject({ type: z.literal('probe') }),
  /** Lists the cameras and grabbers of this machine; answered by `devices`. */
  z.strictObject({ type: z.literal('devices') }),
])
export type MediaCommand = z.infer<typeof mediaCommandSchema>
