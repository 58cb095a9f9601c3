import { createStore, type StoreApi } from 'zustand/vanilla'
import {
  betterClock,
  type ClockEstimate,
  type ServerMessage,
  type Slip,
  type TableView,
} from '../../backend/contract/index.ts'
import {
  isBettingPhase,
  nothingStaged,
  refusalSentence,
  type Staging,
  stakesOf,
  takeBack,
  withSlip,
} from './betting/index.ts'
import type { ConnectionState, PendingSlip, PictureState, PictureWish } from './gateway/index.ts'

/** The last thing to say about the player's chips; each is said once to a screen reader. */
interface Notice {
  readonly kind: 'accepted' | 'refused'
  readonly text: string
}

/** Everything the page knows. What the server said is changed by `apply…` only, what the player wants by `set…`. */
export interface PlayerState {
  readonly connection: ConnectionState
  readonly clock: ClockEstimate | undefined
  readonly picture: PictureState
  readonly pictureInstance: string | null
  /** How the player wants it. */
  readonly pictureWish: PictureWish
  readonly playerId: string | undefined
  /** Minor units. */
  readonly balance: bigint | undefined
  readonly table: TableView | undefined
  /** Newest first. */
  readonly slips: readonly Slip[]
  /** The newest event that is in here. */
  readonly seq: number | undefined
  /** The slip on its way; at most one. */
  readonly pending: PendingSlip | undefined
  readonly staging: Staging
  /** The chip in the hand, minor units. */
  readonly chip: bigint
  readonly notice: Notice | undefined

  applyConnection(connection: ConnectionState): void
  applyClock(sample: ClockEstimate): void
  applyPicture(picture: PictureState): void
  applyMessage(message: ServerMessage): void
  /** The pending slip was refused for good: its chips come back. */
  applyRefusal(slipId: string, sentence: string): void
  setStaging(staging: Staging): void
  setChip(chip: bigint): void
  setPictureWish(wish: PictureWish): void
  setPending(slip: PendingSlip): void
  setNotice(notice: Notice | undefined): void
}

type Facts = Omit<
  PlayerState,
  { [Key in keyof PlayerState]: PlayerState[Key] extends (...args: never[]) => void ? Key : never }[keyof PlayerState]
>

/** The chips a player can take, minor units. */
export const chips: readonly bigint[] = [100n, 500n, 2500n, 10_000n]

const unknown: Facts = {
  connection: { state: 'connecting', attempt: 1 },
  clock: undefined,
  picture: { state: 'connecting' },
  pictureInstance: null,
  // Browsers play no sound before the first tap.
  pictureWish: { sound: false, quality: 'auto' },
  playerId: undefined,
  balance: undefined,
  table: undefined,
  slips: [],
  seq: undefined,
  pending: undefined,
  staging: nothingStaged,
  chip: 100n,
  notice: undefined,
}

export function createPlayerStore(pending: PendingSlip | undefined = undefined): StoreApi<PlayerState> {
  return createStore<PlayerState>()((set) => ({
    ...unknown,
    pending,
    applyConnection: (connection) => set({ connection }),
    applyClock: (sample) => set(({ clock }) => ({ clock: betterClock(clock, sample) })),
    applyPicture: (picture) => set((now) => (samePicture(now.picture, picture) ? now : { picture })),
    applyMessage: (message) => set((now) => afterMessage(now, message)),
    applyRefusal: (slipId, sentence) => set((now) => afterRefusal(now, slipId, sentence)),
    setStaging: (staging) => set({ staging, notice: undefined }),
    setChip: (chip) => set({ chip }),
    setPictureWish: (pictureWish) => set({ pictureWish }),
    setPending: (slip) => set({ pending: slip, staging: nothingStaged, notice: undefined }),
    setNotice: (notice) => set({ notice }),
  }))
}

function afterMessage(now: Facts, message: ServerMessage): Partial<Facts> {
  switch (message.type) {
    case 'welcome': {
      const otherPlayer = now.pending !== undefined && now.pending.playerId !== message.playerId
      const welcomed: Facts = {
        ...now,
        playerId: message.playerId,
        balance: BigInt(message.balance),
        slips: [],
        seq: message.seq,
        pictureInstance: message.pictureInstance,
        // A slip of another session is none of this player's.
        pending: otherPlayer ? undefined : now.pending,
      }
      let facts: Facts = { ...welcomed, ...afterTable(welcomed, message.table) }
      for (const slip of message.slips) facts = { ...facts, ...afterSlip(facts, slip) }
      return facts
    }
    case 'event': {
      // The welcome already held everything up to its own number.
      if (now.seq !== undefined && message.seq <= now.seq) return {}
      const { event } = message
      const change =
        event.type === 'table'
          ? afterTable(now, event.table)
          : { ...afterSlip(now, event.slip), balance: BigInt(event.balance) }
      return { ...change, seq: message.seq }
    }
    case 'slip':
      return { ...afterSlip(now, message.slip), balance: BigInt(message.balance) }
    case 'picture_instance':
      return { pictureInstance: message.instance }
    default:
      return {}
  }
}

function afterTable(now: Facts, table: TableView): Partial<Facts> {
  const otherRound = now.table?.round?.roundId !== table.round?.roundId
  const closed = !isBettingPhase(table.phase) && now.notice?.kind === 'accepted'
  return otherRound || closed ? { table, notice: undefined } : { table }
}

function afterSlip(now: Facts, slip: Slip): Partial<Facts> {
  const slips = withSlip(now.slips, slip)
  if (now.pending?.slipId !== slip.slipId || slip.state === 'placing') return { slips }
  if (slip.state === 'rejected') return { slips, ...afterRefusal(now, slip.slipId, refusalSentence(slip.code)) }
  return { slips, pending: undefined, notice: { kind: 'accepted', text: 'Bet accepted.' } }
}

function afterRefusal(now: Facts, slipId: string, sentence: string): Partial<Facts> {
  if (now.pending?.slipId !== slipId) return {}
  return {
    pending: undefined,
    staging: takeBack(now.staging, stakesOf(now.pending.bets)),
    notice: { kind: 'refused', text: `${sentence} Your chips are back, not placed.` },
  }
}

/** The frame count moves about once a second; between, nothing has to be drawn again. */
function samePicture(now: PictureState, next: PictureState): boolean {
  if (now.state !== next.state) return false
  if (next.state === 'live' && now.state === 'live') return next.sound === now.sound && next.frames - now.frames < 25
  if (next.state === 'stale' && now.state === 'stale') return next.frames === now.frames
  return true
}
