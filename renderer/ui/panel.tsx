import { type ComponentProps, type ReactNode, useId } from 'react'
import './panel.css'

/** A surface with a name. `tone` is for what needs a person now; everything else stays neutral. */
export function Panel({
  title,
  aside,
  tone,
  className,
  children,
  ...rest
}: Omit<ComponentProps<'section'>, 'title'> & {
  readonly title: string
  /** What stands at the right end of the title's line. */
  readonly aside?: ReactNode
  readonly tone?: 'attention' | 'alarm' | undefined
}) {
  const id = useId()
  return (
    <section {...rest} className={`ui-panel ${className ?? ''}`} data-tone={tone} aria-labelledby={id}>
      <header className="ui-panel-head">
        <h2 id={id}>{title}</h2>
        {aside}
      </header>
      {children}
    </section>
  )
}
