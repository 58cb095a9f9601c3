import { expect, test } from 'vitest'
import type { MediaReport } from '../../../native/media/index.ts'
import { pictureAfter, pictureBefore } from './picture-state.ts'
import { mixView, sourceViews } from './picture-view.ts'
import { programView, recordView } from './program-view.ts'
import { settings, source, statistics, tally } from './told.test-helper.ts'

const after = (...reports: MediaReport[]) => reports.reduce(pictureAfter, pictureBefore)

test('there is a view of every source, heard of or not, in the order of the settings', () => {
  const views = sourceViews(after(source('wide')), settings, 1_000)
  expect(views.map(({ id, state, name }) => [id, state, name])).toEqual([
    ['wheel', 'connecting', 'Wheel camera'],
    ['wide', 'ok', 'Wide camera'],
    ['close', 'connecting', 'Close camera'],
  ])
})

test('a picture that stopped goes on ageing between two reports', () => {
  const stale = after(source('wheel', { state: 'stale', frameAgeMs: 1_500 }, 1_000))
  expect(sourceViews(stale, settings, 1_700)[0]?.frameAgeMs).toBe(2_200)
})

test('the tally is the mixer’s: who is on air, in preview, and who stands in', () => {
  const mixed = after(tally({ onAir: ['wide'], inPreview: ['close'], standIns: { wheel: 'wide' } }))
  const lights = sourceViews(mixed, settings, 1_000).map(({ id, onAir, inPreview, standIn }) => [
    id,
    onAir,
    inPreview,
    standIn,
  ])
  expect(lights).toEqual([
    ['wheel', false, false, 'wide'],
    ['wide', true, false, null],
    ['close', false, true, null],
  ])
  expect(mixView(mixed, settings, { automatic: true, text: '' }).tally?.onAir).toEqual(['wide'])
})

test('a lost source is an alarm where vision or the program needs it, and else wants attention', () => {
  const lost = { state: 'lost' } as const
  const picture = after(tally({ program: 'wide' }), ...['wheel', 'wide', 'close'].map((id) => source(id, lost)))
  const views = sourceViews(picture, settings, 1_000)
  expect(views.map(({ attention }) => attention.level)).toEqual(['alarm', 'alarm', 'attention'])
  expect(views[0]?.attention.text).toContain('Rounds wait for a person')
  expect(views[2]?.attention.text).not.toContain('Rounds wait')
})

test('the program says first what is worst about it', () => {
  const sent = { settings, hasBackend: true, hasTarget: true, received: { live: true, viewers: 2 } }
  const fps = (rate: number) =>
    after(tally(), statistics({ program: { fps: rate, repeated: 0, dropped: 0, delayMs: 1, rungs: [] } }))
  const level = (...parts: Parameters<typeof programView>) => programView(...parts).attention.level
  expect(programView(fps(30), sent)).toMatchObject({ onAir: true, viewers: 2, attention: { level: 'ok' } })
  expect(level(fps(28), sent)).toBe('attention')
  expect(level(fps(20), sent)).toBe('alarm')
  expect(programView(after(tally({ slate: true })), sent).attention.text).toContain('slate')
  expect(programView(fps(30), { ...sent, received: null })).toMatchObject({
    onAir: false,
    attention: { level: 'attention' },
  })
  expect(level(fps(30), { ...sent, hasTarget: false })).toBe('alarm')
  expect(programView(pictureBefore, { ...sent, hasTarget: false }).attention.text).toContain('media process is away')
  expect(level(fps(30), { ...sent, hasBackend: false, hasTarget: false })).toBe('ok')
})

test('recording speaks of the disk, and of a feed that stopped', () => {
  expect(recordView(after(statistics()))).toBeNull()
  const numbers = { freeBytes: 9e9, segments: 1, bytes: 1, repaired: 0, ringBytes: 1 }
  const stopped = { feed: 'program', state: 'stopped', why: 'The folder is gone' } as const
  const view = recordView(after(statistics({ record: { disk: 'ok', recording: [stopped], ...numbers } })))
  expect(view?.attention).toEqual({ level: 'attention', text: 'program is not recorded. The folder is gone.' })
})
