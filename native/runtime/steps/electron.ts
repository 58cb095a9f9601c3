import { access, mkdir, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { run } from '../command.ts'
import { providePackages } from '../debian.ts'
import { type Machine, type Progress, type Step, Without } from '../step.ts'

/** Some 110 MB, from a download page that not every network reaches. */
const fetchMsMax = 300_000
/** A network that refused it is asked again after so long; till then it costs no time. */
const refusalMsMax = 24 * 60 * 60 * 1000
/** What Electron needs of Debian, and does not carry. */
const packages = ['libgtk-3-0', 'libnss3', 'libasound2', 'libgbm1']

/** Electron's runtime: the one in the folder that `ELECTRON_OVERRIDE_DIST_PATH` names, or the package's own. */
export function electron(machine: Machine): Step {
  const folder = join(machine.root, 'node_modules/electron')
  const refusal = join(machine.cache, 'electron-refused')
  const named = machine.env.ELECTRON_OVERRIDE_DIST_PATH
  const runtime = join(named || join(folder, 'dist'), 'electron')
  const found = { TABLECAST_ELECTRON: runtime }

  return {
    name: 'Electron',
    async find() {
      if (await exists(runtime)) return (await hasLibraries(runtime)) ? found : undefined
      if (named) throw new Without(`ELECTRON_OVERRIDE_DIST_PATH names ${named}, where no program electron is`)
      return Date.now() - (await changedAt(refusal)) < refusalMsMax ? {} : undefined
    },
    async provide(progress) {
      if (!(await exists(runtime))) await fetchRuntime(progress)
      if (!(await hasLibraries(runtime))) await providePackages(packages, machine, progress)
      return found
    },
  }

  async function fetchRuntime(progress: Progress): Promise<void> {
    progress('downloading')
    try {
      await run(process.execPath, ['install.js'], { cwd: folder, timeoutMs: fetchMsMax, signal: machine.signal })
      await rm(refusal, { force: true })
    } catch {
      machine.signal.throwIfAborted()
      await mkdir(dirname(refusal), { recursive: true })
      await writeFile(refusal, '')
      throw new Without(
        'its download page cannot be reached; the control room opens in a browser (name a runtime with ELECTRON_OVERRIDE_DIST_PATH)',
      )
    }
  }
}

async function hasLibraries(program: string): Promise<boolean> {
  const libraries = await run('ldd', [program]).catch(() => 'not found')
  return !libraries.includes('not found')
}

async function exists(path: string): Promise<boolean> {
  return await access(path).then(
    () => true,
    () => false,
  )
}

/** UTC, ms; 0 when there is no such file. */
async function changedAt(path: string): Promise<number> {
  return await stat(path).then(
    ({ mtimeMs }) => mtimeMs,
    () => 0,
  )
}
