import { useEffect, useRef } from 'react'

/** Whether a key pressed here is text, or belongs to a dialog: command keys must then do nothing. */
export function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof Element &&
    target.closest('input, textarea, select, [contenteditable], dialog, [role="dialog"]') !== null
  )
}

/** Space and Enter press the control that has the focus, and nothing else. */
function pressesControl(event: KeyboardEvent): boolean {
  return (
    (event.key === ' ' || event.key === 'Enter') &&
    event.target instanceof Element &&
    event.target.closest('button, a[href], summary, [role="tab"], video') !== null
  )
}

/**
 * Calls `onDown` (and `onUp`) for a key anywhere in the window, unless someone types or `key` is absent. Repeats are
 * dropped. `at` is the gesture's own time in ms; without one the window was left with the key still down.
 */
export function useHotkey(key: string | undefined, onDown: (at: number) => void, onUp?: (at?: number) => void): void {
  const handlers = useRef({ onDown, onUp })
  handlers.current = { onDown, onUp }
  useEffect(() => {
    if (key === undefined) return
    const matches = (event: KeyboardEvent) => event.key.toLowerCase() === key.toLowerCase()
    const down = (event: KeyboardEvent) => {
      if (!matches(event) || event.repeat || event.ctrlKey || event.metaKey || event.altKey) return
      if (isTyping(event.target) || pressesControl(event)) return
      event.preventDefault()
      handlers.current.onDown(event.timeStamp)
    }
    const up = (event: KeyboardEvent) => {
      if (matches(event)) handlers.current.onUp?.(event.timeStamp)
    }
    const left = () => handlers.current.onUp?.()
    window.addEventListener('keydown', down)
    window.addEventListener('keyup', up)
    window.addEventListener('blur', left)
    return () => {
      window.removeEventListener('keydown', down)
      window.removeEventListener('keyup', up)
      window.removeEventListener('blur', left)
    }
  }, [key])
}
