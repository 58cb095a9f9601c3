/** Chips by spot, in minor units. A spot without chips is absent. */
export type Stakes = ReadonlyMap<string, bigint>

/** The chips that lie on the layout and are not placed yet, with what Undo goes back to. */
export interface Staging {
  readonly stakes: Stakes
  /** Earlier stakes, oldest first, at most `undoDepthMax`. */
  readonly past: readonly Stakes[]
}

/** Steps that Undo can go back; more than anyone puts down in one betting window. */
export const undoDepthMax = 200

export const nothingStaged: Staging = { stakes: new Map(), past: [] }

function step(staging: Staging, stakes: Stakes): Staging {
  return { stakes, past: [...staging.past, staging.stakes].slice(-undoDepthMax) }
}

/** @param chip minor units, positive. */
export function stageChip(staging: Staging, spot: string, chip: bigint): Staging {
  return step(staging, addStakes(staging.stakes, new Map([[spot, chip]])))
}

/** Lays other chips in place of the staged ones; Undo brings those back. */
export function stageInstead(staging: Staging, stakes: Stakes): Staging {
  return step(staging, stakes)
}

export function clearStaged(staging: Staging): Staging {
  return staging.stakes.size === 0 ? staging : step(staging, new Map())
}

export function undo(staging: Staging): Staging {
  const stakes = staging.past.at(-1)
  return stakes === undefined ? staging : { stakes, past: staging.past.slice(0, -1) }
}

/** Chips that came back from a refused slip: they join what was staged meanwhile, and Undo does not take them away. */
export function takeBack(staging: Staging, stakes: Stakes): Staging {
  return { stakes: addStakes(staging.stakes, stakes), past: [] }
}

export function doubled(stakes: Stakes): Stakes {
  return new Map([...stakes].map(([spot, stake]) => [spot, stake * 2n]))
}

export function addStakes(some: Stakes, more: Stakes): Stakes {
  const sum = new Map(some)
  for (const [spot, stake] of more) sum.set(spot, (sum.get(spot) ?? 0n) + stake)
  return sum
}

/** Minor units. */
export function totalOf(stakes: Stakes): bigint {
  return [...stakes.values()].reduce((sum, stake) => sum + stake, 0n)
}
