import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { WebSocket } from 'ws'
import type { TableSnapshot } from '../../electron/studio/api/index.ts'
import type { RunningStudio } from './studio/running-studio.ts'
import { secret, World } from './studio/world.ts'
import { until } from './until.ts'

const operator = 'Ada Pit'

/** What a person sees of a waiting round, as a command has to name it. */
function seen({ tableId, revision, round }: TableSnapshot) {
  if (!round) throw new Error('there is no round')
  return { commandId: randomUUID(), tableId, roundId: round.roundId, revision, operator }
}

async function waiting(studio: RunningStudio): Promise<TableSnapshot> {
  return (await studio.view(({ table }) => table.waiting !== undefined)).table
}

test('a round is confirmed by both witnesses, and not by one', async () => {
  await using world = await World.open()
  const studio = await world.start()
  world.wheel.spin()
  await studio.view(({ table }) => table.phase === 'no_more_bets')
  world.media.sees(17)
  const { table } = await studio.view(({ table }) => table.round?.readings.length === 1)
  expect(table).toMatchObject({ phase: 'resulting', round: { readings: [{ witness: 'vision', pocket: 17 }] } })
  expect(table.round?.result).toBeUndefined()
  world.wheel.number(17)
  const confirmed = await studio.view(({ table }) => table.phase === 'confirmed')
  expect(confirmed.table.round).toMatchObject({
    verdict: 'agree',
    result: { pocket: 17, authority: { by: 'witnesses' } },
  })

  await until(() => world.game.types.at(-1) === 'result_confirmed')
  expect(world.game.types).toEqual(['round_opened', 'no_more_bets', 'resulting', 'result_confirmed'])
  const exposed = await studio.view(({ table }) => table.round?.exposure !== undefined)
  expect(exposed.table.round?.exposure).toEqual({ slips: 3, staked: '4200' })
  world.game.phase = 'settled'
  await studio.view(({ table }) => table.phase === 'settled')

  const cropUrl = confirmed.table.round?.readings[0]?.cropUrl ?? ''
  const shown = await fetch(studio.url + cropUrl, { headers: { authorization: `Bearer ${secret}` } })
  expect(await shown.text()).toBe('crop of 17')
  expect((await fetch(`${studio.url}${cropUrl}?secret=${secret}`)).status).toBe(200)
  expect((await fetch(`${studio.url}${cropUrl}?secret=guessed`)).status).toBe(401)
  expect((await fetch(studio.url + cropUrl)).status).toBe(401)
})

test('a person decides once, on what is on the table now', async () => {
  await using world = await World.open()
  const studio = await world.start()
  world.wheel.spin()
  await studio.view(({ table }) => table.phase === 'no_more_bets')
  world.media.sees(17)
  world.wheel.number(4)
  const table = await waiting(studio)
  expect(table).toMatchObject({ phase: 'suspended', waiting: { why: 'disagree' }, round: { verdict: 'disagree' } })

  const reason = 'the video shows it'
  const command = { ...seen(table), pocket: 17, reason }
  const stale = { ...command, commandId: randomUUID(), revision: command.revision - 1 }
  await expect(studio.client.correct(stale)).rejects.toMatchObject({ code: 'STALE' })
  await expect(studio.client.approve(command)).rejects.toMatchObject({ code: 'NOTHING_PROPOSED' })
  await expect(studio.client.correct({ ...command, reason: '' })).rejects.toMatchObject({ code: 'BAD_REQUEST' })
  const { revision } = await studio.client.correct(command)
  expect(revision).toBeGreaterThan(table.revision)
  await expect(studio.client.correct(command)).rejects.toMatchObject({ code: 'REPEATED' })
  const again = { ...command, commandId: randomUUID(), revision }
  await expect(studio.client.correct(again)).rejects.toMatchObject({ code: 'NOTHING_TO_DECIDE' })
  expect(await studio.record('corrected')).toMatchObject({
    kind: 'operator',
    text: 'Ada Pit corrected round 1 to 17 (wheel 4, camera 17): the video shows it',
  })
  await until(() => world.game.types.at(-1) === 'result_confirmed')
  expect(world.game.types.slice(-3)).toEqual(['table_suspended', 'table_resumed', 'result_confirmed'])
  expect(world.game.events.at(-1)?.body).toMatchObject({
    pocket: 17,
    standing: 'corrected',
    authority: { operator, reason },
  })
  await expect(studio.client.faults.list()).rejects.toMatchObject({ code: 'NO_SIMULATOR' })
})

test('killed in the middle of a round it comes back, waits for a person, and delivers each event once', async () => {
  await using world = await World.open()
  const first = await world.start()
  world.wheel.spin()
  await first.view(({ table }) => table.phase === 'no_more_bets')
  await until(() => world.game.events.length === 2)
  // The backend is away when the witnesses speak: what happens now is only in the store.
  await world.game.close()
  world.media.sees(17)
  await first.view(({ table }) => table.phase === 'resulting')
  await first.kill('SIGKILL')

  const second = await world.start()
  const table = await waiting(second)
  expect(table).toMatchObject({ phase: 'resulting', waiting: { why: 'interrupted' } })
  expect(table.round?.result).toMatchObject({ pocket: 17, standing: 'proposed' })
  expect(table.round?.verdict).toBeUndefined()
  // The ball still lies there, and the wheel goes on: none of it counts any more.
  world.media.sees(17)
  world.wheel.state('no_more_bets')
  world.wheel.number(17)
  world.wheel.spin()
  expect((await second.record('no round was opened')).level).toBe('attention')
  const later = await waiting(second)
  expect(later.round).toMatchObject({ number: 1, result: { standing: 'proposed' } })

  await second.client.approve({ ...seen(later), pocket: 17 })
  await second.kill('SIGKILL')
  await world.game.open()
  const third = await world.start()
  expect((await third.view(() => true)).table.phase).toBe('confirmed')
  await until(() => world.game.events.length === 4)
  expect(world.game.types).toEqual(['round_opened', 'no_more_bets', 'resulting', 'result_confirmed'])
  expect(world.game.events.map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4])
  await third.view(({ table }) => table.outbox.waiting === 0)
})

test('a store that cannot be read is put aside, and the table goes on from what the backend knows', async () => {
  await using world = await World.open()
  const first = await world.start()
  world.wheel.spin()
  await until(() => world.game.events.length === 2)
  await first.kill('SIGKILL')
  const file = join(world.home, 'studio', 'roulette-1.sqlite')
  writeFileSync(file, 'nonsense '.repeat(2_000))
  // SQLite would bring the whole file back from its log.
  rmSync(`${file}-wal`)
  const second = await world.start()
  expect(await second.record('could not be read')).toMatchObject({ level: 'alarm' })
  // The backend still holds the bets of the round that this store knew.
  const table = await waiting(second)
  expect(table).toMatchObject({ waiting: { why: 'interrupted' }, round: { number: 1 } })
  await second.client.void({ ...seen(table), reason: 'its record was lost' })
  world.wheel.spin()
  await second.view(({ table }) => table.round?.number === 2)
  await until(() => world.game.events.length === 7)
  const [lost, taken] = [
    ['round_opened', 'no_more_bets'],
    ['no_more_bets', 'resulting', 'round_voided'],
  ]
  const types = [...lost, ...taken, 'round_opened', 'no_more_bets']
  expect(world.game.types).toEqual(types)
  expect(world.game.deliveries.flat()).toEqual([1, 2, 3, 4, 5, 6, 7])
})

test('a clock that is not the backend’s is an alarm, until it is set right', async () => {
  await using world = await World.open()
  const studio = await world.start()
  const level = async (wanted: string) =>
    (await studio.view(({ table }) => table.clock?.attention.level === wanted)).table.clock?.offsetMs ?? Number.NaN
  expect(Math.abs(await level('ok'))).toBeLessThan(50)
  world.game.clockAheadMs = 4_000
  expect(await level('alarm')).toBeGreaterThan(3_900)
  expect(await studio.record('clock is')).toMatchObject({ level: 'alarm', kind: 'device' })
  world.game.clockAheadMs = 0
  await level('ok')
  expect(await studio.record('to within')).toMatchObject({ level: 'info' })
})

test('only who shows the secret, from the studio’s own page or from none, gets in', async () => {
  await using world = await World.open()
  const { url } = await world.start()
  const api = `${url.replace('http', 'ws')}/api`
  const knock = async (protocol: string, headers: Record<string, string>) => {
    const socket = new WebSocket(api, protocol, { headers })
    const refused = once(socket, 'unexpected-response').then(([, response]) => response.statusCode)
    const opened = once(socket, 'open').then(() => 'open')
    const answer = await Promise.race([refused, opened])
    socket.on('error', () => {})
    socket.terminate()
    return answer
  }
  const own = `tablecast.${secret}`
  expect(await knock(own, {})).toBe('open')
  expect(await knock(own, { origin: url })).toBe('open')
  expect(await knock(own, { origin: 'http://example.com' })).toBe(403)
  expect(await knock(own, { origin: 'null' })).toBe(403)
  expect(await knock(own, { host: 'example.com' })).toBe(403)
  expect(await knock('tablecast.another-secret', {})).toBe(401)
  expect(await knock('tablecast', { origin: url })).toBe(401)

  const page = await fetch(url)
  expect(page.status).toBe(503)
  expect(await page.text()).toContain('not built')
  expect(page.headers.get('x-content-type-options')).toBe('nosniff')
  expect(page.headers.get('content-security-policy')).toContain("default-src 'none'")
  expect((await fetch(`${url}/healthz`)).status).toBe(200)
  expect(await (await fetch(`${url}/readyz`)).json()).toEqual({ missing: [] })
  expect(await (await fetch(`${url}/metrics`)).text()).toContain('studio_outbox_waiting')
})
