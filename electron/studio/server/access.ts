import { createHash, timingSafeEqual } from 'node:crypto'

const protocolPrefix = 'tablecast.'

/** Who may talk to the studio: whoever shows this launch's secret, from the studio's own pages or from no page at all. */
export class Access {
  readonly #digest: Buffer
  readonly #hosts: ReadonlySet<string>

  /** @param port where the studio listens */
  constructor(secret: string, port: number) {
    this.#digest = digest(secret)
    this.#hosts = new Set([`127.0.0.1:${port}`, `localhost:${port}`])
  }

  /** Compares digests, so that neither content nor length of the secret shows in the time it takes. */
  knows(secret: string | undefined): boolean {
    return timingSafeEqual(digest(secret ?? ''), this.#digest)
  }

  /** The WebSocket subprotocol that carries the secret; undefined when none of those offered does. */
  protocolOf(offered: Iterable<string>): string | undefined {
    // Every offer is compared, whichever fits: how many there are is no secret.
    return [...offered].filter(
      (each) => each.startsWith(protocolPrefix) && this.knows(each.slice(protocolPrefix.length)),
    )[0]
  }

  /** A name that was made to point at this machine (DNS rebinding) arrives with its own name as host. */
  isOwnHost(host: string | undefined): boolean {
    return host !== undefined && this.#hosts.has(host)
  }

  /** A browser always says which page asks. Programs on this machine say nothing; the secret is theirs to show. */
  isOwnOrigin(origin: string | undefined): boolean {
    return origin === undefined || [...this.#hosts].some((host) => origin === `http://${host}`)
  }
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
