/** Below a supervisor's patience (`stopMsMax` of a child), so that a slow close still ends by its own hand. */
const closeMsMax = 7_000

/**
 * Makes this process end by itself when it is asked to (SIGTERM, SIGINT, SIGHUP) or when the parent that holds its IPC
 * channel is gone, however that died. `close` is called once, whatever else arrives meanwhile; then the process exits:
 * with 0 when everything closed, with 1 when `close` failed or took longer than its bound.
 *
 * @param closeBoundMs for programs that stop children of their own, in ms; 7 s otherwise
 */
export function exitWithParent(close: () => Promise<void>, closeBoundMs = closeMsMax): void {
  let closing = false
  const end = () => {
    if (closing) return
    closing = true
    setTimeout(() => fail(new Error(`not closed within ${closeBoundMs} ms`)), closeBoundMs)
    close().then(() => process.exit(0), fail)
  }
  // These stay registered while closing: a second Ctrl-C must not kill what is on its way out.
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, end)
  process.on('disconnect', end)
  // Whoever read this process's output may be gone too: that must not end it before it has closed.
  for (const output of [process.stdout, process.stderr]) output.on('error', () => {})
  // The parent may have died before this line; then no event will come.
  if (process.connected === false) end()
}

function fail(cause: unknown): never {
  process.stderr.write(`${cause instanceof Error ? (cause.stack ?? cause.message) : String(cause)}\n`)
  process.exit(1)
}
