import { readdirSync, readFileSync } from 'node:fs'

export interface HouseProcess {
  readonly pid: number
  readonly command: string
}

/** Every living process that belongs to the house in `home`: it was given the home, or names it in its command. */
export function processesOf(home: string): HouseProcess[] {
  return readdirSync('/proc').flatMap((entry) => {
    const pid = Number(entry)
    if (!Number.isInteger(pid) || pid === process.pid) return []
    const command = read(`/proc/${pid}/cmdline`).replaceAll('\0', ' ').trim()
    const belongs = command.includes(home) || read(`/proc/${pid}/environ`).includes(`TABLECAST_HOME=${home}\0`)
    return command && belongs ? [{ pid, command }] : []
  })
}

/** A process may end while it is looked at. */
function read(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}
