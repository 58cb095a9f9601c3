import { z } from 'zod'
import { feedIdSchema } from './source.ts'

const scenesMax = 12
const layersMax = 4
const overlaysMax = 16

const fraction = z.number().min(0).max(1)
/** A rectangle of the program, in parts of its width and height. */
const box = z
  .strictObject({ x: fraction, y: fraction, width: z.number().gt(0).max(1), height: z.number().gt(0).max(1) })
  .refine(({ x, y, width, height }) => x + width <= 1.0001 && y + height <= 1.0001, 'The box leaves the picture')
export type Box = z.infer<typeof box>

/** One arrangement of sources: the first layer below, a picture-in-picture above. */
const sceneSchema = z.strictObject({
  id: feedIdSchema,
  name: z.string().min(1).max(40),
  layers: z
    .array(z.strictObject({ source: feedIdSchema, box: box.default({ x: 0, y: 0, width: 1, height: 1 }) }))
    .min(1)
    .max(layersMax),
})
export type Scene = z.infer<typeof sceneSchema>

const colour = z.string().regex(/^#[0-9a-f]{6}([0-9a-f]{2})?$/i, 'Write a colour as #rrggbb or #rrggbbaa')
/** The name of a value that the studio tells (`table`, `phase`, `timerEndsAt` …). */
const valueName = z.string().regex(/^[a-z][A-Za-z0-9]{0,39}$/)
const common = {
  id: feedIdSchema,
  box,
  /** Shown only while this value is told. */
  when: valueName.exactOptional(),
  /** Shown on these scenes; on all without. */
  scenes: z.array(feedIdSchema).max(scenesMax).exactOptional(),
}

/** Something drawn into the program, above the scene. */
export const overlaySchema = z.discriminatedUnion('kind', [
  /** `{name}` in the text is replaced by the value of that name. */
  z.strictObject({
    ...common,
    kind: z.literal('text'),
    text: z.string().min(1).max(200),
    colour: colour.default('#ffffff'),
    background: colour.exactOptional(),
    align: z.enum(['left', 'centre', 'right']).default('left'),
  }),
  /** A ring that empties, with the seconds in it: until the UTC ms in `endsAt`, out of the ms in `total`. */
  z.strictObject({
    ...common,
    kind: z.literal('timer'),
    endsAt: valueName,
    total: valueName,
    colour: colour.default('#ffffff'),
  }),
  /** A pocket or any short outcome on its colour, large. */
  z.strictObject({ ...common, kind: z.literal('result'), value: valueName, background: valueName }),
  /** A PNG (a logo), by its path. */
  z.strictObject({
    ...common,
    kind: z.literal('image'),
    file: z.string().min(1).max(500),
    opacity: fraction.default(1),
  }),
])
export type Overlay = z.infer<typeof overlaySchema>

export const mixSettingsSchema = z.strictObject({
  width: z.number().int().min(160).max(1920).multipleOf(2),
  height: z.number().int().min(90).max(1080).multipleOf(2),
  fps: z.number().min(5).max(60),
  scenes: z.array(sceneSchema).min(1).max(scenesMax),
  overlays: z.array(overlaySchema).max(overlaysMax),
  /** Shown when a scene has no live picture. */
  slate: z.strictObject({ text: z.string().min(1).max(120) }),
})
export type MixSettings = z.infer<typeof mixSettingsSchema>

/** What overlays show, by name; `null` is nothing. */
export const overlayValuesSchema = z.record(valueName, z.union([z.string().max(200), z.number(), z.null()]))
export type OverlayValues = z.infer<typeof overlayValuesSchema>

export const transitionSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('cut') }),
  z.strictObject({ kind: z.literal('dissolve'), ms: z.number().int().min(40).max(3_000) }),
])
export type Transition = z.infer<typeof transitionSchema>

/** What the mixer did: tally lights follow this and nothing else. */
export const tallySchema = z.strictObject({
  /** UTC ms, of the first picture for which it holds. */
  at: z.number(),
  /** The scene on air and the one in preview. */
  program: feedIdSchema,
  preview: feedIdSchema.nullable(),
  /** While a dissolve runs: the scene that goes. */
  leaving: feedIdSchema.nullable(),
  /** The sources whose picture is in the program now, and those in the preview scene. Failed ones are not in it; their backups are. */
  onAir: z.array(feedIdSchema),
  inPreview: z.array(feedIdSchema),
  /** The program shows the slate. */
  slate: z.boolean(),
  /** Failed source → the backup that stands in for it. */
  standIns: z.record(feedIdSchema, feedIdSchema),
})
export type Tally = z.infer<typeof tallySchema>
