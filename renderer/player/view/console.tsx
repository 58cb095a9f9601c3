import { formatAmount } from '../../../backend/contract/index.ts'
import { AttentionMark, Button, KeyHint, useHotkey, useNow } from '../../ui/index.ts'
import { atStake, stakesOf, totalOf, whyNotPlace } from '../betting/index.ts'
import { whyNot } from '../hand.ts'
import { placingContext } from '../player.ts'
import { chips, type PlayerState } from '../store.ts'
import { Chip } from './chip.tsx'
import { usePlayer, usePlayerState } from './context.ts'

/** Money, chips and what one does with them: within a thumb's reach. */
export function Console() {
  return (
    <div className="console">
      <SlipState />
      <Money />
      <Chips />
      <Actions />
    </div>
  )
}

function Money() {
  const balance = usePlayerState((now) => now.balance)
  const staked = usePlayerState(stakedNow)
  return (
    <dl className="money">
      <div>
        <dt>Balance</dt>
        <dd data-testid="balance">{balance === undefined ? '–' : formatAmount(balance)}</dd>
      </div>
      <div>
        <dt>Staked</dt>
        <dd data-testid="staked">{formatAmount(staked)}</dd>
      </div>
    </dl>
  )
}

/** What is at stake: accepted, or on its way to be. */
function stakedNow(now: PlayerState): bigint {
  return atStake(now.slips) + totalOf(stakesOf(now.pending?.bets ?? []))
}

function Chips() {
  const taken = usePlayerState((now) => now.chip)
  const setChip = usePlayerState((now) => now.setChip)
  return (
    <div className="chips" role="radiogroup" aria-label="Chip">
      {chips.map((chip, index) => (
        <ChipButton
          key={chip}
          chip={chip}
          hotkey={String(index + 1)}
          taken={chip === taken}
          onTake={() => setChip(chip)}
        />
      ))}
    </div>
  )
}

function ChipButton(props: {
  readonly chip: bigint
  readonly hotkey: string
  readonly taken: boolean
  readonly onTake: () => void
}) {
  useHotkey(props.hotkey, props.onTake)
  return (
    // biome-ignore lint/a11y/useSemanticElements: a chip is pressed, and drawn as one; the group tells which is taken.
    <button
      type="button"
      className="chip-button"
      role="radio"
      aria-checked={props.taken}
      aria-label={`Chip of ${formatAmount(props.chip)}`}
      aria-keyshortcuts={props.hotkey}
      data-testid={`chip-${props.chip}`}
      onClick={props.onTake}
    >
      <Chip minor={props.chip} />
      <KeyHint hotkey={props.hotkey} />
    </button>
  )
}

function Actions() {
  const player = usePlayer()
  const { hand } = player
  const now = usePlayerState((state) => state)
  const staged = totalOf(now.staging.stakes)
  const reason = whyNotPlace(placingContext(now, useNow(250)))
  return (
    <div className="actions">
      <Button data-testid="undo" hotkey="U" disabledReason={whyNot.undo(now)} onClick={() => hand.undo()}>
        Undo
      </Button>
      <Button data-testid="clear" hotkey="C" disabledReason={whyNot.clear(now)} onClick={() => hand.clear()}>
        Clear
      </Button>
      <Button data-testid="double" hotkey="D" disabledReason={whyNot.double(now)} onClick={() => hand.double()}>
        Double
      </Button>
      <Button data-testid="rebet" hotkey="R" disabledReason={whyNot.rebet(now)} onClick={() => hand.rebet()}>
        Rebet
      </Button>
      <Button
        className="place"
        variant="primary"
        data-testid="place"
        hotkey="P"
        disabledReason={reason}
        onClick={() => player.place()}
      >
        <span className="place-words">
          <span>Place bet</span>
          <span className="place-amount">{formatAmount(staged)}</span>
        </span>
      </Button>
    </div>
  )
}

/** Where the player's bet stands, in one sentence that is never in doubt. */
function SlipState() {
  const now = usePlayerState((state) => state)
  const { state, text } = slipState(now, useNow(250))
  return (
    <p className="slip-state" data-testid="slip-state" data-state={state} role="status">
      {state === 'refused' && <AttentionMark level="attention" label="Not accepted" />}
      {text}
    </p>
  )
}

function slipState(now: PlayerState, nowMs: number): { readonly state: string; readonly text: string } {
  if (now.pending !== undefined) {
    return now.connection.state === 'online'
      ? { state: 'placing', text: 'Placing your bet…' }
      : { state: 'placing', text: 'Placing your bet. It is asked for again when the connection is back.' }
  }
  if (now.connection.state !== 'online') {
    return { state: 'offline', text: 'Not connected. Accepted bets stand.' }
  }
  if (now.notice !== undefined) return { state: now.notice.kind, text: now.notice.text }
  const staged = totalOf(now.staging.stakes)
  if (staged > 0n) {
    const reason = whyNotPlace(placingContext(now, nowMs))
    return reason
      ? { state: 'waiting', text: reason }
      : { state: 'staged', text: `${formatAmount(staged)} staged, not placed yet.` }
  }
  const accepted = atStake(now.slips)
  return accepted > 0n
    ? { state: 'accepted', text: `${formatAmount(accepted)} accepted.` }
    : { state: 'empty', text: '' }
}
