import type { MouseEvent } from 'react'

/** For what a producer presses with the mouse between two cuts: it must not take the focus, as Space is the next cut. */
export const keepFocus = { onMouseDown: (event: MouseEvent) => event.preventDefault() }
