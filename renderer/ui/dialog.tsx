import { Dialog as Primitive } from 'radix-ui'
import type { ReactNode } from 'react'
import { KeyHint } from './button.tsx'
import './dialog.css'

/** A question or a page that floats above the window; Escape and a click beside it close it. */
export function Dialog({
  open,
  onOpenChange,
  title,
  description,
  size = 'small',
  children,
}: {
  readonly open: boolean
  readonly onOpenChange: (open: boolean) => void
  readonly title: string
  readonly description?: string
  /** `wide` holds a picture; `page` has a height of its own, which its children share out. */
  readonly size?: 'small' | 'wide' | 'page'
  readonly children: ReactNode
}) {
  return (
    <Primitive.Root open={open} onOpenChange={onOpenChange}>
      <Primitive.Portal>
        <Primitive.Overlay className="ui-dialog-back" />
        <Primitive.Content
          className="ui-dialog"
          data-size={size}
          {...(description === undefined ? { 'aria-describedby': undefined } : {})}
        >
          <Primitive.Title className="ui-dialog-title">{title}</Primitive.Title>
          {description !== undefined && (
            <Primitive.Description className="ui-dialog-description">{description}</Primitive.Description>
          )}
          {children}
          <Primitive.Close className="ui-dialog-close" aria-label="Close">
            <KeyHint hotkey="Esc" />
          </Primitive.Close>
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  )
}
