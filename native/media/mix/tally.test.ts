import { expect, it } from 'vitest'
import { tallySchema } from '../messages/index.ts'
import { planOf } from './scene-plan.ts'
import { sameTally, tallyOf } from './tally.ts'

const whole = { x: 0, y: 0, width: 1, height: 1 }
const corner = { x: 0.7, y: 0.7, width: 0.25, height: 0.25 }
const scene = (id: string, ...sources: string[]) => ({
  id,
  name: id,
  layers: sources.map((source, i) => ({ source, box: i === 0 ? whole : corner })),
})
const alive = (source: string) => source
const plan = (id: string, ...sources: string[]) => planOf(scene(id, ...sources), alive)

it('plans a scene from the lowest layer up', () => {
  expect(plan('both', 'wide', 'wheel').layers).toEqual([
    { wanted: 'wide', source: 'wide', box: whole },
    { wanted: 'wheel', source: 'wheel', box: corner },
  ])
})

it('puts the next layer in the place of a lowest one that has no picture; without any it is the slate', () => {
  expect(planOf(scene('both', 'wide', 'wheel'), (one) => (one === 'wide' ? null : one)).layers).toEqual([
    { wanted: 'wheel', source: 'wheel', box: whole },
  ])
  expect(planOf(scene('both', 'wide', 'wheel'), () => null).layers).toEqual([])
})

it('does not show a source twice when it stands in for another', () => {
  expect(planOf(scene('both', 'wide', 'wheel'), () => 'wheel').layers).toEqual([
    { wanted: 'wide', source: 'wheel', box: whole },
  ])
})

it('names the sources of both scenes while one dissolves into the other', () => {
  const tally = tallyOf({ program: plan('a', 'wide', 'wheel'), leaving: plan('b', 'close'), preview: null }, 5)
  expect(tallySchema.parse(tally)).toEqual({
    at: 5,
    program: 'a',
    preview: null,
    leaving: 'b',
    onAir: ['close', 'wheel', 'wide'],
    inPreview: [],
    slate: false,
    standIns: {},
  })
})

it('names who stands in, not who failed', () => {
  const program = planOf(scene('a', 'wheel'), () => 'wide')
  const preview = planOf(scene('b', 'close'), () => 'wheel')
  expect(tallyOf({ program, leaving: null, preview }, 0)).toMatchObject({
    onAir: ['wide'],
    inPreview: ['wheel'],
    standIns: { wheel: 'wide', close: 'wheel' },
  })
})

it('says slate while any of it is seen', () => {
  const slate = planOf(scene('a', 'wheel'), () => null)
  expect(tallyOf({ program: slate, leaving: null, preview: null }, 0)).toMatchObject({ slate: true, onAir: [] })
  expect(tallyOf({ program: plan('b', 'wide'), leaving: slate, preview: null }, 0).slate).toBe(true)
  expect(tallyOf({ program: plan('b', 'wide'), leaving: null, preview: slate }, 0).slate).toBe(false)
})

it('is the same tally at another time, and not with another source', () => {
  const one = tallyOf({ program: plan('a', 'wide'), leaving: null, preview: null }, 1)
  expect(sameTally(one, { ...one, at: 2 })).toBe(true)
  expect(sameTally(one, { ...one, onAir: ['wheel'] })).toBe(false)
})
