import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** Where a request is stopped: before the wallet hears of it, or after the wallet has done it and before the answer. */
type When = 'before' | 'after'

interface Stop {
  /** Resolves when a request has come to where it is stopped. */
  readonly reached: Promise<void>
  /** Lets it go on. */
  release(): void
}

interface Rule {
  readonly path: string
  readonly when: When
  meet(response: ServerResponse): Promise<void>
}

/** Stands between the game and the real wallet, and stops or cuts what passes at a moment that a test names. */
export class WalletGate implements AsyncDisposable {
  readonly #target: string
  readonly #server: Server
  #rules: Rule[] = []
  #onRequest: () => void = () => {}

  private constructor(target: string) {
    this.#target = target
    this.#server = createServer((request, response) => {
      this.#pass(request, response).catch(() => response.destroy())
    })
  }

  static async open(target: string): Promise<WalletGate> {
    const gate = new WalletGate(target)
    gate.#server.listen(0, '127.0.0.1')
    await once(gate.#server, 'listening')
    return gate
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  /** Nothing is stopped or cut any more. */
  open(): void {
    this.#rules = []
  }

  onRequest(listener: () => void): void {
    this.#onRequest = listener
  }

  /** Stops the next request to this path, once. */
  stopAt(path: string, when: When): Stop {
    const reached = Promise.withResolvers<void>()
    const released = Promise.withResolvers<void>()
    const rule: Rule = {
      path,
      when,
      meet: async () => {
        this.#rules = this.#rules.filter((each) => each !== rule)
        reached.resolve()
        await released.promise
      },
    }
    this.#rules.push(rule)
    return { reached: reached.promise, release: released.resolve }
  }

  /** Cuts the connection of every request to this path, until `open()`. */
  cut(path: string, when: When): void {
    this.#rules.push({ path, when, meet: async (response) => void response.destroy() })
  }

  async #pass(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    this.#onRequest()
    await this.#meet(request, response, 'before')
    if (response.destroyed) return
    const body = Buffer.concat(chunks)
    const answer = await fetch(this.#target + (request.url ?? '/'), {
      method: request.method ?? 'GET',
      headers: Object.entries(request.headers).flatMap(([name, value]): [string, string][] =>
        typeof value === 'string' && !['host', 'connection', 'content-length', 'transfer-encoding'].includes(name)
          ? [[name, value]]
          : [],
      ),
      ...(body.length > 0 && { body }),
    })
    const text = await answer.text()
    await this.#meet(request, response, 'after')
    if (response.destroyed) return
    response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? 'text/plain' }).end(text)
  }

  async #meet(request: IncomingMessage, response: ServerResponse, when: When): Promise<void> {
    const rule = this.#rules.find((each) => each.path === request.url && each.when === when)
    await rule?.meet(response)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections()
    this.#server.close()
    await once(this.#server, 'close')
  }
}
