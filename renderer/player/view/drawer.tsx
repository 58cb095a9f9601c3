import { type ReactNode, useEffect, useRef } from 'react'
import { Button } from '../../ui/index.ts'

/** A page that slides over the right edge; Escape and a press beside it close it. */
export function Drawer({
  open,
  onClose,
  title,
  children,
  ...rest
}: {
  readonly open: boolean
  readonly onClose: () => void
  readonly title: string
  readonly children: ReactNode
  readonly 'data-testid'?: string
}) {
  const element = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    if (open) element.current?.showModal()
    else element.current?.close()
  }, [open])
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape closes a modal dialog by itself; the press beside it is for pointers.
    <dialog
      {...rest}
      ref={element}
      className="drawer"
      aria-label={title}
      onClose={onClose}
      onClick={(event) => event.target === element.current && onClose()}
    >
      {open && (
        <div className="drawer-page">
          <header className="drawer-head">
            <h2>{title}</h2>
            <Button variant="quiet" onClick={onClose}>
              Close
            </Button>
          </header>
          {children}
        </div>
      )}
    </dialog>
  )
}
