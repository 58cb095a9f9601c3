import { expect, it } from 'vitest'
import { ClockOffset } from './clock-offset.ts'

it('believes the message that came fastest', () => {
  const clock = new ClockOffset()
  clock.add(10_000, 5_100)
  clock.add(10_100, 5_105)
  expect(clock.add(10_200, 5_900)).toBe(4_995)
})

it('follows a clock that was set back, once the old samples are gone', () => {
  const clock = new ClockOffset()
  clock.add(10_000, 5_000)
  for (let sample = 0; sample < 40; sample++) clock.add(sample, 1_000 + sample)
  expect(clock.value).toBe(-1_000)
})
