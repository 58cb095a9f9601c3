import { z } from 'zod'
import { phaseSchema, tableIdSchema } from '../../../backend/contract/index.ts'
import { feedIdSchema, pictureSettingsSchema, transitionSchema } from '../../../native/media/messages/index.ts'

const port = z.number().int().min(1).max(65_535)
const url = z.url({ protocol: /^https?$/ })

/** How the automatic producer cuts. */
export const directorRulesSchema = z
  .strictObject({
    automatic: z.boolean(),
    /** No scene is left sooner than this after it came on air, unless its picture fails. */
    holdMsMin: z.number().int().min(0).max(60_000),
    /** The first rule whose phase is the table's holds. */
    rules: z
      .array(
        z.strictObject({
          phases: z.array(phaseSchema).min(1),
          /** The best first; the next is taken while one has no live picture. */
          scenes: z.array(feedIdSchema).min(1).max(12),
          /** Wait this long in the phase before the cut, ms. */
          afterMs: z.number().int().min(0).max(600_000).default(0),
          transition: transitionSchema.default({ kind: 'cut' }),
        }),
      )
      .max(20),
  })
  .default({ automatic: false, holdMsMin: 2_000, rules: [] })
export type DirectorRules = z.infer<typeof directorRulesSchema>

/** The configuration of one table: a JSON file, validated with messages that name the field. */
const tableConfigurationSchema = z.strictObject({
  tableId: tableIdSchema,
  name: z.string().min(1).max(60),
  /** Cameras, vision, mixer, encoder, sound and recording: edited in the control room as well. */
  picture: pictureSettingsSchema,
  director: directorRulesSchema,
  sensor: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('tcp'), host: z.string().min(1), port }),
    z.strictObject({
      kind: z.literal('serial'),
      path: z.string().min(1),
      baud: z.number().int().positive().default(9600),
    }),
  ]),
  round: z
    .strictObject({
      /** Bets are taken this long, unless the wheel says *no more bets* before. */
      windowMs: z.number().int().min(500).max(120_000),
      /** The last part of the window, shown as *last bets*. */
      lastBetsMs: z.number().int().min(0).max(60_000),
      /** How long the witnesses may take, from the first one's number (or from the spin's end), before a person is asked. */
      witnessWaitMs: z.number().int().min(200).max(60_000),
      /** A ball that has not been reported after this long since *no more bets*: the round waits for a person. */
      spinMsMax: z.number().int().min(1_000).max(600_000),
      /** A vision reading below this does not speak. */
      confidenceMin: z.number().min(0.5).max(1),
    })
    .default({ windowMs: 12_000, lastBetsMs: 4_000, witnessWaitMs: 5_000, spinMsMax: 75_000, confidenceMin: 0.9 }),
  /** The players' side; without it the studio runs alone and its outbox waits. */
  backend: z.strictObject({ gateway: url, game: url, sfu: url, wallet: url.optional() }).optional(),
  /** The virtual studio's own API: only for a simulated table. */
  simulator: url.optional(),
})
export type TableConfiguration = z.infer<typeof tableConfigurationSchema>

/** Fields of the table's file before a table had several cameras. */
const outdatedFields = ['source', 'wheel', 'program']
/** Of a file from before vision had several eyes, which stood for the wheel alone. */
const outdatedVision = z.looseObject({
  picture: z.looseObject({ vision: z.looseObject({ source: z.unknown(), wheel: z.unknown() }).nullable() }),
})

/** A configuration that cannot be used; the message names the file and each field. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError'
}

/**
 * The configuration in a file, read by `read`: the desktop and the studio both start from it.
 * @throws {ConfigurationError}
 */
export function readTableConfiguration(file: string, read: (file: string) => string): TableConfiguration {
  let json: unknown
  try {
    json = JSON.parse(read(file))
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new ConfigurationError(`The table's configuration ${file} cannot be read: ${why}`, { cause })
  }
  const outdated = outdatedFields.filter((field) => typeof json === 'object' && json !== null && field in json)
  if (outdated.length > 0) {
    throw new ConfigurationError(
      `The table's configuration ${file} has the shape of an earlier version: ${outdated.join(', ')}. What they said belongs under "picture" now (sources, vision, mix, ladder); assets/tables/roulette.json shows how.`,
    )
  }
  if (outdatedVision.safeParse(json).success) {
    throw new ConfigurationError(
      `The table's configuration ${file} has the shape of an earlier version: picture.vision is a list of eyes now, and the wheel's place an ellipse around its numbers. Write an empty list to calibrate it anew in the control room; assets/tables/roulette.json shows one.`,
    )
  }
  const parsed = tableConfigurationSchema.safeParse(json)
  if (parsed.success) return parsed.data
  const issues = parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'the whole'}: ${message}`)
  throw new ConfigurationError(`The table's configuration ${file} is not valid. ${issues.join('; ')}`)
}
