import { expect, test } from 'vitest'
import { model } from './studio/media-end.ts'
import type { RunningStudio } from './studio/running-studio.ts'
import { secret, World } from './studio/world.ts'

const operator = 'Ada Producer'
const crop = { x: 0, y: 0, width: 8, height: 8 }
const quad = [
  [0.1, 0.1],
  [0.3, 0.1],
  [0.3, 0.3],
  [0.1, 0.3],
]

/** The wheel's eye watches bets and dealer as well. */
async function watched(studio: RunningStudio): Promise<void> {
  const { revision, settings } = await studio.client.picture.settings()
  const watches = [
    { id: 'bets', name: 'Bets', kind: 'betting', quad },
    { id: 'dealer', name: 'Dealer', kind: 'dealer', quad },
  ]
  const vision = settings.vision.map((eye) => ({ ...eye, watches }))
  await studio.client.picture.change({ revision, settings: { ...settings, vision }, operator })
}

const picture = async (studio: RunningStudio, url = '') =>
  await (await fetch(studio.url + url, { headers: { authorization: `Bearer ${secret}` } })).text()

test('a person looks at one picture, and at what vision sees in it, while the round goes on', async () => {
  await using world = await World.open()
  const studio = await world.start()
  const calibration = { cx: 0.5, cy: 0.28, rx: 0.17, ry: 0.17, angle: 0 }
  const looking = studio.client.picture.look({ source: 'wheel', picture: 'new', for: { kind: 'find_wheel' } })
  const { lookId, ...asked } = await world.media.told('look')
  expect(asked).toEqual({ type: 'look', source: 'wheel', picture: 'new', for: { kind: 'find_wheel' } })
  world.media.shows(lookId, { still: 'a still', capturedAt: 1_234.5, found: { calibration, certainty: 0.93 } })
  const { stillUrl, ...look } = await looking
  expect(look).toMatchObject({ capturedAt: 1_235, width: 1_280, found: { calibration, certainty: 0.93 }, sight: null })
  expect(await picture(studio, stillUrl ?? '')).toBe('a still')
  expect((await fetch(`${studio.url}${stillUrl}`)).status).toBe(401)

  const again = studio.client.picture.look({ source: 'wheel', picture: 'kept', for: { kind: 'wheel', calibration } })
  const kept = await world.media.told('look', ({ picture }) => picture === 'kept')
  expect(kept.for).toEqual({ kind: 'wheel', calibration })
  world.media.shows(kept.lookId)
  expect((await again).stillUrl).toBeNull()
})

test('a look that is not possible is refused in words', async () => {
  await using world = await World.open()
  const studio = await world.start()
  const still = { picture: 'new', for: { kind: 'still' } } as const
  await expect(studio.client.picture.look({ source: 'attic', ...still })).rejects.toMatchObject({
    code: 'FEED_UNKNOWN',
  })
  const none = studio.client.picture.look({ source: 'wheel', ...still })
  none.catch(() => {})
  const { lookId } = await world.media.told('look')
  world.media.refuses(lookId, 'The wheel camera has no picture.')
  await expect(none).rejects.toMatchObject({ code: 'NO_LOOK', message: 'The wheel camera has no picture.' })
  const lost = studio.client.picture.look({ source: 'wheel', ...still })
  lost.catch(() => {})
  await world.media.told('look', (command) => command.lookId !== lookId)
  world.media.crash()
  await expect(lost).rejects.toMatchObject({ code: 'MEDIA_AWAY' })
})

test('a hand on the bets after no more bets is an alarm with its picture, and decides nothing', async () => {
  await using world = await World.open()
  const studio = await world.start()
  await watched(studio)
  const motion = { kind: 'zone_motion', zone: 'bets', share: 0.2, crop } as const
  world.wheel.spin()
  const { table } = await studio.view(({ table }) => table.phase === 'no_more_bets')
  const closedAt = table.round?.closesAt ?? 0
  // While bets were open it was nobody’s business.
  world.media.watches({ ...motion, from: closedAt - 3_000, until: closedAt - 1_000 })
  world.media.watches({ ...motion, from: closedAt - 500, until: closedAt + 2_500 })
  const late = await studio.record('A late bet?')
  expect(late).toMatchObject({ level: 'alarm', kind: 'procedure', roundNumber: 1 })
  expect(late.text).toContain('Bets on Wheel camera until 2.5 s after no more bets')
  expect(await picture(studio, late.pictureUrl)).toBe('crop of zone_motion')
  const told = await studio.view((view) => view.table.procedure.length > 0)
  expect(told.table.procedure).toMatchObject([{ level: 'alarm', text: late.text }])

  world.media.sees(17)
  world.wheel.number(17)
  const confirmed = await studio.view((view) => view.table.phase === 'confirmed')
  expect(confirmed.table.round?.result?.authority).toEqual({ by: 'witnesses' })
  expect(confirmed.table.round?.readings.find(({ witness }) => witness === 'vision')?.model).toEqual(model)
})

test('an absent dealer is shown until someone is there, or the cameras are away', async () => {
  await using world = await World.open()
  const studio = await world.start()
  await watched(studio)
  const absent = { kind: 'presence', zone: 'dealer', present: false, at: Date.now(), crop } as const
  world.media.watches(absent)
  const { table } = await studio.view((view) => view.table.procedure.length > 0)
  expect(table.procedure[0]?.text).toContain('nobody is in Dealer on Wheel camera')
  world.media.watches({ ...absent, present: true })
  await studio.view((view) => view.table.procedure.length === 0)
  world.media.watches(absent)
  await studio.view((view) => view.table.procedure.length > 0)
  world.media.crash()
  await studio.view((view) => view.table.procedure.length === 0)
})

test('an eye that abstains says why, and whose business that is', async () => {
  await using world = await World.open()
  const studio = await world.start()
  const eye = async (holds: (abstains: string | null) => boolean) => {
    const { table } = await studio.view((view) => view.table.eyes.some(({ abstains }) => holds(abstains)))
    return table.eyes[0]
  }
  expect(await eye((abstains) => abstains === null)).toMatchObject({
    source: 'wheel',
    reads: 'wheel',
    fps: 14.9,
    readMs: 6.5,
    skipped: 3,
    models: [model],
    attention: { level: 'ok', text: 'Vision reads the wheel on Wheel camera.' },
  })
  world.media.abstains('no_wheel')
  expect((await eye((abstains) => abstains === 'no wheel in the picture'))?.attention).toEqual({
    level: 'attention',
    text: 'Vision abstains on Wheel camera: no wheel in the picture. Rounds wait for a person. Look at its calibration: Settings, Vision.',
  })
  world.media.crash()
  await eye((abstains) => abstains === 'the media process is away')
})
