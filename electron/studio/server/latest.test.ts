import { expect, test } from 'vitest'
import { Latest } from './latest.ts'
import { RecordFeed } from './record-feed.ts'

test('a listener gets the value at once and the newest after changes; what came between is skipped', async () => {
  let value = 1
  using latest = new Latest(() => value, 5)
  const end = new AbortController()
  const seen = latest.watch(end.signal)
  expect(await seen.next()).toEqual({ done: false, value: 1 })
  for (value = 2; value < 50; value += 1) latest.changed()
  expect(await seen.next()).toEqual({ done: false, value: 50 })
  const last = seen.next()
  end.abort()
  expect(await last).toEqual({ done: true, value: undefined })
})

const record = (id: number) => ({ id, at: id, level: 'info', kind: 'round', text: `${id}` }) as const

test('records come whole: what there was, then each new one, also while the old ones are read', async () => {
  const feed = new RecordFeed()
  const end = new AbortController()
  const seen = feed.watch(() => [record(1), record(2)], end.signal)
  expect((await seen.next()).value).toMatchObject({ id: 1 })
  feed.tell([record(3), record(4)])
  for (const id of [2, 3, 4]) expect((await seen.next()).value).toMatchObject({ id })
  const next = seen.next()
  feed.tell([record(5)])
  expect((await next).value).toMatchObject({ id: 5 })
  const last = seen.next()
  end.abort()
  expect((await last).done).toBe(true)
})
