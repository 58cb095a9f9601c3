/**
 * The design system that every window shares: tokens, one typeface, and the few parts whose behaviour must be the same
 * everywhere (a button that says why it cannot be pressed, a hold, a countdown, a veil over what is old). In flow plain
 * values, out flow a person's gestures. It must never hold state of a table, and never speak to a server.
 */
import './base.css'

export { Attention, AttentionMark } from './attention.tsx'
export { Button, KeyHint } from './button.tsx'
export { useNow } from './clock.ts'
export { CountdownRing } from './countdown-ring.tsx'
export { Dialog } from './dialog.tsx'
export { HoldButton } from './hold-button.tsx'
export { isTyping, useHotkey } from './hotkey.ts'
export { Panel } from './panel.tsx'
export { PocketBadge, pocketName } from './pocket-badge.tsx'
export { ResultsStrip } from './results-strip.tsx'
export { StaleVeil } from './stale-veil.tsx'
export { Verdict } from './verdict.tsx'
