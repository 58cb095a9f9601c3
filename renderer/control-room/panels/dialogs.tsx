import { type FormEvent, useState } from 'react'
import { Button, Dialog, KeyHint } from '../../ui/index.ts'
import { useDesk } from '../desk-store.ts'
import './dialogs.css'

const nameLengthMax = 60

/** Who decides here: every decision is signed with this name. */
export function OperatorDialog() {
  const { operator, asksOperator, setOperator, setAsksOperator } = useDesk()
  const [name, setName] = useState(operator)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (name.trim() !== '') setOperator(name.trim())
  }
  return (
    <Dialog
      open={asksOperator}
      onOpenChange={setAsksOperator}
      title="Who is on duty?"
      description="Every decision made at this desk is signed with your name and kept in the record."
    >
      <form className="operator" onSubmit={submit}>
        <label htmlFor="operator-name">Your name</label>
        <input
          id="operator-name"
          data-testid="operator-name"
          value={name}
          maxLength={nameLengthMax}
          autoComplete="off"
          onChange={(event) => setName(event.target.value)}
        />
        <div className="operator-actions">
          <Button
            type="submit"
            variant="primary"
            data-testid="operator-submit"
            disabledReason={name.trim() === '' ? 'Enter your name first.' : undefined}
          >
            Begin duty
          </Button>
          <Button variant="quiet" onClick={() => setAsksOperator(false)}>
            Only watch
          </Button>
        </div>
      </form>
    </Dialog>
  )
}

const keys: readonly (readonly [string, string])[] = [
  ['1–9', 'Put a scene on preview.'],
  ['Space', 'Cut: what is on preview goes on air. Enter does the same.'],
  ['D', 'Dissolve to what is on preview.'],
  ['M', 'The director cuts, or you do.'],
  ['F', 'The program over the whole window; the arrows go to the next picture.'],
  ['S', 'Settings.'],
  ['A', 'Approve the proposed result. Held when the witnesses disagree.'],
  ['C', 'Correct the result: opens the layout. Held again, it signs.'],
  ['0–9', 'Type the pocket while correcting; scenes wait meanwhile.'],
  ['V', 'Void the round. Held for 0.8 s, and only with a reason.'],
  ['Esc', 'Back, or close what floats.'],
  ['Tab', 'Go through everything on the page.'],
  ['?', 'This page.'],
]

/** The keys; they do nothing while someone types. */
export function HelpDialog() {
  const { helpOpen, setHelpOpen } = useDesk()
  return (
    <Dialog
      open={helpOpen}
      onOpenChange={setHelpOpen}
      title="Keys"
      description="They do nothing while you type. A key on a dangerous action is held until its ring is full."
    >
      <dl className="help">
        {keys.map(([key, text]) => (
          <div key={key}>
            <dt>
              <KeyHint hotkey={key} />
            </dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  )
}
