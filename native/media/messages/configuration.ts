import { z } from 'zod'
import { ladderSettingsSchema, soundSettingsSchema } from './feed.ts'
import { mixSettingsSchema } from './mix.ts'
import { recordSettingsSchema } from './record.ts'
import { feedIdSchema, sourceSettingsSchema, sourcesMax } from './source.ts'

const fraction = z.number().min(0).max(1)
const port = z.number().int().min(1).max(65_535)

/** Where the wheel stands in the picture of its camera; see native/vision. */
const wheelCalibrationSchema = z.strictObject({
  centreX: fraction,
  centreY: fraction,
  squash: z.number().min(0.3).max(1),
  pocketInner: fraction,
  pocketOuter: fraction,
  colourInner: fraction,
  colourOuter: fraction,
  trackInner: fraction,
  trackOuter: fraction,
})

/** The parts of a table's picture that a person configures; the studio's table file carries them as they are. */
export const pictureSettingsSchema = z
  .strictObject({
    sources: z.array(sourceSettingsSchema).min(1).max(sourcesMax),
    /** The source on which vision reads the wheel. */
    vision: z.strictObject({ source: feedIdSchema, wheel: wheelCalibrationSchema }).nullable(),
    mix: mixSettingsSchema,
    ladder: ladderSettingsSchema,
    sound: soundSettingsSchema.nullable(),
    record: recordSettingsSchema.nullable(),
  })
  .superRefine(({ sources, vision, mix, sound, record }, context) => {
    const known = new Set(sources.map(({ id }) => id))
    const refuse = (path: (string | number)[], message: string) => context.addIssue({ code: 'custom', path, message })
    const expect = (id: string | undefined, path: (string | number)[]) => {
      if (id !== undefined && !known.has(id)) refuse(path, `There is no source "${id}"`)
    }
    sources.forEach(({ id, backup }, i) => {
      if (sources.findIndex((other) => other.id === id) !== i)
        refuse(['sources', i, 'id'], `There are two sources "${id}"`)
      if (backup === id) refuse(['sources', i, 'backup'], 'A source cannot stand in for itself')
      expect(backup, ['sources', i, 'backup'])
    })
    expect(vision?.source, ['vision', 'source'])
    expect(sound?.source, ['sound', 'source'])
    record?.feeds.forEach((feed, i) => {
      if (feed !== 'program') expect(feed, ['record', 'feeds', i])
    })
    mix.scenes.forEach(({ id, layers }, i) => {
      if (mix.scenes.findIndex((other) => other.id === id) !== i)
        refuse(['mix', 'scenes', i, 'id'], `There are two scenes "${id}"`)
      layers.forEach(({ source }, j) => {
        expect(source, ['mix', 'scenes', i, 'layers', j, 'source'])
      })
    })
    mix.overlays.forEach(({ scenes }, i) => {
      scenes?.forEach((scene, j) => {
        if (!mix.scenes.some(({ id }) => id === scene))
          refuse(['mix', 'overlays', i, 'scenes', j], `There is no scene "${scene}"`)
      })
    })
  })
export type PictureSettings = z.infer<typeof pictureSettingsSchema>

/** What the media process of one table does; sent whole whenever it changes (desired state, not commands). */
export const mediaConfigurationSchema = z.strictObject({
  tableId: z.string().min(1).max(64),
  picture: pictureSettingsSchema,
  /** Where the preview WebSocket listens on 127.0.0.1, and the token a window must show (`?token=`). */
  previewPort: port,
  previewToken: z.string().min(16),
  httpPort: port,
  /** A folder of this table alone, for recordings. */
  recordFolder: z.string().min(1),
})
export type MediaConfiguration = z.infer<typeof mediaConfigurationSchema>
