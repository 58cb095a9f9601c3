import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { loadImage } from '@napi-rs/canvas'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type MediaCommand, mediaConfigurationSchema } from '../../native/media/index.ts'
import { freePorts, MediaProcess } from '../media/index.ts'
import { until } from './until.ts'

const opened = new AsyncDisposableStack()
let media: MediaProcess
let ports: number[]
beforeAll(async () => {
  ports = await freePorts(2)
  media = opened.use(new MediaProcess())
})
afterAll(() => opened.disposeAsync())

const folder = mkdtempSync(join(tmpdir(), 'tablecast-vision-'))
opened.defer(() => rmSync(folder, { recursive: true }))

const corners = (x: number, y: number, side: number) => [
  [x, y],
  [x + side, y],
  [x + side, y + side],
  [x, y + side],
]
const calibration = { cx: 0.5, cy: 0.28, rx: 0.167, ry: 0.167, angle: 0 }
const wheelEye = {
  source: 'wheel',
  reads: { kind: 'wheel', calibration },
  watches: [{ id: 'bets', name: 'Bets', kind: 'betting', quad: corners(0, 0, 0.55) }],
}
const cardsEye = {
  source: 'cards',
  reads: { kind: 'cards', zones: [{ id: 'player-1', name: 'Player 1', quad: corners(0.1, 0.1, 0.2) }] },
}

/** Two test patterns with a number that counts. */
function configure(vision: readonly object[]): void {
  const address = { kind: 'pattern', fps: 15 }
  const configuration = mediaConfigurationSchema.parse({
    tableId: 'table',
    picture: {
      sources: ['wheel', 'cards'].map((id) => ({ id, name: id, address })),
      vision,
      mix: {
        ...{ width: 320, height: 180, fps: 30, overlays: [], slate: { text: 'Back soon' } },
        scenes: [{ id: 'only', name: 'Only', layers: [{ source: 'wheel' }] }],
      },
      ladder: { encoder: 'libx264', rungs: [{ width: 320, height: 180, bitrate: 200_000 }] },
      ...{ sound: null, record: null },
    },
    ...{ previewPort: ports[0], previewToken: 'a-token-of-this-test', httpPort: ports[1], recordFolder: folder },
  })
  media.tell({ type: 'configure', configuration })
}

type Look = Extract<MediaCommand, { type: 'look' }>
let looks = 0
async function look(wanted: Omit<Look, 'type' | 'lookId'>) {
  const lookId = `look-${++looks}`
  media.tell({ type: 'look', lookId, ...wanted })
  await until(() => media.all('looked').some((looked) => looked.lookId === lookId))
  return media.all('looked').find((looked) => looked.lookId === lookId)
}

test('two eyes look at their sources at their own pace, and tell what they see with the evidence', async () => {
  configure([wheelEye, cardsEye])
  await until(() => (media.statistics?.vision[0]?.fps ?? 0) > 10 && (media.statistics?.vision[1]?.fps ?? 0) > 3)
  await until(() => media.last('reading') !== undefined && media.last('cards') !== undefined)
  const { vision } = media.statistics ?? {}
  expect(vision).toMatchObject([
    { source: 'wheel', reads: 'wheel', restarts: 0 },
    { source: 'cards', reads: 'cards', provider: 'cpu', restarts: 0 },
  ])
  expect(vision?.map(({ why }) => why)).toEqual([undefined, undefined])
  expect(vision?.[1]?.fps).toBeLessThan(7)
  expect(media.last('reading')).toMatchObject({ source: 'wheel', reading: { kind: 'none' }, crop: null })
  const cards = media.last('cards')
  expect(cards).toMatchObject({ source: 'cards', reading: { zones: [{ zone: 'player-1', cards: [] }] } })
  const jpeg = await loadImage(Buffer.from(cards?.crops[0]?.crop ?? []))
  expect([jpeg.width, jpeg.height]).toEqual([256, 256])
})

test('what moves where bets lie is told with a picture of it', async () => {
  await until(() => media.last('procedure') !== undefined)
  const told = media.last('procedure')
  expect(told).toMatchObject({ source: 'wheel', event: { kind: 'zone_motion', zone: 'bets' } })
  const { crop } = told?.event ?? {}
  const jpeg = await loadImage(Buffer.from(told?.crop ?? []))
  expect([jpeg.width, jpeg.height]).toEqual([crop?.width, crop?.height].map((side = 0) => side & ~1))
})

test('an eye that is taken away is gone, and the other goes on', async () => {
  configure([cardsEye])
  const before = media.statistics?.vision[1]?.looks ?? 0
  await until(() => media.statistics?.vision.length === 1)
  await until(() => (media.statistics?.vision[0]?.looks ?? 0) > before + 5)
})

test('a person looks at one picture, again at the same one, and hears why it cannot be done', async () => {
  const still = await look({ source: 'wheel', picture: 'new', for: { kind: 'still' } })
  expect(still?.look).toMatchObject({ width: 1280, height: 720, found: null, sight: null, cards: null })
  const jpeg = await loadImage(Buffer.from(still?.look?.still ?? []))
  expect([jpeg.width, jpeg.height]).toEqual([1280, 720])

  const again = await look({ source: 'wheel', picture: 'kept', for: { kind: 'cards' } })
  expect(again?.look).toEqual({ ...still?.look, still: null, cards: [] })
  const none = await look({ source: 'wheel', picture: 'kept', for: { kind: 'find_wheel' } })
  expect(none?.look).toMatchObject({ found: null, sight: null })

  const other = await look({ source: 'cards', picture: 'kept', for: { kind: 'cards' } })
  expect(other).toMatchObject({ look: null, why: expect.stringMatching(/not kept/) })
  const absent = await look({ source: 'attic', picture: 'new', for: { kind: 'still' } })
  expect(absent).toMatchObject({ look: null, why: expect.stringMatching(/no picture/) })
  const wrong = { ...calibration, cx: 0.01, rx: 0.02, ry: 0.02 }
  const refused = await look({ source: 'wheel', picture: 'kept', for: { kind: 'wheel', calibration: wrong } })
  expect(refused).toMatchObject({ look: null, why: expect.stringMatching(/calibration/) })
})
