import { readFile, stat } from 'node:fs/promises'
import { type Image, loadImage } from '@napi-rs/canvas'
import type { MixSettings } from '../messages/index.ts'

/** A logo, not a poster. */
const imageBytesMax = 10_000_000

/** The picture files that overlays name, each read when the settings change; the one before is shown until then. */
export class OverlayImages {
  readonly #images = new Map<string, Image>()

  get(file: string): Image | null {
    return this.#images.get(file) ?? null
  }

  /** @param trouble told when a file cannot be read; the others are */
  load({ overlays }: MixSettings, trouble: (why: string) => void): void {
    const files = new Set(overlays.flatMap((overlay) => (overlay.kind === 'image' ? [overlay.file] : [])))
    for (const file of this.#images.keys()) if (!files.has(file)) this.#images.delete(file)
    for (const file of files) {
      read(file).then(
        (image) => this.#images.set(file, image),
        (cause) =>
          trouble(`The picture ${file} cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`),
      )
    }
  }
}

async function read(file: string): Promise<Image> {
  const { size } = await stat(file)
  if (size > imageBytesMax) throw new Error(`it has ${size} bytes; up to ${imageBytesMax} are read`)
  return loadImage(await readFile(file))
}
