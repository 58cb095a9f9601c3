import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { rmSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'

/** socat ends whenever its reader hangs up; the next one may come after this. */
const reopenMs = 200
/** What `setpriv` answers when there is no socat. */
const notFound = 127

/**
 * A pseudo-terminal at `link` that leads to the wheel's TCP port: what a serial driver opens. Needs Debian's `socat`; without
 * it there is no link, and `closed` resolves.
 */
export class WheelTerminal implements AsyncDisposable {
  readonly #link: string
  readonly #port: number
  readonly #closing = new AbortController()
  /** When there is no terminal any more. */
  readonly closed: Promise<void>

  constructor(link: string, port: number) {
    this.#link = link
    this.#port = port
    this.closed = this.#serve()
  }

  async #serve(): Promise<void> {
    const { signal } = this.#closing
    try {
      while (!signal.aborted) {
        if (!(await this.#serveOne(signal))) return
        await wait(reopenMs, undefined, { signal }).catch(() => {})
      }
    } finally {
      rmSync(this.#link, { force: true })
    }
  }

  /** @returns whether it makes sense to try again */
  async #serveOne(signal: AbortSignal): Promise<boolean> {
    // A link that a killed process left behind would stop socat.
    rmSync(this.#link, { force: true })
    // It connects only once someone opened the terminal, so that no old line waits there; and it dies with this process,
    // however that ends.
    const terminal = `PTY,link=${this.#link},rawer,wait-slave`
    const socat = ['socat', terminal, `TCP:127.0.0.1:${this.#port}`]
    const child: ChildProcess = spawn('setpriv', ['--pdeathsig', 'TERM', ...socat], { stdio: 'ignore' })
    const end = () => child.kill('SIGTERM')
    signal.addEventListener('abort', end)
    try {
      const [code] = await once(child, 'exit')
      return code !== notFound
    } catch {
      return false
    } finally {
      signal.removeEventListener('abort', end)
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closing.abort()
    await this.closed
  }
}
