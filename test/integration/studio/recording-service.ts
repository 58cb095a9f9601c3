import { createServer } from 'node:http'
import { OpenAPIHandler } from '@orpc/openapi/node'
import type { AnyRouter } from '@orpc/server'
import { listening } from './listening.ts'

export const serviceSecret = 'the-secret-of-the-services'

/** A service of the backend behind real HTTP, that can go away and come back on its port. */
export abstract class RecordingService {
  #server = createServer()
  port = 0

  get isOpen(): boolean {
    return this.#server.listening
  }

  async open(): Promise<void> {
    const handler = new OpenAPIHandler(this.router())
    this.#server = createServer(async (request, response) => {
      if (request.headers.authorization !== `Bearer ${serviceSecret}`) {
        response.writeHead(401).end()
        return
      }
      const { matched } = await handler.handle(request, response, { context: {} })
      if (!matched) response.writeHead(404).end()
    })
    this.port = await listening(this.#server, this.port)
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections()
    this.#server.close()
  }

  protected abstract router(): AnyRouter
}
