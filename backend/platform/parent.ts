/** How long a service may take to close before it is ended anyway. */
const closeMsMax = 8000

/** Closes and exits on SIGTERM, on SIGINT, and when the parent that started this process has died. */
export function closeWithParent(close: () => Promise<void>): void {
  let closing = false
  const end = async () => {
    if (closing) return
    closing = true
    setTimeout(() => process.exit(1), closeMsMax).unref()
    await close()
    process.exit(0)
  }
  process.once('SIGTERM', end).once('SIGINT', end)
  if (process.channel) process.once('disconnect', end)
}
