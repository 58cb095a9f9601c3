import { setTimeout as delay } from 'node:timers/promises'

const lookMs = 20
const untilMsMax = 20_000

/** Looks until something holds (a throw counts as not yet); for what cannot be subscribed to. Rejects after 20 s. */
export async function until(holds: () => Promise<boolean> | boolean): Promise<void> {
  const end = Date.now() + untilMsMax
  for (;;) {
    if (
      await Promise.resolve()
        .then(holds)
        .catch(() => false)
    )
      return
    if (Date.now() > end) throw new Error(`did not come to hold within ${untilMsMax} ms: ${holds}`)
    await delay(lookMs)
  }
}
