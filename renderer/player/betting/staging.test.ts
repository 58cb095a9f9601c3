import { expect, test } from 'vitest'
import {
  clearStaged,
  doubled,
  nothingStaged,
  type Staging,
  stageChip,
  stageInstead,
  takeBack,
  totalOf,
  undo,
  undoDepthMax,
} from './staging.ts'

const stage = (...chips: (readonly [string, bigint])[]): Staging =>
  chips.reduce((staging, [spot, chip]) => stageChip(staging, spot, chip), nothingStaged)

test('chips on one spot add up', () => {
  const { stakes } = stage(['red', 100n], ['straight-17', 500n], ['red', 2500n])
  expect(stakes).toEqual(
    new Map([
      ['red', 2600n],
      ['straight-17', 500n],
    ]),
  )
  expect(totalOf(stakes)).toBe(3100n)
})

test('undo goes back one step at a time: a chip, a doubling, a clearing', () => {
  const chips = stage(['red', 100n], ['black', 100n])
  const twice = stageInstead(chips, doubled(chips.stakes))
  const cleared = clearStaged(twice)
  expect(totalOf(cleared.stakes)).toBe(0n)
  expect(totalOf(undo(cleared).stakes)).toBe(400n)
  expect(totalOf(undo(undo(cleared)).stakes)).toBe(200n)
  expect(undo(undo(undo(cleared))).stakes).toEqual(new Map([['red', 100n]]))
})

test('undo of nothing and clear of nothing change nothing', () => {
  expect(undo(nothingStaged)).toBe(nothingStaged)
  expect(clearStaged(nothingStaged)).toBe(nothingStaged)
})

test('remembers a bounded number of steps', () => {
  const many = stage(...Array.from({ length: undoDepthMax + 10 }, () => ['red', 100n] as const))
  expect(many.past).toHaveLength(undoDepthMax)
})

test('chips of a refused slip join those staged meanwhile, and undo does not take them away', () => {
  const back = takeBack(stage(['red', 100n]), new Map([['red', 500n]]))
  expect(back.stakes).toEqual(new Map([['red', 600n]]))
  expect(undo(back)).toBe(back)
})
