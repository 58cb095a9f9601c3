import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ChildSpec } from '../native/process/index.ts'
import type { House } from './house.ts'
import { readTableConfiguration } from './studio/api/index.ts'

/** How to start the studio for one table: the same child whether the desktop, the browser shell or nobody shows its window. */
export function studioSpec(house: House, configurationFile: string, root: string, node: string): ChildSpec {
  const { backend, simulator } = readTableConfiguration(configurationFile, (file) => readFileSync(file, 'utf8'))
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
