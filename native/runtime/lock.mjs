import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { connect, createServer } from 'node:net'

/**
 * Lets one set-up at a time work on a checkout. The lock is a socket in Linux's abstract namespace: it is gone with the
 * process that holds it, however that ends, and leaves no file.
 * @param {string} root
 * @param {() => void} onWait called once when another holds it
 * @returns {Promise<() => void>} a function that gives it back
 */
export async function takeLock(root, onWait) {
  const name = `\0tablecast-set-up-${createHash('sha256').update(root).digest('hex').slice(0, 16)}`
  for (let waited = false; ; waited = true) {
    const held = new Set()
    const server = createServer((waiting) => {
      held.add(waiting)
      waiting.on('error', () => {})
    })
    try {
      server.listen(name)
      await once(server, 'listening')
      return () => {
        server.close()
        for (const waiting of held) waiting.destroy()
      }
    } catch (cause) {
      if (cause.code !== 'EADDRINUSE') throw cause
    }
    if (!waited) onWait()
    // The connection ends when the holder gives the lock back or dies.
    const holder = connect(name)
    holder.on('error', () => {})
    await once(holder, 'close')
  }
}
