import { createHash } from 'node:crypto'
import { readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { run } from '../command.ts'
import type { Found, Machine, Step } from '../step.ts'

const shared = ['renderer/ui', 'electron/studio/api', 'backend/contract', 'native', 'package-lock.json']
const windows = {
  'control-room': {
    configuration: 'renderer/control-room/vite.config.ts',
    sources: ['renderer/control-room', ...shared],
  },
  player: { configuration: 'renderer/player/vite.config.ts', sources: ['renderer/player', ...shared] },
  electron: { configuration: 'electron/vite.config.ts', sources: ['electron', ...shared] },
} as const
export type Window = keyof typeof windows

/** A window as what a browser or Electron loads, built anew whenever its sources are others than those it was built from. */
export function window(name: Window, machine: Machine): Step {
  const { configuration, sources } = windows[name]
  const folder = join(machine.root, '.build', name)
  const stamp = join(folder, '.sources')
  const wanted = () => hashOf(machine.root, sources)
  return {
    name: `${name} window`,
    async find(): Promise<Found | undefined> {
      return (await readFile(stamp, 'utf8').catch(() => '')) === (await wanted()) ? {} : undefined
    },
    async provide(progress) {
      progress('building')
      const hash = await wanted()
      const fresh = `${folder}.new`
      const vite = join(machine.root, 'node_modules/vite/bin/vite.js')
      const args = ['build', '--config', configuration, '--outDir', fresh, '--emptyOutDir', '--logLevel', 'warn']
      await run(process.execPath, [vite, ...args], { cwd: machine.root, signal: machine.signal })
      await writeFile(join(fresh, '.sources'), hash)
      await rm(folder, { recursive: true, force: true })
      await rename(fresh, folder)
      return {}
    },
  }
}

/** Of the names and contents of all source files in these folders. */
async function hashOf(root: string, sources: readonly string[]): Promise<string> {
  const hash = createHash('sha256')
  for (const source of sources) {
    const path = join(root, source)
    const entries = await readdir(path, { recursive: true, withFileTypes: true }).catch(() => undefined)
    const files = entries?.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name)) ?? [
      path,
    ]
    for (const file of files.filter((name) => !/\.test\.tsx?$/.test(name)).sort())
      hash.update(`${file.slice(root.length)}\0`).update(await readFile(file))
  }
  return hash.digest('hex')
}
