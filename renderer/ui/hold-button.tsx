import { type KeyboardEvent, type PointerEvent, type ReactNode, useEffect, useRef, useState } from 'react'
import { Explained, KeyHint } from './button.tsx'
import { useHotkey } from './hotkey.ts'
import './button.css'
import './hold-button.css'

/** How long a dangerous button is held before it acts. */
const holdMs = 800

/** A dangerous button: held by pointer, by Space or Enter, or by its key, while a ring fills. It says what will happen. */
export function HoldButton({
  children,
  consequence,
  onHeld,
  hotkey,
  disabledReason,
  variant = 'plain',
  ...rest
}: {
  readonly children: ReactNode
  /** What holding it to the end does: `37 bets, €1,240.00 returned`. */
  readonly consequence: string
  readonly onHeld: () => void
  readonly hotkey?: string | undefined
  readonly disabledReason?: string | undefined
  readonly variant?: 'primary' | 'plain' | 'alarm'
  readonly 'data-testid'?: string
}) {
  const [holding, setHolding] = useState(false)
  const hold = useRef<{ at: number; act: () => void; timer: ReturnType<typeof setTimeout> }>(undefined)
  const blocked = disabledReason !== undefined

  const end = () => {
    clearTimeout(hold.current?.timer)
    hold.current = undefined
    setHolding(false)
  }
  const start = (at: number) => {
    if (blocked || hold.current !== undefined) return
    // What it does is what it said when the hold began: a change meanwhile must not slip under the finger.
    const act = () => {
      end()
      onHeld()
    }
    hold.current = { at, act, timer: setTimeout(act, holdMs) }
    setHolding(true)
  }
  /** The gestures' own times count: a window that was busy must not take a full hold for a short one. */
  const release = (at?: number) => {
    if (hold.current !== undefined && at !== undefined && at - hold.current.at >= holdMs) hold.current.act()
    else end()
  }
  useHotkey(hotkey, start, release)
  useEffect(() => {
    if (blocked) end()
  })
  useEffect(() => () => clearTimeout(hold.current?.timer), [])

  const isPress = (event: KeyboardEvent) => event.key === ' ' || event.key === 'Enter'
  const gestures = {
    onPointerDown: (event: PointerEvent) => {
      if (event.button === 0) start(event.timeStamp)
    },
    onPointerUp: (event: PointerEvent) => release(event.timeStamp),
    onPointerLeave: end,
    onPointerCancel: end,
    onBlur: end,
    onKeyDown: (event: KeyboardEvent) => {
      if (!isPress(event)) return
      event.preventDefault()
      if (!event.repeat) start(event.timeStamp)
    },
    onKeyUp: (event: KeyboardEvent) => {
      if (isPress(event)) release(event.timeStamp)
    },
  }
  return (
    <Explained reason={disabledReason}>
      {(described) => (
        <button
          type="button"
          {...rest}
          {...described}
          {...gestures}
          className={`ui-button ui-button-${variant} ui-hold`}
          data-holding={holding}
          aria-keyshortcuts={hotkey}
          style={{ '--hold': `${holdMs}ms` } as React.CSSProperties}
        >
          <svg className="ui-hold-ring" viewBox="0 0 24 24" aria-hidden="true">
            <circle className="ui-hold-track" cx="12" cy="12" r="9" pathLength="1" />
            <circle className="ui-hold-fill" cx="12" cy="12" r="9" pathLength="1" />
          </svg>
          <span className="ui-hold-words">
            <span>{children}</span>
            <span className="ui-hold-consequence">{consequence}</span>
          </span>
          <span className="ui-unseen">Hold to confirm</span>
          {hotkey !== undefined && <KeyHint hotkey={hotkey} />}
        </button>
      )}
    </Explained>
  )
}
