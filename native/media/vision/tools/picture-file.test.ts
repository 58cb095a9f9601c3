import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createCanvas, loadImage } from '@napi-rs/canvas'
import { AV_LOG_QUIET, Log } from 'node-av'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { seededRandom } from '../../frame/seeded-random.ts'
import { readPicture } from './picture-file.ts'

const folder = mkdtempSync(join(tmpdir(), 'tablecast-pictures-'))
beforeAll(() => Log.setLevel(AV_LOG_QUIET))
afterAll(() => rmSync(folder, { recursive: true }))

function saved(name: string, file: Uint8Array): string {
  const path = join(folder, name)
  writeFileSync(path, file)
  return path
}

/** Coloured boxes at random places. */
function drawn(width: number, height: number) {
  const canvas = createCanvas(width, height)
  const context = canvas.getContext('2d')
  const random = seededRandom(7)
  context.fillStyle = '#1c5c38'
  context.fillRect(0, 0, width, height)
  for (let box = 0; box < 200; box++) {
    context.fillStyle = `hsl(${random() * 360} ${random() * 100}% ${random() * 100}%)`
    context.fillRect(random() * width, random() * height, (random() * width) / 6, (random() * height) / 6)
  }
  return canvas
}

/** Levels by which a picture differs from another decoder's of the same file, as a mean over all colours. */
async function difference(path: string): Promise<number> {
  const { width, height, data } = await readPicture(path)
  const context = createCanvas(width, height).getContext('2d')
  context.drawImage(await loadImage(path), 0, 0)
  const theirs = context.getImageData(0, 0, width, height).data
  let sum = 0
  for (let pixel = 0; pixel < width * height; pixel++)
    for (let colour = 0; colour < 3; colour++)
      sum += Math.abs((data[pixel * 3 + colour] ?? 0) - (theirs[pixel * 4 + colour] ?? 0))
  return sum / data.length
}

describe('a picture that is whole', () => {
  test.each([
    [1280, 720],
    [641, 479],
  ])('has the colours that another decoder gives it: %d × %d', async (width, height) => {
    const canvas = drawn(width, height)
    expect(await difference(saved('a.png', canvas.toBuffer('image/png')))).toBeLessThan(0.01)
    expect(await difference(saved('a.jpg', canvas.toBuffer('image/jpeg', 90)))).toBeLessThan(2)
  })
})

describe('a picture that is not', () => {
  const jpeg = drawn(640, 360).toBuffer('image/jpeg', 90)
  const png = drawn(640, 360).toBuffer('image/png')
  const cut = (file: Buffer, part: number) => file.subarray(0, Math.floor(file.length * part))
  const damaged = (file: Buffer) =>
    Buffer.concat([cut(file, 0.5), Buffer.alloc(40, 0xa5), file.subarray(file.length * 0.5 + 40)])
  /** The file with another size in its header. */
  const sized = (file: Buffer, width: number, height: number) => {
    const other = Buffer.from(file)
    if (file === png) {
      other.writeUInt32BE(width, 16)
      other.writeUInt32BE(height, 20)
    } else {
      const frame = other.indexOf('ffc0', 'hex')
      other.writeUInt16BE(height, frame + 5)
      other.writeUInt16BE(width, frame + 7)
    }
    return other
  }

  test.each<[string, string, Uint8Array]>([
    ['JPEG without its end', 'picture_damaged', jpeg.subarray(0, -2)],
    ['JPEG that lacks a tenth', 'picture_damaged', cut(jpeg, 0.9)],
    ['JPEG that lacks most', 'picture_damaged', cut(jpeg, 0.1)],
    ['JPEG of a header', 'picture_damaged', jpeg.subarray(0, 12)],
    ['JPEG that is damaged within', 'picture_damaged', damaged(jpeg)],
    ['PNG without its end', 'picture_damaged', png.subarray(0, -8)],
    ['PNG that lacks a half', 'picture_damaged', cut(png, 0.5)],
    ['PNG of a header', 'picture_damaged', png.subarray(0, 20)],
    ['PNG that is damaged within', 'picture_damaged', damaged(png)],
    ['text', 'picture_damaged', Buffer.from('not a picture, but long enough to be one')],
    ['nothing', 'picture_damaged', Buffer.alloc(0)],
    ['JPEG of 0 × 0', 'picture_too_small', sized(jpeg, 0, 0)],
    ['PNG of 0 × 0', 'picture_too_small', sized(png, 0, 0)],
    ['PNG of 8 lines', 'picture_too_small', sized(png, 640, 8)],
    ['JPEG of 16k', 'picture_too_large', sized(jpeg, 16_384, 16_384)],
    ['PNG of 16k', 'picture_too_large', sized(png, 16_384, 16_384)],
    ['PNG of a million', 'picture_too_large', sized(png, 1_000_000, 720)],
    ['JPEG of more lines than it holds', 'picture_damaged', sized(jpeg, 640, 720)],
  ])('is refused: %s', async (name, code, file) => {
    const before = process.memoryUsage().rss
    await expect(readPicture(saved(name.replaceAll(' ', '-'), file))).rejects.toMatchObject({
      name: 'VisionError',
      code,
    })
    expect(process.memoryUsage().rss - before).toBeLessThan(100 * 1024 * 1024)
  })

  test('is refused: a folder, and what is not there', async () => {
    await expect(readPicture(folder)).rejects.toMatchObject({ code: 'picture_missing' })
    await expect(readPicture(join(folder, 'none.jpg'))).rejects.toMatchObject({ code: 'picture_missing' })
  })
})
