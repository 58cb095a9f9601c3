import {
  closeSync,
  fsyncSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { dirname } from 'node:path'
import { z } from 'zod'
import { type PictureSettings, pictureSettingsSchema } from '../../../native/media/index.ts'
import { issueWords } from './issue-words.ts'
import { PictureRefusal } from './refusal.ts'

const fileSchema = z.record(z.string(), z.unknown())

/** The picture's settings of one table: as they are at work, and as they lie in the table's file. */
export class SettingsFile {
  readonly #file: string
  #settings: PictureSettings
  #revision = 1

  /** @param settings what the file said when the studio started */
  constructor(file: string, settings: PictureSettings) {
    this.#file = file
    this.#settings = settings
  }

  get settings(): PictureSettings {
    return this.#settings
  }

  /** Rises with every change. */
  get revision(): number {
    return this.#revision
  }

  /**
   * Replaces them whole: in the file first, so that what works after this also works after the next start.
   * @param revision of the settings that the person saw
   * @throws {PictureRefusal} `STALE`, `SETTINGS_INVALID` with the fields, `NOT_SAVED`
   */
  change(revision: number, wanted: unknown): PictureSettings {
    if (revision !== this.#revision) throw new PictureRefusal('STALE')
    const parsed = pictureSettingsSchema.safeParse(wanted, { error: issueWords })
    if (!parsed.success) {
      const issues = parsed.error.issues.map(({ path, message }) => ({
        path: path.filter((key) => typeof key !== 'symbol'),
        message,
      }))
      throw new PictureRefusal('SETTINGS_INVALID', { issues })
    }
    try {
      savePicture(this.#file, parsed.data)
    } catch (cause) {
      throw new PictureRefusal('NOT_SAVED', { cause })
    }
    this.#settings = parsed.data
    this.#revision += 1
    return parsed.data
  }
}

/** Everything else in the file stays as it is. A power cut leaves the file of before or the new one, never a part. */
function savePicture(link: string, picture: PictureSettings): void {
  const file = realpathSync(link)
  const table = fileSchema.parse(JSON.parse(readFileSync(file, 'utf8')))
  const fresh = `${file}.new`
  const handle = openSync(fresh, 'w', statSync(file).mode)
  try {
    writeFileSync(handle, `${JSON.stringify({ ...table, picture }, null, 2)}\n`)
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
  renameSync(fresh, file)
  // The name lies in the folder: without this a power cut may bring the old file back.
  const folder = openSync(dirname(file), 'r')
  try {
    fsyncSync(folder)
  } finally {
    closeSync(folder)
  }
}
