import { Tooltip } from 'radix-ui'
import { type ComponentProps, type ReactNode, useId, useRef } from 'react'
import { useHotkey } from './hotkey.ts'
import './button.css'

type ButtonProps = Omit<ComponentProps<'button'>, 'disabled' | 'children'> & {
  readonly children: ReactNode
  /** `primary` is the one thing to do here; `quiet` is text until pointed at. */
  readonly variant?: 'primary' | 'plain' | 'quiet' | 'alarm'
  /** Pressing this key anywhere presses the button; it is shown on it. */
  readonly hotkey?: string | undefined
  /** Why it cannot be pressed now; shown on hover and focus, and told to a screen reader. Absent: it can. */
  readonly disabledReason?: string | undefined
}

/** A button that stays reachable when it cannot be used, so that it can say why. */
export function Button({
  variant = 'plain',
  hotkey,
  disabledReason,
  className,
  onClick,
  children,
  ...rest
}: ButtonProps) {
  const element = useRef<HTMLButtonElement>(null)
  useHotkey(hotkey, () => element.current?.click())
  return (
    <Explained reason={disabledReason}>
      {(described) => (
        <button
          type="button"
          {...rest}
          {...described}
          ref={element}
          className={`ui-button ui-button-${variant} ${className ?? ''}`}
          aria-keyshortcuts={hotkey === ' ' ? 'Space' : hotkey}
          onClick={disabledReason === undefined ? onClick : undefined}
        >
          {children}
          {hotkey !== undefined && <KeyHint hotkey={hotkey} />}
        </button>
      )}
    </Explained>
  )
}

const keyNames: Readonly<Record<string, string>> = { Escape: 'Esc', ' ': 'Space' }

/** A key, drawn as one. */
export function KeyHint({ hotkey }: { readonly hotkey: string }) {
  return (
    <span className="ui-key" aria-hidden="true">
      {keyNames[hotkey] ?? hotkey}
    </span>
  )
}

/** What tells a screen reader that a control cannot be used, and why. */
interface Described {
  readonly 'aria-disabled': true | undefined
  readonly 'aria-describedby': string | undefined
}

/**
 * Gives a control its reason: as a tooltip for the eyes, as a description for a screen reader. The control stays the same
 * element with and without one, so that it keeps its focus.
 */
export function Explained({
  reason,
  children,
}: {
  readonly reason: string | undefined
  readonly children: (described: Described) => ReactNode
}) {
  const id = useId()
  const blocked = reason !== undefined
  return (
    <Tooltip.Provider delayDuration={200}>
      <Tooltip.Root>
        <Tooltip.Trigger asChild>
          {children({ 'aria-disabled': blocked || undefined, 'aria-describedby': blocked ? id : undefined })}
        </Tooltip.Trigger>
        {blocked && (
          <>
            <span id={id} className="ui-unseen">
              {reason}
            </span>
            <Tooltip.Portal>
              <Tooltip.Content className="ui-tooltip" sideOffset={6} collisionPadding={8}>
                {reason}
              </Tooltip.Content>
            </Tooltip.Portal>
          </>
        )}
      </Tooltip.Root>
    </Tooltip.Provider>
  )
}
