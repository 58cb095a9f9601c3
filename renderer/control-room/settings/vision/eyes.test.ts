import { expect, it } from 'vitest'
import type { PictureSettings } from '../draft.ts'
import { freshEye, reading, unmarked } from './eyes.ts'

const sources = ['wheel', 'close'].map((id) => ({ id }))
const on = (...vision: PictureSettings['vision']) => ({ sources, vision })

it('opens on the first source that has none, and on no source twice', () => {
  const first = freshEye(on())
  expect(first).toMatchObject({ source: 'wheel', fps: 15, reads: { kind: 'wheel', calibration: unmarked } })
  if (first === undefined) throw new Error('no eye')
  const second = freshEye(on(first))
  expect(second?.source).toBe('close')
  expect(freshEye(on(first, second ?? first))).toBeUndefined()
})

it('reads something else at its own pace, and keeps what it watches', () => {
  const quad = [
    [0, 0],
    [1, 0],
    [1, 0.5],
    [0, 0.5],
  ] as const
  const watches = [{ id: 'bets', name: 'Bets', kind: 'betting' as const, quad }]
  const eye = { source: 'close', fps: 15, reads: { kind: 'wheel' as const, calibration: unmarked }, watches }
  expect(reading(eye, 'cards')).toEqual({ source: 'close', fps: 5, reads: { kind: 'cards', zones: [] }, watches })
  expect(reading(eye, 'wheel')).toBe(eye)
})
