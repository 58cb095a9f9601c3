import { readFileSync, writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { PictureSettings } from '../../native/media/index.ts'
import type { RunningStudio } from './studio/running-studio.ts'
import { secret, World } from './studio/world.ts'
import { until } from './until.ts'

const operator = 'Ada Producer'
const cut = { kind: 'cut' } as const

async function onAir(studio: RunningStudio, scene: string) {
  return (await studio.view(({ table }) => table.mix.tally?.program === scene)).table
}

test('the director follows the phase, leaves a dead picture, and keeps its hands off a person’s take', async () => {
  await using world = await World.open()
  const studio = await world.start()
  await onAir(studio, 'wide')
  world.wheel.spin()
  const spinning = await onAir(studio, 'wheel')
  expect(spinning.mix.director).toMatchObject({ automatic: true })
  expect(spinning.sources.filter((source) => source.onAir).map(({ id }) => id)).toEqual(['wheel'])

  world.media.source('wheel', { state: 'stale', why: 'No new picture for 0.6 s' })
  await onAir(studio, 'wide')
  expect((await studio.record('Wheel camera is stale')).level).toBe('attention')

  // Taken before the tally has shown it on preview: it is what the person chose.
  await studio.client.mix.preview({ scene: 'close', operator })
  await studio.client.mix.take({ transition: cut, operator })
  const held = await onAir(studio, 'close')
  expect(held.mix.tally?.preview).toBe('wide')
  expect(held.mix.director).toEqual({
    automatic: false,
    text: 'Ada Producer cut to Close. Press Auto to give the cuts back.',
  })
  world.media.source('close', { state: 'lost' })
  const lost = await studio.view(({ table }) =>
    table.sources.some(({ id, state }) => id === 'close' && state === 'lost'),
  )
  expect(lost.table.mix.tally?.program).toBe('close')

  await studio.client.mix.automatic({ on: true, operator })
  await onAir(studio, 'wide')
  await studio.record('Ada Producer lets the director cut')
  await expect(studio.client.mix.take({ scene: 'attic', transition: cut, operator })).rejects.toMatchObject({
    code: 'SCENE_UNKNOWN',
  })
})

test('a take that the mixer did not do is asked for again, and shown as done only then', async () => {
  await using world = await World.open()
  const studio = await world.start()
  await onAir(studio, 'wide')
  await expect(studio.client.mix.take({ transition: cut, operator })).rejects.toMatchObject({
    code: 'NO_SCENE_IN_PREVIEW',
  })
  world.media.mixes = false
  await studio.client.mix.take({ scene: 'close', transition: cut, operator })
  const asked = await studio.view(({ table }) => table.mix.director.text.includes('has not shown it yet'))
  expect(asked.table.mix.tally?.program).toBe('wide')
  await world.media.told('take', ({ scene }) => scene === 'close')
  world.media.mixes = true
  await onAir(studio, 'close')
  const takes = world.media.commands.filter((command) => command.type === 'take' && command.scene === 'close')
  expect(takes.length).toBeGreaterThan(1)
})

test('a media process that is started again is told everything again, and encrypts under a fresh key', async () => {
  await using world = await World.open()
  const studio = await world.start()
  world.wheel.spin()
  const first = await world.media.told('target', ({ target }) => target !== null)
  expect(first.target).toMatchObject({ video: { ssrcs: [expect.any(Number), expect.any(Number), expect.any(Number)] } })
  await world.media.told('values', ({ values }) => values.phase === 'No more bets')
  await studio.client.mix.take({ scene: 'close', transition: cut, operator })
  await studio.client.mix.preview({ scene: 'wheel', operator })
  await studio.view(({ table: { mix } }) => mix.tally?.program === 'close' && mix.tally.preview === 'wheel')
  const { configuration } = await world.media.told('configure')

  world.media.crash()
  await studio.view(({ table }) => table.mix.tally === null)
  await studio.record('The media process ended')
  await expect(studio.client.mix.preview({ scene: 'wide', operator })).rejects.toMatchObject({ code: 'MEDIA_AWAY' })
  const again = await studio.view(
    ({ table: { mix } }) => mix.tally?.program === 'close' && mix.tally.preview === 'wheel',
  )
  expect(again.table.mix.director.automatic).toBe(false)
  expect((await world.media.told('configure')).configuration).toEqual(configuration)
  expect((await world.media.told('values')).values).toMatchObject({ table: 'Roulette 1', phase: 'No more bets' })
  const second = await world.media.told('target', ({ target }) => target !== null)
  expect(second.target?.video).toEqual(first.target?.video)
  expect(second.target?.srtp?.sendKey).not.toBe(first.target?.srtp?.sendKey)
  expect(second.target?.srtp?.sendKey).toBe(world.sfu.wishes.at(-1)?.srtpKey)
})

test('no SRTP key serves two ingests: a restarted SFU is sent to under a new one', async () => {
  await using world = await World.open()
  await world.start()
  const first = await world.media.told('target', ({ target }) => target !== null)
  world.sfu.forget()
  const instance = first.target?.instance
  const second = await world.media.told('target', ({ target }) => target !== null && target.instance !== instance)
  expect(second.target?.srtp?.sendKey).not.toBe(first.target?.srtp?.sendKey)
  expect(second.target?.video).toEqual(first.target?.video)
})

test('settings are refused by the field, put to work whole, and still there after a crash', async () => {
  await using world = await World.open()
  const first = await world.start()
  const { revision, settings } = await first.client.picture.settings()
  const wrong = structuredClone(settings)
  wrong.mix.scenes[1]?.layers.push({ source: 'attic', box: { x: 0, y: 0, width: 1, height: 1 } })
  await expect(first.client.picture.change({ revision, settings: wrong, operator })).rejects.toMatchObject({
    code: 'SETTINGS_INVALID',
    data: { issues: [{ path: ['mix', 'scenes', 1, 'layers', 1, 'source'], message: 'There is no source "attic"' }] },
  })

  const changed: PictureSettings = {
    ...settings,
    sources: [...settings.sources, added(settings)],
    ladder: { ...settings.ladder, rungs: settings.ladder.rungs.slice(0, 2) },
  }
  const answer = await first.client.picture.change({ revision, settings: changed, operator })
  expect(answer.revision).toBeGreaterThan(revision)
  const { configuration } = await world.media.told('configure', ({ configuration: { picture } }) =>
    picture.sources.some(({ id }) => id === 'door'),
  )
  expect(configuration.picture).toEqual(changed)
  const { target } = await world.media.told('target', (told) => told.target?.video.ssrcs.length === 2)
  expect(world.sfu.wishes.at(-1)?.video.ssrcs).toEqual(target?.video.ssrcs)
  const { table } = await first.view((view) => view.table.sources.length === 4)
  expect(table.sources.at(-1)).toMatchObject({ id: 'door', name: 'Door camera' })
  expect((await first.record('changed the picture’s settings')).text).toBe(
    'Ada Producer changed the picture’s settings: source door added, encoder and rungs.',
  )
  const stale = first.client.picture.change({ revision, settings, operator })
  await expect(stale).rejects.toMatchObject({ code: 'STALE' })
  await first.kill('SIGKILL')

  const second = await world.start()
  expect((await second.client.picture.settings()).settings).toEqual(changed)
  writeFileSync(world.file, `{ "tableId": "roulette-1" ${readFileSync(world.file, 'utf8')}`)
  const current = await second.client.picture.settings()
  const unsaved = second.client.picture.change({ ...current, settings, operator })
  await expect(unsaved).rejects.toMatchObject({ code: 'NOT_SAVED' })
  expect((await second.client.picture.settings()).settings).toEqual(changed)
})

function added({ sources: [wheel] }: PictureSettings): PictureSettings['sources'][number] {
  if (!wheel) throw new Error('there is no source')
  const { backup, ...rest } = wheel
  return { ...rest, id: 'door', name: 'Door camera' }
}

test('a clip of a moment can be fetched in parts, by who shows the secret', async () => {
  await using world = await World.open()
  const studio = await world.start()
  const [from, to] = [Date.now() - 10_000, Date.now()]
  const asked = studio.client.picture.clip({ feed: 'wheel', from, to, operator })
  const command = await world.media.told('clip')
  expect(command).toMatchObject({ feed: 'wheel', from, to })
  writeFileSync(command.file, 'an MP4 file of a spin')
  const clip = { from: from - 400.4, to: to + 0.4, bytes: 21 }
  world.media.tell({ type: 'clip', clipId: command.clipId, clip })
  const { url, ...held } = await asked
  expect(held).toEqual({ from: from - 400, to, bytes: 21 })
  expect((await studio.record('kept a clip of Wheel camera')).kind).toBe('operator')

  const authorization = `Bearer ${secret}`
  const whole = await fetch(studio.url + url, { headers: { authorization } })
  expect(whole.headers.get('content-type')).toBe('video/mp4')
  expect(whole.headers.get('accept-ranges')).toBe('bytes')
  expect(await whole.text()).toBe('an MP4 file of a spin')
  const part = await fetch(studio.url + url, { headers: { authorization, range: 'bytes=3-5' } })
  expect([part.status, await part.text()]).toEqual([206, 'MP4'])
  expect((await fetch(`${studio.url}${url}?secret=${secret}`)).status).toBe(200)
  expect((await fetch(studio.url + url)).status).toBe(401)
  expect((await fetch(`${studio.url}/clips/..%2Ftable.json?secret=${secret}`)).status).toBe(404)
  expect((await fetch(`${studio.url}/clips/${'0'.repeat(36)}.mp4?secret=${secret}`)).status).toBe(404)
})

test('a clip that cannot be had is refused in words, and one that nobody answers is not waited for', async () => {
  await using world = await World.open()
  const studio = await world.start()
  const moment = { from: 1, to: 2, operator }
  await expect(studio.client.picture.clip({ feed: 'attic', ...moment })).rejects.toMatchObject({ code: 'FEED_UNKNOWN' })
  const none = studio.client.picture.clip({ feed: 'wheel', ...moment })
  none.catch(() => {})
  const { clipId } = await world.media.told('clip')
  world.media.tell({ type: 'clip', clipId, clip: null, why: 'The ring begins at 14:03:10' })
  await expect(none).rejects.toMatchObject({ code: 'NO_CLIP', message: 'The ring begins at 14:03:10' })

  const lost = studio.client.picture.clip({ feed: 'wheel', ...moment })
  lost.catch(() => {})
  await world.media.told('clip', (command) => command.clipId !== clipId)
  world.media.crash()
  await expect(lost).rejects.toMatchObject({ code: 'MEDIA_AWAY' })
})

test('encoders are tried again and cameras listed when a person asks; one that fails on air is an alarm', async () => {
  await using world = await World.open()
  const studio = await world.start()
  const probing = studio.client.picture.probe({ operator })
  await world.media.told('probe')
  const encoders = [
    { name: 'libx264', family: 'software', codec: 'h264' as const, usable: true, fps: 206, sessionsMax: 4 },
    {
      name: 'h264_nvenc',
      family: 'NVENC',
      codec: 'h264' as const,
      usable: false,
      why: 'No GPU',
      fps: null,
      sessionsMax: null,
    },
  ]
  world.media.tell({ type: 'encoders', encoders })
  await probing
  const { table } = await studio.view((view) => view.table.encoders.known.length > 0)
  expect(table.encoders).toEqual({ known: encoders, choice: 'auto', replaced: null })

  const listing = studio.client.picture.devices()
  await world.media.told('devices')
  const devices = [{ id: 'usb-046d_C920_1234', name: 'C920' }]
  world.media.tell({ type: 'devices', devices })
  expect(await listing).toEqual({ devices })

  const replaced = { at: Date.now(), from: 'h264_nvenc', to: 'libx264', why: 'Out of memory' }
  world.media.tell({ type: 'encoder_replaced', ...replaced })
  expect(await studio.record('h264_nvenc failed on air')).toMatchObject({ level: 'alarm' })
  const shown = await studio.view((view) => view.table.encoders.replaced !== null)
  expect(shown.table.encoders.replaced).toEqual(replaced)
})

test('what a black picture shows counts for nothing, whatever the other cameras show', async () => {
  await using world = await World.open()
  const studio = await world.start()
  world.wheel.spin()
  await studio.view(({ table }) => table.phase === 'no_more_bets')
  world.media.source('wheel', { state: 'degraded', faults: [{ kind: 'black', level: 'alarm', text: 'Black' }] })
  world.media.sees(17)
  world.wheel.number(17)
  const { table } = await studio.view((view) => view.table.waiting !== undefined)
  expect(table).toMatchObject({ phase: 'resulting', waiting: { why: 'no_read' } })
  expect(table.round?.readings.find(({ witness }) => witness === 'vision')?.text).toContain('the picture is black')
  await until(async () => (await (await fetch(`${studio.url}/readyz`)).text()).includes('camera'))
})
