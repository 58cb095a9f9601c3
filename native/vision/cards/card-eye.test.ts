import { fileURLToPath } from 'node:url'
import { afterAll, expect, test } from 'vitest'
import { VisionModels } from '../model/index.ts'
import { CardEye } from './card-eye.ts'

const models = await VisionModels.open({
  folder: fileURLToPath(new URL('../../../assets/models', import.meta.url)),
  providers: ['cpu'],
})
afterAll(() => models[Symbol.asyncDispose]())
const felt = (width: number, height: number) => ({
  width,
  height,
  data: new Uint8Array(width * height * 3).map((_, index) => [20, 90, 50][index % 3] ?? 0),
  capturedAt: 1_700_000_000_000,
})

test.each([
  [640, 360],
  [1280, 720],
  [1366, 768],
  [3840, 2160],
])('an empty table of %i × %i px shows nothing', async (width, height) => {
  const look = await new CardEye(models).examine(felt(width, height))
  expect(look).toEqual({
    capturedAt: 1_700_000_000_000,
    width,
    height,
    models: [
      { id: models.cardFinder.id, sha256: models.cardFinder.sha256 },
      { id: models.cardReader.id, sha256: models.cardReader.sha256 },
    ],
    sightings: [],
    unread: [],
  })
})

test.each([
  ['picture_too_small', 0, 0],
  ['picture_too_large', 16_384, 1024],
])('a picture is refused: %s', async (code, width, height) => {
  await expect(
    new CardEye(models).look({ width, height, data: new Uint8Array(0), capturedAt: 0 }),
  ).rejects.toMatchObject({ code })
})

test('a picture with bytes missing is refused', async () => {
  const { data, ...size } = felt(1280, 720)
  const frame = { ...size, data: data.subarray(3) }
  await expect(new CardEye(models).look(frame)).rejects.toMatchObject({ code: 'picture_damaged' })
})
