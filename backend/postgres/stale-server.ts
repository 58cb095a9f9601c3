import { readFileSync, readlinkSync, realpathSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'

const lookMs = 50
/** PostgreSQL's ways to stop, from gentle to certain, each with the time it is given, in ms. */
const ways = [
  ['SIGINT', 10_000],
  ['SIGQUIT', 5_000],
  ['SIGKILL', 5_000],
] as const

/** Stops a server that an earlier, killed wrapper left behind on this folder. @throws when it cannot be stopped. */
export async function stopStaleServer(folder: string): Promise<void> {
  const pid = livingServer(folder)
  if (pid === undefined) return
  for (const [signal, msMax] of ways) {
    try {
      process.kill(pid, signal)
    } catch {
      // Gone between the look and the signal, which the next look sees.
    }
    for (let waitedMs = 0; waitedMs < msMax; waitedMs += lookMs) {
      if (livingServer(folder) !== pid) return
      await delay(lookMs)
    }
  }
  throw new Error(`Another PostgreSQL server (process ${pid}) holds ${folder} and cannot be stopped`)
}

/** The id in the lock file may belong to a stranger by now: a server's working directory is its data folder. */
function livingServer(folder: string): number | undefined {
  try {
    const pid = Number(readFileSync(join(folder, 'postmaster.pid'), 'utf8').split('\n')[0])
    return readlinkSync(`/proc/${pid}/cwd`) === realpathSync(folder) ? pid : undefined
  } catch {
    return undefined
  }
}
