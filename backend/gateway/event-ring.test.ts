import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { type PlayerId, playerIdSchema } from '../contract/index.ts'
import { EventRing } from './event-ring.ts'

const [anna, boris] = [playerIdSchema.parse(randomUUID()), playerIdSchema.parse(randomUUID())]
const bounds = { eventsMax: 3, charactersMax: 1_000 }
const event = (seq: number, playerId: PlayerId | null = null, text = `event ${seq}`) => ({ seq, playerId, text })
const seqs = (ring: EventRing, lastSeq: number, player = anna) => ring.since(lastSeq, player)?.map(({ seq }) => seq)

test('who has seen everything has missed nothing', () => {
  const ring = new EventRing(7, bounds)
  expect(ring.head).toBe(7)
  expect(seqs(ring, 7)).toEqual([])
  ring.push(event(9))
  expect(seqs(ring, 9)).toEqual([])
})

test('a player gets what is behind the last number, in order: the table’s events and the own ones', () => {
  const ring = new EventRing(0, bounds)
  for (const one of [event(2), event(5, anna), event(6, boris)]) ring.push(one)
  expect(seqs(ring, 0)).toEqual([2, 5])
  expect(seqs(ring, 2)).toEqual([5])
  expect(seqs(ring, 3, boris)).toEqual([6])
})

test('what is kept is bounded in number, and who has seen less than that is not resumed', () => {
  const ring = new EventRing(0, bounds)
  for (const seq of [1, 3, 5, 7]) ring.push(event(seq))
  expect(seqs(ring, 0)).toBeUndefined()
  expect(seqs(ring, 1)).toEqual([3, 5, 7])
})

test('what is kept is bounded in size, even for one event that is larger than all', () => {
  const ring = new EventRing(0, { eventsMax: 10, charactersMax: 20 })
  for (const seq of [1, 2, 3]) ring.push(event(seq, null, 'x'.repeat(9)))
  expect(seqs(ring, 0)).toBeUndefined()
  expect(seqs(ring, 1)).toEqual([2, 3])
  ring.push(event(4, null, 'x'.repeat(21)))
  expect(seqs(ring, 3)).toBeUndefined()
  expect(seqs(ring, 4)).toEqual([])
})

test('a number from the future was not given out here', () => {
  const ring = new EventRing(0, bounds)
  ring.push(event(1))
  expect(seqs(ring, 2)).toBeUndefined()
  ring.skip(2)
  expect(seqs(ring, 2)).toEqual([])
})
