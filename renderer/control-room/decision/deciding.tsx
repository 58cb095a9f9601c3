import { useState } from 'react'
import { amountSchema, formatAmount, type Pocket } from '../../../backend/contract/index.ts'
import type { TableSnapshot } from '../../../electron/studio/api/index.ts'
import { AttentionMark, Button, HoldButton, Panel, pocketName, useHotkey, useNow } from '../../ui/index.ts'
import { useDesk } from '../desk-store.ts'
import { studio } from '../studio.ts'
import { Answer } from './answer.tsx'
import type { Occasion, Wish } from './decision.ts'
import { PocketPicker } from './pocket-picker.tsx'
import { ReasonField } from './reason-field.tsx'

const reasonLengthMin = 3

type Round = NonNullable<TableSnapshot['round']>
type Waiting = NonNullable<TableSnapshot['waiting']>

/** A round that waits: what happened, and what can be done about it. */
export function Deciding({
  table,
  round,
  waiting,
  live,
  clockOffsetMs,
}: {
  readonly table: TableSnapshot
  readonly round: Round
  readonly waiting: Waiting
  readonly live: boolean
  readonly clockOffsetMs: number
}) {
  const operator = useDesk((desk) => desk.operator)
  const sending = useDesk((desk) => desk.decision.state === 'sending')
  const setWish = useDesk((desk) => desk.setWish)
  const [correcting, setCorrecting] = useState(false)
  const [pocket, setPocket] = useState<Pocket>()
  const [reason, setReason] = useState('')
  useHotkey(correcting ? 'Escape' : undefined, () => setCorrecting(false))

  const proposed = round.result?.standing === 'proposed' ? round.result.pocket : undefined
  const occasion: Occasion = { roundId: round.roundId, roundNumber: round.number, revision: table.revision }
  const wish = (made: Wish) => void setWish(made, occasion, table.tableId, studio)

  const blocked = !live
    ? 'The studio is away. What you see may be old.'
    : sending
      ? 'Waiting for the studio’s answer.'
      : operator === ''
        ? 'Say who you are first, at the top right.'
        : undefined
  const noReason = reason.trim().length < reasonLengthMin ? 'Give the reason in a few words first.' : undefined
  const noProposal =
    proposed === undefined
      ? 'No witness named a pocket, so there is nothing to approve. Enter it as a correction.'
      : undefined
  const approve = () => {
    if (proposed !== undefined) wish({ action: 'approve', pocket: proposed })
  }
  const approveProps = { hotkey: 'a', 'data-testid': 'approve', disabledReason: blocked ?? noProposal }
  const approveWords = proposed === undefined ? 'Approve' : `Approve ${pocketName(proposed)}`

  return (
    <Panel
      title={`Round ${round.number} needs your decision`}
      className="decision"
      tone={waiting.why === 'disagree' ? 'alarm' : 'attention'}
      aside={
        <>
          <Answer roundId={round.roundId} />
          <Age since={waiting.since - clockOffsetMs} />
        </>
      }
      data-testid="decision"
      data-why={waiting.why}
    >
      <div className="decision-body">
        {correcting ? (
          <PocketPicker picked={pocket} onPick={setPocket} />
        ) : (
          <p className="decision-what" role="alert">
            <AttentionMark level={waiting.why === 'disagree' ? 'alarm' : 'attention'} />
            <span>{waiting.text}</span>
          </p>
        )}
        <ReasonField why={waiting.why} reason={reason} onReason={setReason} />
      </div>
      <div className="decision-actions">
        {correcting ? (
          <>
            <HoldButton
              variant="primary"
              hotkey="c"
              data-testid="correct-submit"
              consequence={`Settles ${stakes(round)}`}
              disabledReason={
                blocked ?? (pocket === undefined ? 'Pick the pocket first: click it, or type its number.' : noReason)
              }
              onHeld={() => {
                if (pocket !== undefined) wish({ action: 'correct', pocket, reason: reason.trim() })
              }}
            >
              {pocket === undefined ? 'Correct' : `Correct to ${pocketName(pocket)}`}
            </HoldButton>
            <Button hotkey="Escape" onClick={() => setCorrecting(false)}>
              Back
            </Button>
          </>
        ) : (
          <>
            {waiting.why === 'no_read' ? (
              <Button variant="primary" {...approveProps} onClick={approve}>
                {approveWords}
              </Button>
            ) : (
              <HoldButton {...approveProps} consequence={`Settles ${stakes(round)}`} onHeld={approve}>
                {approveWords}
              </HoldButton>
            )}
            <Button hotkey="c" data-testid="correct" disabledReason={blocked} onClick={() => setCorrecting(true)}>
              Correct…
            </Button>
            <HoldButton
              variant="alarm"
              hotkey="v"
              data-testid="void"
              consequence={`Returns ${stakes(round)}`}
              disabledReason={blocked ?? noReason}
              onHeld={() => wish({ action: 'void', reason: reason.trim() })}
            >
              Void round {round.number}
            </HoldButton>
          </>
        )}
      </div>
    </Panel>
  )
}

/** `37 bets, €1,240.00`, or every bet while the game cannot be asked. */
function stakes(round: Round): string {
  const staked = amountSchema.safeParse(round.exposure?.staked)
  if (round.exposure === undefined || !staked.success) return 'every bet'
  if (round.exposure.slips === 0) return 'no bets'
  return `${round.exposure.slips} ${round.exposure.slips === 1 ? 'bet' : 'bets'}, ${formatAmount(staked.data)}`
}

function Age({ since }: { readonly since: number }) {
  const now = useNow(1000)
  return <span className="decision-age">waiting {Math.max(0, Math.floor((now - since) / 1000))} s</span>
}
