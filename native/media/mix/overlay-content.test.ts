import { expect, it } from 'vitest'
import { type OverlayValues, overlaySchema } from '../messages/index.ts'
import { contentOf } from './overlay-content.ts'

const box = { x: 0, y: 0, width: 0.5, height: 0.1 }
const shown = (overlay: object, values: OverlayValues, at = 0, scene = 'wide') =>
  contentOf(overlaySchema.parse({ id: 'one', box, ...overlay }), scene, values, at, 100)

it('writes values into a text, and shows none that is empty then', () => {
  const text = { kind: 'text', text: '{table} · {round}' }
  expect(shown(text, { table: 'Roulette 1', round: 1842 })).toMatchObject({ text: 'Roulette 1 · 1842' })
  expect(shown(text, { table: '$&', round: null })).toMatchObject({ text: '$& ·' })
  expect(shown({ kind: 'text', text: '{lowerThird}' }, { lowerThird: null })).toBeNull()
})

it('shows an overlay only while its value is told, and only on its scenes', () => {
  const overlay = { kind: 'text', text: 'Live', when: 'phase', scenes: ['wide'] }
  expect(shown(overlay, { phase: 'Last bets' })).not.toBeNull()
  expect(shown(overlay, { phase: 0 })).not.toBeNull()
  expect(shown(overlay, { phase: null })).toBeNull()
  expect(shown(overlay, {})).toBeNull()
  expect(shown(overlay, { phase: 'Last bets' }, 0, 'close')).toBeNull()
})

it('counts down in whole seconds to the end, and is gone then', () => {
  const timer = { kind: 'timer', endsAt: 'endsAt', total: 'ms' }
  const values = { endsAt: 15_000, ms: 10_000 }
  expect(shown(timer, values, 0)).toMatchObject({ seconds: 15, left: 1 })
  expect(shown(timer, values, 10_000)).toMatchObject({ seconds: 5, left: 0.5 })
  expect(shown(timer, values, 14_999)).toMatchObject({ seconds: 1, left: 0.01 })
  expect(shown(timer, values, 15_000)).toBeNull()
  for (const wrong of [{}, { endsAt: 'soon', ms: 1 }, { endsAt: 15_000, ms: 0 }]) expect(shown(timer, wrong)).toBeNull()
})

it('looks the same until a step of the ring can be seen', () => {
  const timer = { kind: 'timer', endsAt: 'endsAt', total: 'ms' }
  const values = { endsAt: 10_000, ms: 10_000 }
  expect(shown(timer, values, 3_010)).toEqual(shown(timer, values, 3_090))
  expect(shown(timer, values, 3_010)).not.toEqual(shown(timer, values, 3_110))
})

it('shows a result on the colour that is told, on a plain one when that is none', () => {
  const result = { kind: 'result', value: 'result', background: 'colour' }
  expect(shown(result, { result: 0, colour: '#0F7a4a' })).toMatchObject({ text: '0', background: '#0F7a4a' })
  expect(shown(result, { result: 'Banker', colour: 'url(x)' })).toMatchObject({ background: '#2b313c' })
  expect(shown(result, { result: null, colour: '#0f7a4a' })).toBeNull()
})
