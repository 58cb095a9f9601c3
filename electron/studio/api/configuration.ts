import { z } from 'zod'
import { tableIdSchema } from '../../../backend/contract/index.ts'

const fraction = z.number().min(0).max(1)
const port = z.number().int().min(1).max(65_535)
const url = z.url({ protocol: /^https?$/ })

/** The configuration of one table: a JSON file, validated with messages that name the field. */
const tableConfigurationSchema = z.strictObject({
  tableId: tableIdSchema,
  name: z.string().min(1).max(60),
  /** The wheel's camera. `url` is any address that FFmpeg opens; `format` names the demuxer where the address does not tell. */
  source: z.strictObject({
    id: z.string().min(1).max(60),
    name: z.string().min(1).max(60),
    url: z.string().min(1).max(500),
    format: z.string().max(20).optional(),
  }),
  /** Where the wheel stands in the picture; see native/vision. */
  wheel: z.strictObject({
    centreX: fraction,
    centreY: fraction,
    squash: z.number().min(0.3).max(1),
    pocketInner: fraction,
    pocketOuter: fraction,
    colourInner: fraction,
    colourOuter: fraction,
    trackInner: fraction,
    trackOuter: fraction,
  }),
  sensor: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('tcp'), host: z.string().min(1), port }),
    z.strictObject({
      kind: z.literal('serial'),
      path: z.string().min(1),
      baud: z.number().int().positive().default(9600),
    }),
  ]),
  program: z
    .strictObject({
      width: z.number().int().min(160).max(1920),
      height: z.number().int().min(90).max(1080),
      fps: z.number().int().min(5).max(60),
      /** bit/s */
      bitrate: z.number().int().min(100_000).max(20_000_000),
    })
    .default({ width: 1280, height: 720, fps: 30, bitrate: 2_500_000 }),
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
  const parsed = tableConfigurationSchema.safeParse(json)
  if (parsed.success) return parsed.data
  const issues = parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'the whole'}: ${message}`)
  throw new ConfigurationError(`The table's configuration ${file} is not valid. ${issues.join('; ')}`)
}
