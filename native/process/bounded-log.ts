import { closeSync, fstatSync, mkdirSync, openSync, renameSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'

const logBytesMax = 10 * 1024 * 1024

/**
 * A child's output in a file that never grows past its bound: full, it becomes `<path>.1` (the one before it goes) and a
 * new one begins. A disk that refuses loses lines, never the child. Writes are synchronous, so nothing queues up.
 */
export class BoundedLog {
  readonly #path: string
  readonly #bytesMax: number
  #file: number | undefined
  #bytes = 0

  /** @param bytesMax size in bytes at which the file is put aside */
  constructor(path: string, bytesMax = logBytesMax) {
    this.#path = path
    this.#bytesMax = bytesMax
  }

  write(chunk: Uint8Array): void {
    try {
      if (this.#file !== undefined && this.#bytes + chunk.length > this.#bytesMax) this.#putAside()
      this.#bytes += writeSync(this.#file ?? this.#open(), chunk)
    } catch {
      this.close()
    }
  }

  close(): void {
    if (this.#file !== undefined) closeSync(this.#file)
    this.#file = undefined
  }

  #open(): number {
    mkdirSync(dirname(this.#path), { recursive: true })
    const file = openSync(this.#path, 'a')
    this.#file = file
    this.#bytes = fstatSync(file).size
    return file
  }

  #putAside(): void {
    this.close()
    renameSync(this.#path, `${this.#path}.1`)
  }
}
