import { expect, it } from 'vitest'
import { clockView } from './clock-view.ts'

const seen = (offsetMs: number, roundTripMs: number) => clockView({ offsetMs, roundTripMs, measuredAtMs: 0 }).attention

it('is an alarm from 50 ms on, whichever clock is ahead', () => {
  expect(seen(50, 0).level).toBe('ok')
  expect(seen(56, 10)).toMatchObject({ level: 'alarm', text: expect.stringContaining('56 ms behind the backend’s') })
  expect(seen(-56, 10)).toMatchObject({ level: 'alarm', text: expect.stringContaining('56 ms ahead of the backend’s') })
})

it('does not cry over a slow line', () => {
  expect(seen(60, 30)).toMatchObject({ level: 'attention', text: expect.stringContaining('than to 15 ms') })
  expect(seen(-2, 30)).toEqual({
    level: 'ok',
    text: 'This studio’s clock is 2 ms ahead of the backend’s, to within 15 ms.',
  })
})
