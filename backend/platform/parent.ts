/** How long a service may take to close before it is ended anyway; below its supervisor's patience. */
const closeMsMax = 6000

/** Closes and exits when asked to (SIGTERM, SIGINT, SIGHUP), and when the parent that started this process has died. */
export function closeWithParent(close: () => Promise<void>): void {
  let closing = false
  const end = () => {
    if (closing) return
    closing = true
    setTimeout(() => process.exit(1), closeMsMax)
    close().then(
      () => process.exit(0),
      () => process.exit(1),
    )
  }
  // These stay registered while closing: a second Ctrl-C must not kill what is on its way out.
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, end)
  process.on('disconnect', end)
  // The parent may have died before this line; then no event will come.
  if (process.connected === false) end()
}
