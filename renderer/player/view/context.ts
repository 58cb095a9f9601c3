import { createContext, useContext } from 'react'
import { useStore } from 'zustand/react'
import { useNow } from '../../ui/index.ts'
import type { Player } from '../player.ts'
import type { PlayerState } from '../store.ts'

export const PlayerContext = createContext<Player | undefined>(undefined)

export function usePlayer(): Player {
  const player = useContext(PlayerContext)
  if (player === undefined) throw new Error('There is no player around this view')
  return player
}

export function usePlayerState<T>(select: (state: PlayerState) => T): T {
  return useStore(usePlayer().store, select)
}

/** The server's clock in ms, again every `everyMs`. */
export function useServerNow(everyMs: number): number {
  const offsetMs = usePlayerState((now) => now.clock?.offsetMs ?? 0)
  return useNow(everyMs) + offsetMs
}
