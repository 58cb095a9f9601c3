import { z } from 'zod'
import { ladderSettingsSchema, soundSettingsSchema } from './feed.ts'
import { mixSettingsSchema } from './mix.ts'
import { recordSettingsSchema } from './record.ts'
import { sourceSettingsSchema, sourcesMax } from './source.ts'
import { eyeSettingsSchema, eyesMax } from './vision.ts'

const port = z.number().int().min(1).max(65_535)

/** The parts of a table's picture that a person configures; the studio's table file carries them as they are. */
export const pictureSettingsSchema = z
  .strictObject({
    sources: z.array(sourceSettingsSchema).min(1).max(sourcesMax),
    /** What vision looks at, one source each. */
    vision: z.array(eyeSettingsSchema).max(eyesMax),
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
    vision.forEach(({ source, reads, watches }, i) => {
      expect(source, ['vision', i, 'source'])
      if (vision.findIndex((other) => other.source === source) !== i)
        refuse(['vision', i, 'source'], `There are two eyes on the source "${source}"`)
      const zones = reads.kind === 'cards' ? reads.zones : []
      for (const [places, path] of [
        [zones, ['reads', 'zones']],
        [watches, ['watches']],
      ] as const)
        places.forEach(({ id }, j) => {
          if (places.findIndex((other) => other.id === id) !== j)
            refuse(['vision', i, ...path, j, 'id'], `There are two zones "${id}"`)
        })
    })
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
