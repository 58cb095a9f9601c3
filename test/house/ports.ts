import { createServer } from 'node:net'

const blockSize = 30
const triesMax = 200

/** The first of `blockSize` ports that are all free just now. */
export async function freePortBlock(): Promise<number> {
  for (let tries = 0; tries < triesMax; tries++) {
    const base = 10_000 + blockSize * Math.floor(Math.random() * 700)
    const free = await Promise.all(Array.from({ length: blockSize }, (_, offset) => isFree(base + offset)))
    if (free.every(Boolean)) return base
  }
  throw new Error('No free block of ports was found')
}

export function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)))
  })
}
