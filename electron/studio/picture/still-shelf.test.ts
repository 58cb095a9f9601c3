import { expect, test } from 'vitest'
import { StillShelf } from './still-shelf.ts'

test('a still is there until sixteen newer ones are', () => {
  const shelf = new StillShelf()
  const idOf = (url: string) => url.slice('/stills/'.length, -'.jpg'.length)
  const first = idOf(shelf.put(new Uint8Array([1])))
  const others = Array.from({ length: 15 }, (_, i) => idOf(shelf.put(new Uint8Array([i]))))
  expect(shelf.get(first)).toEqual(new Uint8Array([1]))
  shelf.put(new Uint8Array([99]))
  expect(shelf.get(first)).toBeNull()
  expect(others.every((id) => shelf.get(id) !== null)).toBe(true)
})
