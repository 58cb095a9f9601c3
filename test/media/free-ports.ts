import { once } from 'node:events'
import { createServer } from 'node:net'

/** Ports that were free a moment ago; all are held until all are known, so that they differ. */
export async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer().listen(0, '127.0.0.1'))
  await Promise.all(servers.map((server) => once(server, 'listening')))
  const found = servers
    .map((server) => server.address())
    .map((address) => (typeof address === 'object' ? address?.port : 0))
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))))
  return found.map((port) => port ?? 0)
}
