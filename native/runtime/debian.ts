import { existsSync } from 'node:fs'
import { CommandError, run } from './command.ts'
import { type Machine, type Progress, Without } from './step.ts'

const aptGet = '/usr/bin/apt-get'
/** Another package manager may be at work; seconds. */
const lockSecondsMax = 120

/** @returns which of the Debian packages are not installed; all, where there is no dpkg */
export async function missingPackages(names: readonly string[]): Promise<string[]> {
  const installed: string[] = []
  const onLine = (line: string) => {
    const [status, name = ''] = line.split(' ')
    if (status === 'installed') installed.push(name)
  }
  // It fails as soon as it does not know one, after it has told of the others.
  // biome-ignore lint/suspicious/noTemplateCurlyInString: dpkg-query's own way to name fields
  await run('dpkg-query', ['-W', '-f', '${db:Status-Status} ${Package}\\n', ...names], { onLine }).catch(() => {})
  return names.filter((name) => !installed.includes(name))
}

/** @throws Without when they cannot be installed here, with what a person can do about it */
export async function providePackages(names: readonly string[], machine: Machine, progress: Progress): Promise<void> {
  const missing = await missingPackages(names)
  if (missing.length === 0) return
  if (!existsSync(aptGet))
    throw new Without(`install with this system's own package manager what Debian calls ${missing.join(' ')}`)
  const install = ['install', '-y', '--no-install-recommends', ...missing]
  if (!machine.asRoot) throw new Without(`run: sudo apt-get ${install.join(' ')}`)
  const env = { DEBIAN_FRONTEND: 'noninteractive' }
  const options = ['-o', `DPkg::Lock::Timeout=${lockSecondsMax}`]
  try {
    progress('apt-get update')
    await run(aptGet, [...options, 'update'], { env, signal: machine.signal })
    progress(`apt-get install ${missing.join(' ')}`)
    // Not to be interrupted: half an installation would be left to repair.
    await run(aptGet, [...options, ...install], { env })
  } catch (cause) {
    machine.signal.throwIfAborted()
    const why = cause instanceof CommandError ? cause.lines.filter((line) => line.startsWith('E:')).join(' ') : cause
    throw new Without(`apt-get ${install.join(' ')} failed: ${why}`)
  }
  machine.signal.throwIfAborted()
}
