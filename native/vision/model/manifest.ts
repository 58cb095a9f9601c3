import { createHash } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { VisionError } from './vision-error.ts'

/** A model is no larger than this, bytes. */
const modelBytesMax = 10 * 1024 * 1024
const manifestName = 'models.json'

export const modelNames = ['card-finder', 'card-reader', 'wheel-reader'] as const
export type ModelName = (typeof modelNames)[number]

const entry = z.strictObject({
  // A plain name: a manifest never reaches out of its folder.
  file: z.string().regex(/^[a-z0-9-]+\.onnx$/),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  version: z.int().positive(),
})
const manifest = z.partialRecord(z.enum(modelNames), entry)

type ModelEntry = z.infer<typeof entry>
export type Manifest = z.infer<typeof manifest>

/** @throws VisionError `model_missing` or `model_damaged` */
export async function readManifest(folder: string): Promise<Manifest> {
  const path = join(folder, manifestName)
  const text = await readFile(path, 'utf8').catch((cause) => {
    throw new VisionError('model_missing', `there is no list of vision models at ${path}`, { cause })
  })
  try {
    return manifest.parse(JSON.parse(text))
  } catch (cause) {
    throw new VisionError('model_damaged', `the list of vision models at ${path} cannot be read`, { cause })
  }
}

/**
 * A model's bytes, which are exactly those that its training wrote.
 * @throws VisionError `model_missing` or `model_damaged`
 */
export async function readModel(folder: string, { file, sha256 }: ModelEntry): Promise<Uint8Array> {
  const path = join(folder, file)
  const missing = (cause: unknown) => {
    throw new VisionError('model_missing', `the vision model ${path} cannot be read`, { cause })
  }
  const { size } = await stat(path).catch(missing)
  if (size > modelBytesMax) throw new VisionError('model_damaged', `the vision model ${path} is larger than 10 MiB`)
  const bytes = await readFile(path).catch(missing)
  if (createHash('sha256').update(bytes).digest('hex') !== sha256)
    throw new VisionError('model_damaged', `the vision model ${path} is not the one that ${manifestName} names`)
  return bytes
}
