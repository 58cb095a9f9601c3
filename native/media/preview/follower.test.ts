import { expect, it } from 'vitest'
import { Follower } from './follower.ts'

it('begins with a key frame, and then takes all', () => {
  const follower = new Follower()
  expect([false, false, true, false, true, false].map((key) => follower.takes(key, true))).toEqual([
    false,
    false,
    true,
    true,
    true,
    true,
  ])
})

it('goes on with a key frame after the window was too slow', () => {
  const follower = new Follower()
  expect(follower.isMissing).toBe(false)
  follower.takes(true, true)
  expect(follower.takes(false, false)).toBe(false)
  expect(follower.isMissing).toBe(true)
  expect(follower.takes(false, true)).toBe(false)
  expect(follower.takes(true, false)).toBe(false)
  expect(follower.takes(false, true)).toBe(false)
  expect(follower.takes(true, true)).toBe(true)
  expect(follower.takes(false, true)).toBe(true)
})

it('asks for a key frame while it waits for one, but not all the time', () => {
  const follower = new Follower()
  expect([0, 100, 499, 500, 900, 1_000].map((now) => follower.asks(now))).toEqual([
    true,
    false,
    false,
    true,
    false,
    true,
  ])
  follower.takes(true, true)
  expect(follower.asks(2_000)).toBe(false)
})
