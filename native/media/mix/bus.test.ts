import { expect, it } from 'vitest'
import { type Bus, MixRefusal, settled, taken, weight, within } from './bus.ts'

const cut = { kind: 'cut' } as const
const dissolve = { kind: 'dissolve', ms: 400 } as const
const wide: Bus = { program: 'wide', preview: null, dissolve: null }

it('cuts to a scene and leaves the preview alone', () => {
  expect(taken({ ...wide, preview: 'close' }, 'wheel', cut, 0)).toEqual({
    program: 'wheel',
    preview: 'close',
    dissolve: null,
  })
})

it('takes the scene in preview, and the two change places', () => {
  const bus = { ...wide, preview: 'wheel' }
  expect(taken(bus, undefined, cut, 0)).toEqual({ program: 'wheel', preview: 'wide', dissolve: null })
  expect(taken(bus, 'wheel', cut, 0)).toEqual({ program: 'wheel', preview: 'wide', dissolve: null })
})

it('refuses to take from an empty preview, in words', () => {
  expect(() => taken(wide, undefined, cut, 0)).toThrow(MixRefusal)
  expect(() => taken(wide, undefined, cut, 0)).toThrow('There is no scene in preview')
})

it('dissolves over its time, and is done then', () => {
  const bus = taken(wide, 'wheel', dissolve, 1_000)
  expect(bus).toEqual({ program: 'wheel', preview: null, dissolve: { leaving: 'wide', startedAt: 1_000, ms: 400 } })
  expect([900, 1_000, 1_100, 1_400].map((now) => weight(bus, now))).toEqual([0, 0, 0.25, 1])
  expect(settled(bus, 1_399).dissolve).not.toBeNull()
  expect(settled(bus, 1_400)).toEqual({ program: 'wheel', preview: null, dissolve: null })
})

it('goes on with a dissolve to the scene that it dissolves to, and ends it at a cut', () => {
  const bus = taken(wide, 'wheel', dissolve, 1_000)
  expect(taken(bus, 'wheel', dissolve, 1_200)).toEqual(bus)
  expect(taken(bus, 'wheel', cut, 1_200).dissolve).toBeNull()
})

it('turns a dissolve round where it stands, without a jump', () => {
  const bus = taken(taken(wide, 'wheel', dissolve, 1_000), 'wide', { kind: 'dissolve', ms: 1_000 }, 1_100)
  expect(bus.program).toBe('wide')
  expect(weight(bus, 1_100)).toBeCloseTo(0.75)
  expect(settled(bus, 1_350).dissolve).toBeNull()
})

it('begins a dissolve to a third scene from the newer one', () => {
  const bus = taken(taken(wide, 'wheel', dissolve, 1_000), 'close', dissolve, 1_100)
  expect(bus).toEqual({ program: 'close', preview: null, dissolve: { leaving: 'wheel', startedAt: 1_100, ms: 400 } })
})

it('loses what its scenes lose, and always has one on air', () => {
  const bus = { program: 'wheel', preview: 'close', dissolve: { leaving: 'wide', startedAt: 0, ms: 400 } }
  expect(within(bus, ['wide', 'wheel', 'close'])).toEqual(bus)
  expect(within(bus, ['wheel'])).toEqual({ program: 'wheel', preview: null, dissolve: null })
  expect(within(bus, ['other', 'close'])).toEqual({ program: 'other', preview: 'close', dissolve: null })
})
