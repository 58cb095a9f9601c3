import { type FileHandle, mkdir, open, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'

/** A file with this at the end of its name is still being written; at the start of the recorder: was left so. */
export const unfinishedSuffix = '.part'

/** A segment on its way to the disk, fragment by fragment; each is on the disk when `append` returns. */
export class SegmentFile {
  readonly #file: string
  readonly #handle: FileHandle
  #bytes = 0

  /** @throws Error of the file system */
  static async create(file: string): Promise<SegmentFile> {
    await mkdir(dirname(file), { recursive: true })
    return new SegmentFile(file, await open(file + unfinishedSuffix, 'wx'))
  }

  private constructor(file: string, handle: FileHandle) {
    this.#file = file
    this.#handle = handle
  }

  /** @throws Error of the file system; what was written before stays good */
  async append(fragment: Buffer): Promise<void> {
    let written = 0
    while (written < fragment.length) {
      const { bytesWritten } = await this.#handle.write(fragment, written, null, this.#bytes + written)
      written += bytesWritten
    }
    await this.#handle.datasync()
    this.#bytes += fragment.length
  }

  /** Closes it, without what was not written whole. @returns its size; 0: there was nothing, and there is no file */
  async finish(): Promise<number> {
    const unfinished = this.#file + unfinishedSuffix
    try {
      await this.#handle.truncate(this.#bytes)
      await this.#handle.sync()
    } finally {
      await this.#handle.close()
    }
    if (this.#bytes > 0) await rename(unfinished, this.#file)
    else await rm(unfinished)
    return this.#bytes
  }
}
