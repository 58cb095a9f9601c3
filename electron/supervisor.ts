import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ChildSpec } from '../native/process/index.ts'
import type { House } from './house.ts'
import { type TableConfiguration, tableConfigurationSchema } from './studio/api/index.ts'

/** @throws {Error} with a sentence that names the file and the field. */
export function readTableConfiguration(file: string): TableConfiguration {
  let json: unknown
  try {
    json = JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    throw new Error(`The table's configuration ${file} cannot be read: ${(error as Error).message}`)
  }
  const parsed = tableConfigurationSchema.safeParse(json)
  if (parsed.success) return parsed.data
  const issues = parsed.error.issues.map((issue) => `${issue.path.join('.') || 'the whole'}: ${issue.message}`)
  throw new Error(`The table's configuration ${file} is not valid. ${issues.join('; ')}`)
}

/** How to start the studio for one table: the same child whether the desktop, the browser shell or nobody shows its window. */
export function studioSpec(house: House, configurationFile: string, root: string, node: string): ChildSpec {
  const { backend, simulator } = readTableConfiguration(configurationFile)
  const health = Object.entries({ ...backend, ...(simulator && { 'virtual studio': simulator }) })
  return {
    name: 'studio',
    command: node,
    args: [join(root, 'electron/studio/main.ts'), '--config', configurationFile],
    cwd: root,
    env: {
      TABLECAST_HOME: house.home,
      SERVICE_SECRET: house.serviceSecret,
      STUDIO_SECRET: randomBytes(24).toString('base64url'),
      STUDIO_PORT: String(house.ports.studio),
      MEDIA_PREVIEW_PORT: String(house.ports.preview),
      MEDIA_HTTP_PORT: String(house.ports.media),
      HEALTH: JSON.stringify(health.map(([name, url]) => ({ name, url: new URL('/readyz', url).href }))),
      ...(backend && { PLAYER_URL: backend.gateway }),
    },
    ipc: true,
    ready: 'message',
    log: join(house.home, 'logs', 'studio.log'),
  }
}
