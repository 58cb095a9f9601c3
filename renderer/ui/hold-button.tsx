import { type KeyboardEvent, type PointerEvent, type ReactNode, useEffect, useRef, useState } from 'react'
import { Explained, KeyHint } from './button.tsx'
import { useHotkey } from './hotkey.ts'
import './button.css'
import './hold-button.css'

/** How long a dangerous button is held before it acts. */
export const holdMs = 800

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
  // What it does is what it said when the hold began: a change meanwhile must not slip under the finger.
  const promised = useRef(onHeld)
  const start = () => {
    promised.current = onHeld
    setHolding(disabledReason === undefined)
  }
  const stop = () => setHolding(false)
  useHotkey(hotkey, start, stop)

  useEffect(() => {
    if (!holding) return
    if (disabledReason !== undefined) return setHolding(false)
    const timer = setTimeout(() => {
      setHolding(false)
      promised.current()
    }, holdMs)
    return () => clearTimeout(timer)
  }, [holding, disabledReason])

  const isPress = (event: KeyboardEvent) => event.key === ' ' || event.key === 'Enter'
  const gestures = {
    onPointerDown: (event: PointerEvent) => {
      if (event.button === 0) start()
    },
    onPointerUp: stop,
    onPointerLeave: stop,
    onPointerCancel: stop,
    onBlur: stop,
    onKeyDown: (event: KeyboardEvent) => {
      if (!isPress(event)) return
      event.preventDefault()
      if (!event.repeat) start()
    },
    onKeyUp: (event: KeyboardEvent) => {
      if (isPress(event)) stop()
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
