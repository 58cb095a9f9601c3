import { ORPCError } from '@orpc/client'
import { create } from 'zustand'
import type { StudioRecord } from '../../electron/studio/api/index.ts'
import { type Decision, type Intent, intend, type Occasion, type Wish } from './decision/decision.ts'
import type { StudioClient } from './link/studio-link.ts'

const operatorKey = 'tablecast.operator'
/** A decision is recorded and done at once; an answer that takes longer counts as lost. */
const answerMsMax = 10_000

/** Some seconds of a feed, up to `to` (the studio's clock, ms), or up to now. */
export interface ClipWish {
  readonly feed: string
  readonly to: number | null
}

/** What the person at this desk wants; nothing here says what is so at the table. */
interface DeskState {
  /** Empty until someone says who they are. */
  readonly operator: string
  readonly asksOperator: boolean
  readonly helpOpen: boolean
  readonly processesOpen: boolean
  /** The feed that fills the window. */
  readonly full: string | null
  readonly settingsOpen: boolean
  /** The moment that is looked at again. */
  readonly clip: ClipWish | null
  /** The record whose picture is looked at. */
  readonly evidence: StudioRecord | null
  /** The digits pick a pocket now, and no scene. */
  readonly pickingPocket: boolean
  readonly decision: Decision
  setFull(feed: string | null): void
  setSettingsOpen(open: boolean): void
  setClip(clip: ClipWish | null): void
  setEvidence(evidence: StudioRecord | null): void
  setPickingPocket(picking: boolean): void
  setOperator(name: string): void
  setAsksOperator(asks: boolean): void
  setHelpOpen(open: boolean): void
  setProcessesOpen(open: boolean): void
  /** Sends a wish, once. `client` throws while the studio is away. */
  setWish(wish: Wish, occasion: Occasion, tableId: TableId, client: () => StudioClient): Promise<void>
}
type TableId = Parameters<StudioClient['void']>[0]['tableId']

export const useDesk = create<DeskState>((set, get) => ({
  operator: localStorage.getItem(operatorKey) ?? '',
  asksOperator: localStorage.getItem(operatorKey) === null,
  helpOpen: false,
  processesOpen: false,
  full: null,
  settingsOpen: false,
  clip: null,
  evidence: null,
  pickingPocket: false,
  decision: { state: 'open' },

  setOperator(name) {
    localStorage.setItem(operatorKey, name)
    set({ operator: name, asksOperator: false })
  },
  setAsksOperator(asksOperator) {
    set({ asksOperator })
  },
  setHelpOpen(helpOpen) {
    set({ helpOpen })
  },

  setProcessesOpen(processesOpen) {
    set({ processesOpen })
  },

  setFull(full) {
    set({ full })
  },
  setSettingsOpen(settingsOpen) {
    set({ settingsOpen })
  },
  setClip(clip) {
    set({ clip })
  },
  setEvidence(evidence) {
    set({ evidence })
  },
  setPickingPocket(pickingPocket) {
    set({ pickingPocket })
  },

  async setWish(wish, occasion, tableId, client) {
    const intent = intend(get().decision, wish, occasion, () => crypto.randomUUID())
    if (intent === undefined) return
    set({ decision: { state: 'sending', intent } })
    try {
      await send(intent, tableId, get().operator, client())
      set({ decision: { state: 'answered', intent, at: Date.now() } })
    } catch (error) {
      set({ decision: answerOf(error, intent) })
    }
  },
}))

async function send(intent: Intent, tableId: TableId, operator: string, client: StudioClient): Promise<void> {
  const { wish, occasion, commandId } = intent
  const command = { commandId, tableId, roundId: occasion.roundId, revision: occasion.revision, operator }
  const options = { signal: AbortSignal.timeout(answerMsMax) }
  if (wish.action === 'approve') await client.approve({ ...command, pocket: wish.pocket }, options)
  else if (wish.action === 'correct')
    await client.correct({ ...command, pocket: wish.pocket, reason: wish.reason }, options)
  else await client.void({ ...command, reason: wish.reason }, options)
}

function answerOf(error: unknown, intent: Intent): Decision {
  if (error instanceof ORPCError) {
    const text =
      error.defined || error.status < 500 ? error.message : 'The studio could not do it. Its record says more.'
    return { state: 'refused', intent, text }
  }
  return { state: 'unanswered', intent }
}
