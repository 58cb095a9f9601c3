import { accessSync, constants, readFileSync, statSync } from 'node:fs'
import { dirname } from 'node:path'

/** The operating system's account that the server runs under; PostgreSQL refuses to run as root. */
export interface Account {
  readonly uid: number
  readonly gid: number
}

/** Accounts to take when this process is root, in this order: Debian's own for PostgreSQL, and the one that is always there. */
const candidates = ['postgres', 'nobody']

/** Undefined when this process is not root: then the server simply runs under its account. */
export function serverAccount(uid?: number, gid?: number): Account | undefined {
  if (process.getuid?.() !== 0) return undefined
  if (uid !== undefined && gid !== undefined) return { uid, gid }
  const accounts = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
  for (const name of candidates) {
    const found = accounts.find(([known]) => known === name)
    if (found) return { uid: Number(found[2]), gid: Number(found[3]) }
  }
  throw new Error('PostgreSQL cannot run as root: set POSTGRES_UID and POSTGRES_GID to an account of this machine')
}

/**
 * The command that starts a program under the account, and that ends it with SIGINT (PostgreSQL's fast shutdown) when
 * this process dies in whatever way. A folder that lies under root's private ones is out of the account's reach: then the
 * program also keeps root's right to pass through folders, which containers grant as `dac_override` at the least.
 */
export function commandUnder(account: Account | undefined, needed: readonly string[]): readonly string[] {
  const command = ['setpriv', '--pdeathsig', 'INT']
  if (account === undefined) return command
  command.push('--reuid', `${account.uid}`, '--regid', `${account.gid}`, '--clear-groups')
  if (needed.every((path) => isOpenTo(account, path))) return command
  const bounding = BigInt(`0x${/CapBnd:\s*(\w+)/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? '0'}`)
  const right = (bounding & 0b100n) !== 0n ? '+dac_read_search' : '+dac_override'
  return [...command, '--inh-caps', right, '--ambient-caps', right]
}

function isOpenTo(account: Account, path: string): boolean {
  for (let folder = path; ; folder = dirname(folder)) {
    accessSync(folder, constants.F_OK)
    const { uid, gid, mode } = statSync(folder)
    const passable = uid === account.uid ? 0o100 : gid === account.gid ? 0o010 : 0o001
    if ((mode & passable) === 0) return false
    if (folder === dirname(folder)) return true
  }
}
