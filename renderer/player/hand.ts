import type { StoreApi } from 'zustand/vanilla'
import {
  acceptedStakes,
  betsAreOpen,
  clearStaged,
  doubled,
  lastStakes,
  type Staging,
  type Stakes,
  stageChip,
  stageInstead,
  undo,
  whyNotStage,
} from './betting/index.ts'
import type { PlayerState } from './store.ts'

/** What Double doubles: the staged chips, or, when none are, it lays the accepted ones once more. */
function toDouble(now: PlayerState): Stakes {
  if (now.staging.stakes.size > 0) return doubled(now.staging.stakes)
  return acceptedStakes(now.slips, now.table?.round?.roundId)
}

function toRebet(now: PlayerState): Stakes {
  const serverNowMs = Date.now() + (now.clock?.offsetMs ?? 0)
  return lastStakes(now.slips, betsAreOpen(now.table, serverNowMs) ? now.table?.round?.roundId : undefined)
}

/** Why a button of the hand can do nothing now; undefined when it can. */
export const whyNot = {
  undo: (now: PlayerState) => (now.staging.past.length === 0 ? 'There is nothing to undo.' : undefined),
  clear: (now: PlayerState) => (now.staging.stakes.size === 0 ? 'No chips are staged.' : undefined),
  double: (now: PlayerState) => (toDouble(now).size === 0 ? 'Put chips on the layout first.' : undefined),
  rebet: (now: PlayerState) => (toRebet(now).size === 0 ? 'You have no earlier bet at this table.' : undefined),
}

/** The player's hand over the layout: chips down, and back up. Nothing here reaches the server. */
export class Hand {
  readonly #store: StoreApi<PlayerState>

  constructor(store: StoreApi<PlayerState>) {
    this.#store = store
  }

  put(spot: string): void {
    const now = this.#store.getState()
    this.#stage(stageChip(now.staging, spot, now.chip))
  }

  undo(): void {
    const now = this.#store.getState()
    now.setStaging(undo(now.staging))
  }

  clear(): void {
    const now = this.#store.getState()
    now.setStaging(clearStaged(now.staging))
  }

  double(): void {
    const now = this.#store.getState()
    this.#stage(stageInstead(now.staging, toDouble(now)))
  }

  rebet(): void {
    const now = this.#store.getState()
    this.#stage(stageInstead(now.staging, toRebet(now)))
  }

  /** Lays the chips, or says which limit they break. */
  #stage(next: Staging): void {
    const { table, balance, setStaging, setNotice } = this.#store.getState()
    const reason = table && balance !== undefined ? whyNotStage(table, balance, next.stakes) : undefined
    if (reason === undefined) setStaging(next)
    else setNotice({ kind: 'refused', text: reason })
  }
}
