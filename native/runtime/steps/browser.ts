import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import type { Machine, Step } from '../step.ts'

/** Any of them shows the control room; the first that is there is taken. */
const programs = [
  'chromium',
  'chromium-browser',
  'google-chrome-stable',
  'google-chrome',
  'microsoft-edge-stable',
  'microsoft-edge',
]

/** An installed browser; none is ever installed for a person. */
export function browser(machine: Machine): Step {
  const find = async () => {
    const path = findBrowser(machine.env)
    return path === undefined ? {} : { TABLECAST_BROWSER: path }
  }
  return { name: 'browser', find, provide: find }
}

/** The one that `TABLECAST_BROWSER` names, or the first that `PATH` has. */
export function findBrowser(env: Machine['env']): string | undefined {
  const folders = (env.PATH ?? '').split(delimiter)
  const candidates = programs.flatMap((name) => folders.map((folder) => join(folder, name)))
  return [env.TABLECAST_BROWSER, ...candidates].find((path) => path && isExecutable(path))
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
